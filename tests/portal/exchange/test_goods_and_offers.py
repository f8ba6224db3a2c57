"""How cards and offers become things to sell, whatever comes first."""

from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from portal.db.models import (
    Barcode,
    Cart,
    CartLine,
    Company,
    Family,
    Group,
    Person,
    Product,
    ProductState,
    ProductUnit,
)
from tests.portal.exchange.files import (
    GROUPS,
    PRICE_TYPES,
    WAREHOUSES,
    Exchange,
    Files,
    good,
    offer,
    price,
)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


WHITE, BLACK = "shelf#white", "shelf#black"


def a_catalogue(files: Files) -> list[Path]:
    """Cards, variants, prices and stock, each in a file of its own."""
    return [
        files.goods(
            good("shelf", "Стеллаж", article=" С-1 ", group="g2"),
            good("bolt", "Болт М8×40", article="Б- 130005", barcode="4600000000015", group="g1"),
            name="1.xml",
            more=GROUPS,
        ),
        files.offers(
            offer(WHITE, "Стеллаж (Белый)"),
            offer(BLACK, "Стеллаж (Черный)", article="С-1Ч"),
            offer("bolt", "Болт М8×40"),
            offer("alone", "Гайка"),
            name="2.xml",
        ),
        files.offers(
            offer(WHITE, "", price("1 200,50")),
            offer("bolt", "", price("3.5"), price("3", more="<МинКоличество>100</МинКоличество>")),
            more=PRICE_TYPES,
            name="3.xml",
        ),
        files.offers(
            offer("bolt", stock={"w1": "1000", "w2": "0.5"}),
            offer("alone", stock={"w2": "-3"}),
            more=WAREHOUSES,
            name="4.xml",
        ),
    ]


@pytest.mark.parametrize("order", list(permutations(range(4)))[1::4])
async def test_the_order_of_files_does_not_matter(
    exchange: Exchange, files: Files, order: tuple[int, ...]
) -> None:
    made = a_catalogue(files)

    await exchange.load(*(made[place] for place in order))

    contents = await exchange.contents()
    assert contents["prices"] == {
        (WHITE, "opt", 0, 120050),
        ("bolt", "opt", 0, 350),
        ("bolt", "opt", 100_000, 300),
    }
    assert {row[:3] for row in contents["stock"]} == {
        ("bolt", "w1", 1_000_000),
        ("bolt", "w2", 500),
        ("alone", "w2", -3000),
    }
    assert {(row[0], row[1], row[3], row[6]) for row in contents["products"]} == {
        (WHITE, "shelf", "С-1", "Белый"),
        (BLACK, "shelf", "С-1Ч", "Черный"),
        ("bolt", "bolt", "Б- 130005", ""),
        ("alone", None, "", ""),
    }
    assert contents["barcodes"] == {("4600000000015", "bolt")}


async def test_a_catalogue_that_comes_piece_by_piece_is_the_same(
    exchange: Exchange, files: Files
) -> None:
    """Offers on one day, their cards on another: as if all had come at once."""
    cards, offers, prices, stock = a_catalogue(files)
    await exchange.load(cards, offers, prices, stock)
    at_once = await exchange.contents()
    async with exchange.database.write() as session:
        for table in ("stock", "prices", "barcodes", "product_units", "products", "families"):
            await session.execute(delete(Product.metadata.tables[table]))

    for each in (offers, prices, stock, cards):
        await exchange.load(each)

    assert await exchange.contents() == at_once


async def test_a_second_import_of_the_same_leaves_every_row_alone(
    exchange: Exchange, files: Files
) -> None:
    made = a_catalogue(files)
    await exchange.load(*made)
    before = await exchange.all(Product.external_id, Product.updated_at)
    exchange.now += timedelta(days=1)

    counts = await exchange.load(*made)

    assert counts.changed == 0
    assert await exchange.all(Product.external_id, Product.updated_at) == before


async def test_only_what_differs_is_written(exchange: Exchange, files: Files) -> None:
    cards, offers, _, stock = a_catalogue(files)
    prices = files.offers(
        offer(WHITE, "", price("1 200,50")), offer("bolt", "", price("3.5")), name="3.xml"
    )
    await exchange.load(cards, offers, prices, stock)

    counts = await exchange.load(
        files.offers(offer(WHITE, "", price("1300")), offer("bolt", "", price("3.5")))
    )

    assert (counts.changed, counts.unchanged) == (1, 3)


