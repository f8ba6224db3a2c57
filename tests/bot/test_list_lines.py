"""From text to lines: what people write, and what nobody would."""

import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.services.lists.lines import Ignored, Line, clean, read_line, read_text
from bot.services.lists.readings import MOST_READINGS, Reading, number_of, quantity_in
from bot.services.lists.texts import cells_of, read_any_text


def first(text: str) -> tuple[str, str | None, str | None]:
    line = read_line(1, text)
    assert line.readings, line.ignored
    reading = line.readings[0]
    wanted = None if reading.quantity is None else f"{reading.quantity:f}"
    return reading.what, wanted, reading.unit


def offered(text: str) -> set[tuple[str, str | None]]:
    """Every reading, without its unit."""
    return {
        (reading.what, None if reading.quantity is None else f"{reading.quantity:f}")
        for reading in read_line(1, text).readings
    }


@pytest.mark.parametrize(
    ("text", "what", "quantity", "unit"),
    [
        # The shapes that CHAT.md promises
        ("0893106 10", "0893106", "10", None),
        ("0893106;10", "0893106", "10", None),
        ("0893106\t10", "0893106", "10", None),
        ("0893106,10", "0893106", "10", None),
        ("0893106, 10", "0893106", "10", None),
        ("0893106     10", "0893106", "10", None),
        ("0893106 - 10 шт", "0893106", "10", "шт"),
        ("0893106 — 10 шт.", "0893106", "10", "шт"),
        ("0893106 x 10", "0893106", "10", None),
        ("0893106 х10", "0893106", "10", None),
        ("0893106 × 10", "0893106", "10", None),
        ("0893106 х10 шт", "0893106", "10", "шт"),
        ("WD-40-400\t2 уп", "WD-40-400", "2", "уп"),
        ("Болт М8х40 - 100", "Болт М8х40", "100", None),
        # Numbers as Russians write them
        ("0893106 1 000", "0893106", "1000", None),
        ("0893106 1\u00a0000 шт", "0893106", "1000", "шт"),
        ("0893106 x 1 000 шт", "0893106", "1000", "шт"),
        ("WIRE-1.2 2,5 кг", "WIRE-1.2", "2.5", "кг"),
        ("WIRE-1.2 2.5", "WIRE-1.2", "2.5", None),
        ("0893106 10шт", "0893106", "10", "шт"),
        ("0893106 10,000", "0893106", "10.000", None),
        ("SAM-4.2-16 2 тыс. шт", "SAM-4.2-16", "2", "тыс. шт"),
        ("0893106 2 ШТУКИ", "0893106", "2", "шт"),
        ("0893106 10 м²", "0893106", "10", "м2"),
        # Signs
        ("0893106: 10", "0893106", "10", None),
        ("0893106 = 10", "0893106", "10", None),
        ("0893106 +10", "0893106", "10", None),
        ("0893106 (10)", "0893106", "10", None),
        ("0893106 (10 шт)", "0893106", "10", "шт"),
        ("0893106 | 10", "0893106", "10", None),
        ("| 0893106 | Очиститель | 10 |", "0893106", "10", None),
        # Row numbers and bullets
        ("1. 0893106 10", "0893106", "10", None),
        ("12) 0893106 10", "0893106", "10", None),
        ("№5 0893106 10", "0893106", "10", None),
        ("• 0893106 10", "0893106", "10", None),
        ("- 0893106 10", "0893106", "10", None),
        ("— 0893106 - 10", "0893106", "10", None),
        ("✓0893106 10", "0893106", "10", None),
        # Prices and sums beside quantities
        ("0893106 - 10шт по 45р", "0893106", "10", "шт"),
        ("0893106 10 шт по 45,50 руб. = 455,00 руб.", "0893106", "10", "шт"),
        ("0893106, 10 шт, 45 руб/шт", "0893106", "10", "шт"),
        ("0893106 4125 руб 10 шт", "0893106", "10", "шт"),
        ("0893106 по 45,50 10 шт", "0893106", "10", "шт"),
        ("0893106 по 10 штук", "0893106", "10", "шт"),
        ("0893106 4125₽ 10", "0893106", "10", None),
        ("0893106 10 45,50 455,00", "0893106", "10", None),
        ("0893106 10 шт. 4 125 руб.", "0893106", "10", "шт"),
        # Sizes and contents that are no quantities
        ("Болт М8 х 40 100 шт", "Болт М8 х 40", "100", "шт"),
        ("Круг отрезной 125×1,0×22 50 шт", "Круг отрезной 125×1,0×22", "50", "шт"),
        ("Очиститель тормозов 500 мл", "Очиститель тормозов 500 мл", None, None),
        ("Очиститель тормозов 500 мл - 24", "Очиститель тормозов 500 мл", "24", None),
        ("кабель ВВГ 3х2.5 100 м", "кабель ВВГ 3х2.5", "100", "м"),
        ("DIN933-8-40", "DIN933-8-40", None, None),
        ("DIN933-8-40-500", "DIN933-8-40-500", None, None),
        # Words around
        ("арт. 0893106 - 10 шт", "0893106", "10", "шт"),
        ("Артикул: 0893106, количество: 10", "0893106", "10", None),
        ("нужно 10 штук 0893106", "0893106", "10", "шт"),
        ("нужен болт М8х40 100 шт", "болт М8х40", "100", "шт"),
        ("прошу 0893106 10, пожалуйста", "0893106", "10", None),
        ("0893106 10 шт срочно", "0893106", "10", "шт"),
        ("10 шт 0893106", "0893106", "10", "шт"),
        ("0893106 10 pcs", "0893106", "10", "шт"),
        ("0893106 qty 10", "0893106", "10", None),
        ("4006825123456 3", "4006825123456", "3", None),
    ],
)
def test_the_likeliest_reading(
    text: str, what: str, quantity: str | None, unit: str | None
) -> None:
    assert first(text) == (what, quantity, unit)


