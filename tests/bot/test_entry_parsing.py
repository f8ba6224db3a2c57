"""What one typed line means, before anybody asks the catalogue."""

from decimal import Decimal

import pytest

from bot.services.entry import (
    LineChange,
    Wish,
    parse_changes,
    parse_line,
    parse_number,
    parse_quantity,
)
from bot.services.inn import read_inn


@pytest.mark.parametrize(
    ("text", "query", "quantity", "unit"),
    [
        ("0893106 10", "0893106", "10", None),
        ("0893106;10", "0893106", "10", None),
        ("0893106\t10", "0893106", "10", None),
        ("0893106,10", "0893106", "10", None),
        ("0893106, 10", "0893106", "10", None),
        ("0893106     10", "0893106", "10", None),
        ("0893106 - 10 шт", "0893106", "10", "шт"),
        ("0893106 — 10 шт.", "0893106", "10", "шт"),
        ("0893106 x 10", "0893106", "10", None),
        ("0893106 х 10", "0893106", "10", None),
        ("0893106 × 10", "0893106", "10", None),
        ("0893106 х10", "0893106", "10", None),
        ("WD-40-400\t2 уп", "WD-40-400", "2", "уп"),
        ("WD-40-400 2уп", "WD-40-400", "2", "уп"),
        ("Болт М8х40 - 100", "Болт М8х40", "100", None),
        ("Электроды АНО-21 2,5 кг", "Электроды АНО-21", "2.5", "кг"),
        ("893 106 ; 12 коробок", "893 106", "12", "кор"),
    ],
)
def test_one_line_shapes(text: str, query: str, quantity: str, unit: str | None) -> None:
    entry = parse_line(text)
    assert entry is not None
    assert (entry.query, entry.wish) == (query, Wish(Decimal(quantity), unit))


@pytest.mark.parametrize(
    "text",
    ["0893106", "WD-40-400", "Болт М8х40", "болт", "гайка М8 оцинкованная", "10", "10 шт", "М6×20",
     "перчатки 0", ""],
)  # fmt: skip
def test_text_without_a_quantity_is_a_search(text: str) -> None:
    assert parse_line(text) is None


def test_a_bare_space_leaves_a_doubt_and_a_separator_none() -> None:
    doubtful, plain = parse_line("Болт М8 40"), parse_line("Болт М8 - 40")
    assert doubtful is not None
    assert plain is not None
    assert not doubtful.plain
    assert plain.plain


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("3: 20", [LineChange(3, "set", Wish(Decimal(20)))]),
        ("3:20", [LineChange(3, "set", Wish(Decimal(20)))]),
        ("3 +5", [LineChange(3, "add", Wish(Decimal(5)))]),
        ("3 + 5", [LineChange(3, "add", Wish(Decimal(5)))]),
        ("3 -5", [LineChange(3, "add", Wish(Decimal(-5)))]),
        ("3 −5", [LineChange(3, "add", Wish(Decimal(-5)))]),
        ("3: 2 уп", [LineChange(3, "set", Wish(Decimal(2), "уп"))]),
        ("убрать 3", [LineChange(3, "set", Wish(Decimal(0)))]),
        ("Убрать 3, 5", [LineChange(n, "set", Wish(Decimal(0))) for n in (3, 5)]),
        ("remove 3", [LineChange(3, "set", Wish(Decimal(0)))]),
        (
            "1: 5\n2 +1",
            [LineChange(1, "set", Wish(Decimal(5))), LineChange(2, "add", Wish(Decimal(1)))],
        ),
    ],
)  # fmt: skip
def test_cart_arithmetic(text: str, changes: list[LineChange]) -> None:
    assert parse_changes(text) == changes


@pytest.mark.parametrize("text", ["3", "болт 3", "3-5", "0893106 10", "3: много", "1: 5\nболт", ""])
def test_what_is_no_arithmetic(text: str) -> None:
    assert parse_changes(text) is None


def test_quantities_and_numbers() -> None:
    assert parse_quantity(" 2,5 кг ") == Wish(Decimal("2.5"), "кг")
    assert parse_quantity("2 уп") == Wish(Decimal(2), "уп")
    assert parse_quantity("десять") is None
    assert parse_quantity("10 зайцев") is None
    assert parse_number(" 12 ") == 12
    assert parse_number("1.5") is None
    assert parse_number("²") is None


@pytest.mark.parametrize(
    ("text", "inn"),
    [("7707083893", "7707083893"), ("7707 083 893", "7707083893"), ("500100732259", "500100732259"),
     ("7707083894", None), ("500100732258", None), ("77070838", None), ("семь", None)],
)  # fmt: skip
def test_inn_check_digits(text: str, inn: str | None) -> None:
    assert read_inn(text) == inn