async def test_a_card_that_gets_variants_is_no_thing_to_sell_any_more(
    exchange: Exchange, files: Files
) -> None:
    await exchange.load(files.goods(good("shelf", "Стеллаж", barcode="4600000000022")))
    assert await exchange.ids() == {"shelf"}

    counts = await exchange.load(
        files.offers(offer(WHITE, "Стеллаж (Белый)", barcode="4600000000022"))
    )

    assert await exchange.ids() == {WHITE}
    assert (counts.variants, counts.with_card) == (1, 1)
    assert (await exchange.contents())["barcodes"] == {("4600000000022", WHITE)}


async def test_it_is_only_hidden_where_a_cart_holds_it(exchange: Exchange, files: Files) -> None:
    await exchange.load(files.goods(good("shelf", "Стеллаж")))
    shelf = await exchange.product("shelf")
    async with exchange.database.write() as session:
        person = Person(name="Анна", created_at=exchange.now)
        company = Company(inn="7707083893", name="Болты", created_at=exchange.now)
        session.add_all([person, company])
        await session.flush()
        cart = Cart(
            company_id=company.id,
            created_by=person.id,
            created_at=exchange.now,
            updated_at=exchange.now,
        )
        session.add(cart)
        await session.flush()
        session.add(CartLine(cart_id=cart.id, product_id=shelf.id, quantity=1000))

    counts = await exchange.load(files.offers(offer(WHITE, "Стеллаж (Белый)")))

    assert (await exchange.product("shelf")).state is ProductState.HIDDEN
    assert counts.variants == 1
    again = await exchange.load(files.goods(good("shelf", "Стеллаж")))
    assert again.changed == 0


async def test_one_that_was_sold_by_itself_goes_when_a_whole_catalogue_says_so(
    exchange: Exchange, files: Files
) -> None:
    cards = files.goods(good("shelf", "Стеллаж"))
    await exchange.load(
        cards, files.offers(offer("shelf", "Стеллаж", price("10")), more=PRICE_TYPES)
    )

    await exchange.load(cards, files.offers(offer(WHITE, "Стеллаж (Белый)", price("10"))))
    assert (await exchange.product("shelf")).state is ProductState.ACTIVE

    await exchange.load(
        cards, files.offers(offer(WHITE, "Стеллаж (Белый)", price("10")), full=True)
    )
    assert (await exchange.product("shelf")).state is ProductState.HIDDEN


async def test_what_a_card_says_reaches_variants_that_do_not_say_it_themselves(
    exchange: Exchange, files: Files
) -> None:
    offers = files.offers(
        offer(WHITE, "Стеллаж (Белый)"), offer(BLACK, "Стеллаж (Черный)", article="Ч")
    )
    await exchange.load(files.goods(good("shelf", "Стеллаж", article="С-1")), offers)

    await exchange.load(
        files.goods(good("shelf", "Стеллаж", article="С-2", vat="Без НДС", group="g2"), more=GROUPS)
    )

    white, black = await exchange.product(WHITE), await exchange.product(BLACK)
    assert (white.article, white.article_key, white.vat) == ("С-2", "c2", None)
    assert (black.article, black.vat) == ("Ч", None)
    assert await exchange.all(Group.name, Group.id) == [
        ("Крепёж", 1),
        ("Болты", white.group_id),
    ]
    assert (await exchange.load(offers)).changed == 0


async def test_deleted_goods_are_hidden_and_come_back(exchange: Exchange, files: Files) -> None:
    await exchange.load(files.goods(good("bolt"), good("nut", "Гайка")))

    counts = await exchange.load(files.goods(good("bolt", deleted=True)))
    assert (await exchange.product("bolt")).state is ProductState.HIDDEN
    assert (await exchange.product("nut")).state is ProductState.ACTIVE
    assert (counts.variants, counts.hidden) == (0, 1)

    await exchange.load(files.goods(good("bolt")))
    assert (await exchange.product("bolt")).state is ProductState.ACTIVE