@pytest.mark.parametrize(
    ("text", "what", "quantity"),
    [
        ("0893 106 10", "0893 106", "10"),
        ("0893 106 10", "0893 106 10", None),
        ("10 0893106", "0893106", "10"),
        ("10 x 0893106", "0893106", "10"),
        ("10шт 7721", "7721", "10"),
        ("10шт;7721", "7721", "10"),
        ("х10 77210", "77210", "10"),
        ("DIN933-8 - 40", "DIN933-8 - 40", None),
        ("M8x1.25 x 40", "M8x1.25 x 40", None),
        ("2x0893106", "0893106", "2"),
        ("0893106х10", "0893106", "10"),
        ("0893106х10", "0893106х10", None),
        ("0893106-10шт", "0893106", "10"),
        ("0893106 Очиститель тормозов 500 мл 10 шт 412,50", "0893106", "10"),
        ("Смазка медная 0890108715 - 4", "0890108715", "4"),
        ("0893106 412.50 10", "0893106", "10"),
        ("0893106 x 40 100 шт", "0893106", "40100"),
        ("Болт М8х40 100", "Болт М8х40 100", None),
    ],
)
def test_other_readings_are_kept(text: str, what: str, quantity: str | None) -> None:
    assert (what, quantity) in offered(text)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("0893106 412.50 10", "412.50"),
        ("0893106 10шт", "10шт"),
        ("Болт DIN 7721 М8 цинк - 100", "7721"),
    ],
)
def test_what_is_no_article_is_not_tried_as_one(text: str, what: str) -> None:
    assert what not in {told for told, _ in offered(text)}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Артикул Количество", Ignored.HEADER),
        ("Арт.\tНаименование\tКол-во", Ignored.HEADER),
        ("№ п/п | Код товара | Ед. изм. | Цена, руб.", Ignored.HEADER),
        ("Итого: 12 345,00", Ignored.TOTAL),
        ("ИТОГО 5 позиций", Ignored.TOTAL),
        ("Всего к оплате: 5 000 руб.", Ignored.TOTAL),
        ("в т.ч. НДС 20%", Ignored.TOTAL),
        ("Добрый день!", Ignored.COURTESY),
        ("Здравствуйте, Игорь", Ignored.COURTESY),
        ("Добрый день! Прошу выставить счёт:", Ignored.COURTESY),
        ("Нужно к пятнице:", Ignored.COURTESY),
        ("С уважением, Анна, +7 916 123-45-67", Ignored.COURTESY),
        ("Спасибо", Ignored.COURTESY),
        ("Спасибо! Анна, +7 916 123-45-67", Ignored.COURTESY),
        ("Анна 8 (916) 123-45-67", Ignored.COURTESY),
        ("+79161234567", Ignored.COURTESY),
        ("Крепёж:", Ignored.HEADER),
        ("---", Ignored.NO_WORDS),
        ("***", Ignored.NO_WORDS),
    ],
)
def test_lines_that_ask_for_nothing(text: str, why: Ignored) -> None:
    assert read_line(1, text) == Line(1, clean(text), ignored=why)


def test_a_greeting_with_an_article_is_a_line() -> None:
    assert read_line(1, "Добрый день, 0893106 10 шт").readings


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("0893106 10 шт.; WD-40-400 5 шт", ["0893106 10 шт.", "WD-40-400 5 шт"]),
        ("0893106 - 10, WD-40-400 - 5", ["0893106 - 10", "WD-40-400 - 5"]),
        ("Болт М8х40 100шт, гайка М8 100шт", ["Болт М8х40 100шт", "гайка М8 100шт"]),
        ("Очиститель, 500 мл - 24", ["Очиститель, 500 мл - 24"]),
        ("0893106; 10", ["0893106; 10"]),
        ("болт 10 шт, 5 уп", ["болт 10 шт, 5 уп"]),
        ("Круг 125, диск 230", ["Круг 125, диск 230"]),
        ("Артикул: 0893106, количество: 10", ["Артикул: 0893106, количество: 10"]),
    ],
)
def test_several_things_in_one_line(text: str, parts: list[str]) -> None:
    assert [line.source for line in read_text(text)] == parts
    assert {line.number for line in read_text(text)} == {1}


