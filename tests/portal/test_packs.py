"""Packs, units and money: arithmetic alone."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import literal, select

from portal.db.session import Database
from portal.domain.goods import lowest_of
from portal.domain.money import (
    amount_of,
    discounted,
    kopecks,
    money_text,
    quantity_text,
    vat_within,
)
from portal.domain.packs import Note, lowest, packed, rounded_up
from portal.domain.units import factor_of, unit_key


@pytest.mark.parametrize(
    ("quantity", "multiple", "minimum", "sold", "note"),
    [
        (1, 1, 1, 1, None),
        (10, 10, 10, 10, None),
        (11, 10, 10, 20, Note.ROUNDED_TO_PACK),
        (3, 10, 10, 10, Note.ROUNDED_TO_PACK),
        (10, 10, 50, 50, Note.RAISED_TO_MINIMUM),
        (3, 10, 15, 20, Note.RAISED_TO_MINIMUM),
        (20, 10, 15, 20, None),
        (12, 10, 15, 20, Note.ROUNDED_TO_PACK),
        (0, 10, 50, 0, None),
        (-5, 10, 50, 0, None),
        (7, 0, 0, 7, None),
    ],
)
def test_what_can_be_sold(
    quantity: int, multiple: int, minimum: int, sold: int, note: Note | None
) -> None:
    assert packed(quantity, multiple, minimum) == (sold, note)


@given(st.integers(1, 10**9), st.integers(1, 10**5), st.integers(0, 10**5))
def test_never_less_than_asked_never_a_pack_too_many(
    quantity: int, multiple: int, minimum: int
) -> None:
    sold, note = packed(quantity, multiple, minimum)
    assert sold >= quantity
    assert sold >= minimum
    assert sold % multiple == 0
    assert sold - multiple < max(quantity, minimum)
    assert (note is None) == (sold == quantity)
    assert packed(sold, multiple, minimum) == (sold, None)
    assert rounded_up(sold, multiple) == sold


async def test_the_database_counts_the_least_quantity_alike(database: Database) -> None:
    edges = (0, 1, 2, 999, 1000, 1001, 2500, 10_000, 10**9)
    pairs = list(product(edges, repeat=2))
    asked = [lowest_of(literal(multiple), literal(minimum)) for multiple, minimum in pairs]
    async with database.read() as session:
        counted = (await session.execute(select(*asked))).one()
    assert list(counted) == [lowest(*pair) for pair in pairs]
    assert [packed(1, *pair)[0] for pair in pairs] == list(counted)


@pytest.mark.parametrize(
    ("price", "discount", "net"),
    [
        (1000, 0, 1000),
        (1000, 750, 925),
        (333, 500, 316),
        (1, 5000, 1),
        (5, 1000, 5),
        (99, 10_000, 0),
    ],
)
def test_a_discount_is_rounded_half_up_to_the_kopeck(price: int, discount: int, net: int) -> None:
    assert discounted(price, discount) == net


def test_amounts_and_the_vat_inside_are_rounded_half_up() -> None:
    assert amount_of(333, 1500) == 500  # 499.5
    assert amount_of(1, 499) == 0
    assert amount_of(1, 500) == 1
    assert vat_within(12_200, 2200) == 2200
    assert vat_within(100, 2000) == 17  # 16.67
    assert vat_within(3, 2000) == 1  # 0.5
    assert vat_within(100, None) == vat_within(100, 0) == 0


@given(st.integers(0, 10**12), st.integers(0, 10**10))
def test_money_is_exact(price: int, quantity: int) -> None:
    exact = Decimal(price) * quantity / 1000
    assert abs(amount_of(price, quantity) - exact) <= Decimal("0.5")
    assert kopecks(Decimal(money_text(price))) == price


@pytest.mark.parametrize(
    ("thousandths", "text"), [(1000, "1"), (2500, "2.5"), (0, "0"), (100_000, "100"), (1, "0.001")]
)
def test_quantities_as_text(thousandths: int, text: str) -> None:
    assert quantity_text(thousandths) == text


@pytest.mark.parametrize(
    "names",
    [
        ("шт", "Шт.", "штук", "ШТ", "pcs"),
        ("уп", "уп.", "упак", "Упаковка", "упаковок"),
        ("кор", "короб", "коробок", "кор."),
        ("кг", "KG", "килограмм"),
        ("м²", "м2", "кв. м"),
        ("п.м.", "пог. м", "м.п."),
    ],
)
def test_spellings_of_one_unit(names: tuple[str, ...]) -> None:
    assert len({unit_key(name) for name in names}) == 1


def test_units_of_a_product() -> None:
    units = {"упак": 50_000, "ящик": 1_000_000}
    assert factor_of("шт.", "шт", units, 1000) == 1000
    assert factor_of("уп", "шт", units, 10_000) == 50_000
    assert factor_of("ящ", "шт", units, 1000) == 1_000_000
    assert factor_of("кор", "шт", units, 10_000) is None
    assert factor_of("рулон", "рул", {}, 1000) == 1000


def test_a_pack_is_what_it_is_sold_in_where_no_pack_is_known() -> None:
    assert factor_of("уп", "шт", {}, 100_000) == 100_000
    assert factor_of("уп", "шт", {}, 1000) is None
