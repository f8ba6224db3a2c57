"""What real 1C systems wrote, imported in one go."""

from itertools import permutations

import pytest
from sqlalchemy import select

from portal.db.models import Group, PriceType, Product, ProductState, Stock, Warehouse
from portal.exchange.commerceml import Counts
from portal.search.fold import fold_article
from tests.portal.exchange.files import Exchange, real

DOBROMYSLOV = ("dobromyslov/import0_1.xml", "dobromyslov/offers0_1.xml")


def numbers(counts: Counts, *names: str) -> dict[str, int]:
    return {name: counts.as_dict()[name] for name in names}


async def test_goods_and_offers_of_dobromyslov(exchange: Exchange) -> None:
    counts = await exchange.load(*real(*DOBROMYSLOV))

    assert counts.as_dict() == {
        "groups": 1,
        "products": 36,
        "variants": 44,
        "with_card": 36,
        "by_offer_alone": 8,
        "hidden": 0,
        "offers": 44,
        "price_types": 1,
        "prices": 44,
        "warehouses": 3,
        "stock_rows": 132,
        "changed": counts.changed,
        "unchanged": counts.unchanged,
        "skipped": [],
        "notes": [],
    }
    assert len(await exchange.all(Stock.product_id)) == 132
    key = fold_article("ds821anloep")
    async with exchange.database.read() as session:
        [found] = await session.scalars(select(Product).where(Product.article_key == key))
    assert found.article == "DS-821-AN-LOEP"
    assert found.name == "Коврик Prime Living 180x200x1 см, Совята/Слоники"
    assert (found.unit, found.vat, found.state) == ("шт", 2000, ProductState.ACTIVE)


async def test_what_is_marked_deleted_but_still_offered_sells_out(exchange: Exchange) -> None:
    await exchange.load(*real(*DOBROMYSLOV))

    states = await exchange.all(Product.article, Product.state)

    assert [row for row in states if row[1] is not ProductState.ACTIVE] == [
        ("KM-245-BC", ProductState.DISCONTINUED)
    ]


async def test_offers_without_cards_of_gillbeits(exchange: Exchange) -> None:
    counts = await exchange.load(*real("gillbeits/*.xml"))

    assert numbers(
        counts, "groups", "products", "variants", "offers", "prices", "warehouses", "stock_rows"
    ) == {
        "groups": 97,
        "products": 0,
        "variants": 978,
        "offers": 978,
        "prices": 978,
        "warehouses": 1,
        "stock_rows": 978,
    }
    assert await exchange.all(PriceType.name) == [("Типовое соглашение Интернет-МХТ",)]
    names = [row[0] for row in await exchange.all(Product.name)]
    assert "Крем для лица ЧЕРНЫЙ ЖЕМЧУГ Эксперт 56+" in names


async def test_split_files_of_turumburum(exchange: Exchange) -> None:
    counts = await exchange.load(*real("turumburum/*.xml"))

    assert numbers(
        counts, "products", "variants", "offers", "price_types", "warehouses", "stock_rows"
    ) == {
        "products": 11,
        "variants": 12,
        "offers": 12,
        "price_types": 7,
        "warehouses": 14,
        "stock_rows": 168,
    }
    shelves = [row for row in await exchange.all(Product.name, Product.characteristic) if row[1]]
    assert sorted(shelves) == [
        ("Стеллаж складской (Белый)", "Белый"),
        ("Стеллаж складской (Черный)", "Черный"),
    ]
    assert {row[0] for row in await exchange.all(PriceType.currency)} == {"USD", "UAH"}
    assert len(await exchange.all(Warehouse.name)) == 14


async def test_a_price_in_a_foreign_currency_is_no_price(exchange: Exchange) -> None:
    """The price type says dollars and the price says hryvnias: either would be wrong."""
    counts = await exchange.load(*real("turumburum/*.xml"))

    [reason] = [each for each in counts.skipped if "currency" in each]
    assert counts.skipped[reason].count == 4
    assert "UAH for USD" in counts.skipped[reason].examples[0]


async def test_nested_groups_of_dobromyslov(exchange: Exchange) -> None:
    counts = await exchange.load(*real("dobromyslov/import0_1_with_nested_groups.xml"))

    assert (counts.products, counts.variants, counts.groups) == (283, 283, 13)
    parent = dict(await exchange.all(Group.name, Group.parent_id))
    ids = dict(await exchange.all(Group.name, Group.id))
    assert parent["Ночники"] == ids["Детские товары"]
    assert parent["Детские товары"] is None


@pytest.mark.parametrize("folder", ["dobromyslov", "gillbeits", "turumburum"])
async def test_a_second_import_writes_nothing(exchange: Exchange, folder: str) -> None:
    files = real(*DOBROMYSLOV) if folder == "dobromyslov" else real(f"{folder}/*.xml")
    first = await exchange.load(*files)

    second = await exchange.load(*files)

    assert second.changed == 0
    assert first.as_dict() | {"changed": 0, "unchanged": 0} == second.as_dict() | {
        "changed": 0,
        "unchanged": 0,
    }


async def test_documents_are_no_catalogue(exchange: Exchange) -> None:
    """The answer of a 1C-Bitrix site, in windows-1251 and without a namespace."""
    counts = await exchange.load(*real("dobromyslov/bitrix-query-response-full.xml"))

    assert counts.skipped["a document: only catalogues are imported"].count == 2
    assert counts.changed == 0


def orders_of(count: int) -> list[tuple[int, ...]]:
    """The given order, its reverse, and a few between."""
    every = list(permutations(range(count)))
    return [every[0], every[-1], every[len(every) // 3], every[2 * len(every) // 3]]


@pytest.mark.parametrize("order", orders_of(6))
async def test_files_may_come_in_any_order(exchange: Exchange, order: tuple[int, ...]) -> None:
    files = real("turumburum/*.xml")

    counts = await exchange.load(*(files[place] for place in order))

    assert (counts.products, counts.variants, counts.offers, counts.stock_rows) == (11, 12, 12, 168)
    assert {row[0] for row in await exchange.all(Product.unit)} == {"шт"}
    assert len(await exchange.all(Stock.product_id)) == 168