def test_row_numbers_without_a_point_are_not_articles() -> None:
    lines = read_text("1 0893106 10\n2 WD-40-400 12\n3 7721 5")
    assert [line.readings[0] for line in lines] == [
        Reading("0893106", Decimal(10)),
        Reading("WD-40-400", Decimal(12)),
        Reading("7721", Decimal(5)),
    ]


def test_lines_keep_their_numbers_in_the_source() -> None:
    lines = read_text("Добрый день!\n\n0893106 10\n\n\nИтого 10\n")
    assert [(line.number, line.ignored) for line in lines] == [
        (1, Ignored.COURTESY), (3, None), (6, Ignored.TOTAL),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "number"),
    [("10", "10"), ("1 000", "1000"), ("1\u00a0000", "1000"), ("2,5", "2.5"), ("0,5", "0.5"),
     ("0", None), ("0893106", None), ("-5", None), ("1e5", None), ("٣", None), ("1,2,3", None),
     ("1234567890", None), ("", None), ("nan", None)],
)  # fmt: skip
def test_numbers(text: str, number: str | None) -> None:
    assert number_of(text) == (None if number is None else Decimal(number))


def test_quantities_of_a_field() -> None:
    assert quantity_in(" х10 ") == (Decimal(10), None)
    assert quantity_in("2 уп.") == (Decimal(2), "уп")
    assert quantity_in("2 зайца") == (None, None)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("0893106;10\nWD-40-400;5", [["0893106", "10"], ["WD-40-400", "5"]]),
        ('"Болт; М8";10\nГайка;5', [["Болт; М8", "10"], ["Гайка", "5"]]),
        ("0893106,10\nWD-40-400,5", [["0893106", "10"], ["WD-40-400", "5"]]),
        ("a|1\n\nb|2", [["a", "1"], [], ["b", "2"]]),
        ("WIRE-1.2 2,5\nRAG-10 10,5", None),
        ("0893106;10\nWD-40-400 5\nболт 3", None),
        ("0893106;10", None),
    ],
)
def test_tables_in_text(text: str, cells: list[list[str]] | None) -> None:
    assert cells_of(text) == cells


def test_a_table_copied_from_a_sheet_is_read_by_its_header() -> None:
    text = "Артикул\tНаименование\tЦена\tКол-во\n0893106\tОчиститель\t412,50\t10\nИтого\t\t\t10"
    header, line, total = read_any_text(text)
    assert header.ignored is Ignored.HEADER
    assert line.readings[0] == Reading("0893106", Decimal(10))
    assert total.ignored is Ignored.TOTAL


PIECES = st.sampled_from(
    ["0893106", "М8х40", "10", "1 000", " шт", "по", "45р", "руб", " x ", "×", "-", "—", ",", ";",
     "\t", "(", ")", "№", "1.", "•", "итого", "нужно", "\u00a0", "\u2009", "\n", ":", "=", "²", " "]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=600), st.lists(PIECES, max_size=40).map("".join))


@given(TEXTS)
@settings(deadline=None, max_examples=400)
def test_any_text_is_read_and_every_line_accounted_for(text: str) -> None:
    lines = read_text(text)
    assert {line.number for line in lines} == {
        number for number, row in enumerate(text.splitlines(), 1) if row.strip()
    }
    for line in lines:
        assert bool(line.readings) != bool(line.ignored)
        assert len(line.readings) <= MOST_READINGS
        for reading in line.readings:
            assert any(character.isalnum() for character in reading.what)
            assert reading.quantity is None or reading.quantity > 0


@given(TEXTS)
@settings(deadline=None, max_examples=200)
def test_any_text_is_read_as_a_table_or_not(text: str) -> None:
    for line in read_any_text(text):
        assert bool(line.readings) != bool(line.ignored)


@pytest.mark.parametrize(
    "piece",
    [" 111", "1,", "х1", " прошу х1", "по ", "1 шт", ",,", "((", "1\t", "=", " по 1", "- ", "р1р ",
     "a1-", "1 x ", "; 1 шт"],
)  # fmt: skip
def test_no_line_takes_long(piece: str) -> None:
    """The worst line of 500 characters stays far below what a backtracking pattern would take."""
    text = (piece * 500)[:500]
    started = time.process_time()
    for tail in ("", "!", " шт"):
        read_text(text[: 500 - len(tail)] + tail)
    assert time.process_time() - started < 0.3