@pytest.mark.parametrize("first", ["cards", "offers"])
async def test_deleted_goods_that_are_still_offered_sell_out(
    exchange: Exchange, files: Files, first: str
) -> None:
    cards = files.goods(good("bolt", deleted=True))
    offers = files.offers(offer("bolt", "Болт", price("1")), more=PRICE_TYPES)

    for each in (cards, offers) if first == "cards" else (offers, cards):
        await exchange.load(each)

    assert (await exchange.product("bolt")).state is ProductState.DISCONTINUED
    assert (await exchange.load(offers, cards)).changed == 0


async def test_deleted_offers_are_hidden(exchange: Exchange, files: Files) -> None:
    await exchange.load(files.offers(offer("bolt", "Болт"), offer("nut", "Гайка")))
    gone = "<ПометкаУдаления>true</ПометкаУдаления>"

    counts = await exchange.load(
        files.offers(offer("bolt", "Болт", more=gone), offer("never", "Винт", more=gone))
    )

    assert (await exchange.product("bolt")).state is ProductState.HIDDEN
    assert counts.skipped["an offer marked deleted"].examples == ["Винт"]


async def test_what_a_whole_catalogue_leaves_out_stays(exchange: Exchange, files: Files) -> None:
    await exchange.load(files.offers(offer("bolt", "Болт"), offer("nut", "Гайка")))

    await exchange.load(files.offers(offer("bolt", "Болт"), full=True))

    assert (await exchange.product("nut")).state is ProductState.ACTIVE


async def test_prices_of_what_nobody_told_of_are_skipped(exchange: Exchange, files: Files) -> None:
    counts = await exchange.load(files.offers(offer("ghost", "", price("5")), more=PRICE_TYPES))

    [reason] = counts.skipped.values()
    assert (reason.count, reason.examples) == (1, ["ghost"])
    assert await exchange.ids() == set()


async def test_packs_and_barcodes(exchange: Exchange, files: Files) -> None:
    unit = (
        '<БазоваяЕдиница Код="796">шт<Пересчет><Единица>778</Единица>'
        "<Коэффициент>50</Коэффициент></Пересчет></БазоваяЕдиница>"
    )
    offers = files.offers(
        offer("bolt", "Болт", barcode="4600000000015", more=unit),
        offer("nut", "Гайка", barcode="4600000000015"),
    )

    counts = await exchange.load(offers)

    assert await exchange.all(ProductUnit.name, ProductUnit.factor) == [("уп", 50_000)]
    bolt = await exchange.product("bolt")
    assert await exchange.all(Barcode.code, Barcode.product_id) == [("4600000000015", bolt.id)]
    assert counts.skipped["a barcode that leads to another product"].examples == [
        "4600000000015 of Гайка"
    ]
    assert (await exchange.load(offers)).changed == 0


async def test_characteristics_name_a_variant(exchange: Exchange, files: Files) -> None:
    told = (
        "<ХарактеристикиТовара>"
        "<ХарактеристикаТовара><Наименование>Размер</Наименование><Значение>М6×20</Значение>"
        "</ХарактеристикаТовара><ХарактеристикаТовара><Наименование>Цвет</Наименование>"
        "<Значение>цинк</Значение></ХарактеристикаТовара></ХарактеристикиТовара>"
    )
    await exchange.load(
        files.offers(
            offer("bolt#1", "Болт (М6×20, цинк)", more=told),
            offer("bolt#2", "Болт (М6×25 (оц.))"),
            offer("nut", "Гайка (М6)"),
        )
    )

    rows = await exchange.all(Product.external_id, Product.characteristic)
    assert dict(rows) == {"bolt#1": "М6×20, цинк", "bolt#2": "М6×25 (оц.)", "nut": ""}


async def test_a_card_says_more_than_an_offer(exchange: Exchange, files: Files) -> None:
    more = (
        "<Описание>Класс прочности 8.8</Описание>"
        "<Изготовитель><Ид>m</Ид><Наименование>Метиз</Наименование></Изготовитель>"
    )
    await exchange.load(files.goods(good("bolt", "Болт", more=more)))

    async with exchange.database.read() as session:
        card = (await session.scalars(select(Family))).one()
    assert (card.brand, card.description, card.vat) == ("Метиз", "Класс прочности 8.8", 2000)
