"""From the cells of a sheet to lines: supplier's forms, other headers, none at all."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.services.lists.columns import find_columns
from bot.services.lists.lines import Ignored
from bot.services.lists.readings import Reading
from bot.services.lists.sheets import Sheet, cell_text, read_book, read_sheet

Asked = tuple[str, str | None, str | None]


def asked(*rows: list[object]) -> list[Asked]:
    """The first reading of every line that asks for something."""
    lines = read_sheet([[cell_text(cell) for cell in row] for row in rows])
    return [_plain(line.readings[0]) for line in lines if line.readings]


def _plain(reading: Reading) -> Asked:
    return reading.what, reading.quantity and f"{reading.quantity:f}", reading.unit


@pytest.mark.parametrize(
    ("value", "text"),
    [(10.0, "10"), (2.5, "2.5"), (4006825123456.0, "4006825123456"), (1e21, "1" + "0" * 21),
     ("0893106", "0893106"), (" a\nb ", "a b"), (None, ""), (True, ""), (float("nan"), ""),
     (float("inf"), ""), (7, "7"), (date(2026, 11, 21), "2026-11-21"), (0.1, "0.1")],
)  # fmt: skip
def test_cells_as_a_person_sees_them(value: object, text: str) -> None:
    assert cell_text(value) == text


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (["Артикул", "Наименование", "Кол-во"], ["0893106", "Очиститель", 10.0],
         ("0893106", "10", None)),
        (["№", "Код", "Товар", "Ед.", "Цена", "Заказ", "Сумма"],
         [1.0, "0893106", "Очиститель", "уп", 412.5, 2.0, 825.0], ("0893106", "2", "уп")),
        (["Наименование товара", "Каталожный номер", "Потребность, шт"],
         ["Очиститель", "0893106", "10"], ("0893106", "10", "шт")),
        (["Item no", "Description", "Qty"], ["0893106", "Cleaner", 10.0],
         ("0893106", "10", None)),
        (["Номенклатура", "Кол-во в упаковке", "Остаток на складе", "Ваш заказ, уп."],
         ["0893106 Очиститель", 24.0, 100.0, 2.0], ("0893106 Очиститель", "2", "уп")),
        (["Артикул", "Кол-во в уп", "Количество"], ["0893106", 24.0, 10.0],
         ("0893106", "10", None)),
        (["Материал", "Количество (шт)"], ["Болт М8х40", "100 шт"], ("Болт М8х40", "100", "шт")),
        (["SKU", "Price", "Amount"], ["0893106", 412.5, 10.0], ("0893106", "10", None)),
        (["Номенклатура", "Код товара", "Надо", "Цена"], ["Очиститель", "0893106", "1 000", "232"],
         ("0893106", "1000", None)),
        (["Артикул поставщика", "Сколько"], ["0893106", 12.0], ("0893106", "12", None)),
        (["Артикул", "Наименование", "Цена", "Магазин на Ленина"],
         ["0893106", "Очиститель", 232.0, 12.0], ("0893106", "12", None)),
    ],
)  # fmt: skip
def test_columns_by_their_titles(header: list[object], row: list[object], expected: Asked) -> None:
    assert asked(header, row) == [expected]


def test_titles_that_say_nothing_stand_above_the_list_all_the_same() -> None:
    lines = read_sheet([["Что", "План"], ["0893106", "10"], ["WD-40-400", "2"]])
    assert [line.ignored for line in lines] == [Ignored.HEADER, None, None]
    assert [_plain(line.readings[0]) for line in lines[1:]] == [
        ("0893106", "10", None),
        ("WD-40-400", "2", None),
    ]


def test_of_two_rows_of_titles_the_lower_one_says_what_is_counted() -> None:
    assert asked(
        ["№ п/п", "Наименование ТМЦ", "Код изделия", "Потребность", "", "Цена"],
        ["", "", "", "Ед. изм.", "Требуется", ""],
        [1.0, "Очиститель", "0893106", "шт", 10.0, 12.5],
        [2.0, "Смазка", "WD-40-400", "уп", 2.0, 12.5],
    ) == [("0893106", "10", "шт"), ("WD-40-400", "2", "уп")]


def test_a_barcode_is_as_good_as_an_article() -> None:
    assert asked(
        ["Товар", "Штрихкод", "К заказу"],
        ["Очиститель", 4006825123456.0, 10.0],
        ["Смазка", "4006825123463", 2.0],
    ) == [("4006825123456", "10", None), ("4006825123463", "2", None)]


@pytest.mark.parametrize("title", ["Размер", "Цена, руб.", "Остаток", "№ п/п"])
def test_no_number_is_a_quantity_that_is_called_otherwise(title: str) -> None:
    assert asked(["Артикул", "Наименование", title], ["0893106", "Очиститель", 40.0]) == [
        ("0893106", None, None)
    ]


def test_articles_without_quantities() -> None:
    assert asked(["Артикул", "Наименование"], ["0893106", "Очиститель"]) == [
        ("0893106", None, None)
    ]


def test_a_form_of_a_supplier() -> None:
    """A letterhead, a header over two rows, groups, rows not filled in, a total."""
    lines = read_sheet(
        [
            ["ООО «Крепёж и К»", "", "", "", ""],
            ["Бланк заказа от 21.11.2026", "", "", "", ""],
            ["", "", "", "", ""],
            ["Товар", "", "Цена", "Заказ", ""],
            ["Артикул", "Наименование", "руб.", "шт", "сумма"],
            ["Крепёж", "", "", "", ""],
            ["DIN933-8-40", "Болт М8×40", "8.94", "100", "894"],
            ["DIN933-8-60", "Болт М8×60", "12.3", "", ""],
            ["DIN934-8", "Гайка М8", "1.98", "0", ""],
            ["Химия", "", "", "", ""],
            ["0893106", "Очиститель", "412.5", "12", "4950"],
            ["", "Итого", "", "112", "5844"],
        ]
    )
    found = {line.number: line.readings[0] for line in lines if line.readings}
    assert found == {
        7: Reading("DIN933-8-40", Decimal(100), "шт"),
        11: Reading("0893106", Decimal(12), "шт"),
    }
    assert {line.ignored for line in lines if line.number in (6, 8, 9, 10)} == {Ignored.NO_QUANTITY}
    assert lines[-1].ignored is Ignored.TOTAL


def test_an_article_within_the_name_where_there_is_no_column_for_it() -> None:
    [line] = read_sheet([["Номенклатура", "Заказ"], ["Очиститель 0893106", "2"]])[1:]
    assert Reading("0893106", Decimal(2)) in line.readings


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["0893106", "10"], ["WD-40-400", "12"]], ("0893106", "10", None)),
        ([["0893106", "Очиститель", "10", "45"], ["7721", "Фиксатор", "3", "2150"]],
         ("0893106", "10", None)),
        ([["7721", "3", "2150"], ["8890", "4", "100"]], ("7721", "3", None)),
        ([["1", "0893106", "10"], ["2", "WD-40-400", "12"], ["3", "7721", "3"]],
         ("0893106", "10", None)),
        ([["10", "Болт М8х40"], ["5", "Гайка М8"]], ("Болт М8х40", "10", None)),
        ([["Очиститель", "0893106", "2 уп"], ["Смазка", "WD-40-400", "3 шт"]],
         ("0893106", "2", "уп")),
        ([["0893106"], ["WD-40-400"]], ("0893106", None, None)),
        ([["0893106 10"], ["WD-40-400 - 5 шт"]], ("0893106", "10", None)),
        ([["0893106", "412.50", "10", "4125.00"], ["WD-40-400", "489.00", "12", "5868.00"]],
         ("0893106", "10", None)),
    ],
)  # fmt: skip
def test_columns_without_titles(rows: list[list[object]], expected: Asked) -> None:
    assert asked(*rows)[0] == expected


def test_a_row_that_differs_is_read_as_text() -> None:
    rows = [["0893106", "10"], ["7721", "5"], ["WD-40-400 12"], ["DIN934-8", "200"]]
    assert asked(*rows)[2] == ("WD-40-400", "12", None)


def test_sheets_that_are_no_lists_are_left_out_beside_one_that_is() -> None:
    contacts = Sheet("Контакты", [["Телефон", "8 800 555-35-35"], ["Склад", "Лесная, 5"]])
    form = Sheet("Заказ", [["Артикул", "Кол-во"], ["0893106", "10"]], above=3)
    lines = read_book([contacts, form])
    assert [(line.number, line.sheet, bool(line.readings)) for line in lines] == [
        (4, "", False), (5, "", True),
    ]  # fmt: skip


def test_lines_of_two_forms_say_of_which_they_are() -> None:
    form = [["Артикул", "Кол-во"], ["0893106", "10"]]
    lines = read_book([Sheet("Крепёж", form), Sheet("Химия", form)])
    assert [line.sheet for line in lines if line.readings] == ["Крепёж", "Химия"]


CELLS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["Артикул", "Кол-во", "Цена", "0893106", "10", "Итого", "", "№", "шт"]),
    st.floats(),
    st.integers(),
    st.none(),
    st.booleans(),
    st.dates(),
)
ROWS = st.lists(st.lists(CELLS, max_size=6), max_size=12)


@given(ROWS)
@settings(deadline=None, max_examples=300)
def test_any_cells_are_read_and_every_row_accounted_for(rows: list[list[object]]) -> None:
    texts = [[cell_text(cell) for cell in row] for row in rows]
    lines = read_sheet(texts)
    assert [line.number for line in lines] == [
        number
        for number, row in enumerate(texts, 1)
        if any(character.isalnum() for cell in row for character in cell)
    ]
    for line in lines:
        assert bool(line.readings) != bool(line.ignored)


def test_no_rows() -> None:
    assert read_sheet([]) == []
    assert find_columns([]) is None
    assert read_book([]) == []
