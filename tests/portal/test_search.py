"""Finding: what is certain first, then likenesses, and what is near only when there is nothing."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.db.models import CompanyCode, Product, ProductState, Reservation, Stock
from portal.search.find import Match, find
from portal.search.fold import fold_article
from portal.search.live import LiveIndex
from tests.portal.trade_world import Trade
from tests.portal.world import OTHER_INN, a_company

pytestmark = pytest.mark.usefixtures("search")


async def found(trade: Trade, query: str, **more: object) -> list[tuple[str, str]]:
    page = await trade.anonymous("/products", query=query, **more)
    return [(row["article"], row["match"]) for row in page["items"]]


async def test_an_article_however_it_is_written(trade: Trade) -> None:
    await trade.product("DS-821-AN-LOEP", "Замок")
    await trade.product("М8х40", "Болт")
    for query in ("ds821anloep", "DS-821-AN-LOEP", " ds 821 an loep "):
        assert await found(trade, query) == [("DS-821-AN-LOEP", "article")]
    for query in ("M8x40", "m8*40", "М8×40"):
        assert await found(trade, query) == [("М8х40", "article")]


async def test_the_beginning_of_an_article(trade: Trade) -> None:
    for article in ("0893106", "0893107", "0894"):
        await trade.product(article, "Смазка")
    assert await found(trade, "0893") == [("0893106", "name"), ("0893107", "name")]


async def test_a_barcode(trade: Trade) -> None:
    await trade.product("A1", barcode="4600000000017")
    assert await found(trade, "4600000000017") == [("A1", "barcode")]


async def test_words_of_a_name_in_any_order_and_case(trade: Trade) -> None:
    await trade.product("1", "Болт шестигранный М8×40, лёгкий")
    await trade.product("2", "Болт шестигранный М8×45")
    await trade.product("3", "Гайка М8")
    for query in ("шестиг болт м8х40", "БОЛТ M8*40", "болт легкий", "лёгк"):
        assert await found(trade, query) == [("1", "name")]
    assert sorted(article for article, _ in await found(trade, "болт")) == ["1", "2"]
    assert await found(trade, "100% _") == []
    for query in ("гайки", "гайка", "гайкой"):
        assert await found(trade, query) == [("3", "name")]
    assert len(await found(trade, "болтами шестигранными")) == 2


async def test_a_name_that_begins_with_the_word_is_before_a_shorter_one(trade: Trade) -> None:
    await trade.product("1", "Рым-болт")
    await trade.product("2", "Болт с потайной головкой")
    assert [article for article, _ in await found(trade, "болт")] == ["2", "1"]


async def test_what_is_no_longer_made_comes_last(trade: Trade) -> None:
    await trade.product("B1", "Болт", state=ProductState.DISCONTINUED)
    await trade.product("B2", "Болт длинный")
    assert [article for article, _ in await found(trade, "болт")] == ["B2", "B1"]


async def test_what_is_near_when_there_is_nothing(trade: Trade) -> None:
    await trade.product("0893106", "Смазка")
    page = await trade.anonymous("/products", query="0893109")
    assert page["near"]
    assert [(row["article"], row["match"]) for row in page["items"]] == [("0893106", "near")]
    assert not (await trade.anonymous("/products", query="0893106"))["near"]
    assert not (await trade.anonymous("/products", query="чего нет"))["near"]


async def test_pages_neither_repeat_nor_skip(trade: Trade) -> None:
    await trade.products(25)
    seen: list[str] = []
    cursor = None
    while True:
        query = {"cursor": cursor} if cursor else {}
        page = await trade.anonymous("/products", query="болт", **query)
        seen += [row["article"] for row in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 25


async def test_what_the_company_buys_is_before_what_is_in_stock(trade: Trade) -> None:
    for article, stock in (("1", 0), ("2", 0), ("3", 5), ("4", 5)):
        await trade.product(article, "Болт", stock=stock)
    assert [article for article, _ in await found(trade, "болт")] == ["3", "4", "1", "2"]
    fourth = (await trade.get("/products", query="4"))["items"][0]["id"]
    await trade.placed((int(fourth), 1))
    await trade.set(Product, 2, name="Болт")
    rows = (await trade.get("/products", query="болт"))["items"]
    assert [row["article"] for row in rows] == ["4", "3", "1", "2"]
    assert [article for article, _ in await found(trade, "болт")] == ["3", "4", "1", "2"]


async def test_what_the_company_buys_is_found_among_many(trade: Trade) -> None:
    """A hundred others are more popular than the one it buys."""
    ids = await trade.products(150)
    await trade.placed((ids[-1], 1))
    for query in ("болт", "a0"):
        rows = (await trade.get("/products", query=query))["items"]
        assert rows[0]["id"] == str(ids[-1])
    assert (await found(trade, "болт"))[0] != ("A00149", "name")


async def test_an_exact_article_leads_and_what_is_like_it_follows(trade: Trade) -> None:
    """Though the company buys another one, and that is in stock."""
    bought = await trade.product("WD-40-400", "Смазка WD-40", stock=5)
    await trade.product("WD-40", "Очиститель", stock=0)
    await trade.product("X-WD-40", "Шприц", stock=5)
    await trade.placed((bought, 1))
    rows = (await trade.get("/products", query="wd40"))["items"]
    assert [(row["article"], row["match"]) for row in rows] == [
        ("WD-40", "article"),
        ("WD-40-400", "name"),
        ("X-WD-40", "name"),
    ]
    await trade.product("Z-1", "Болт М8×40")
    await trade.product("8х40", "Хомут", state=ProductState.DISCONTINUED)
    assert [article for article, _ in await found(trade, "8*40")] == ["8х40", "Z-1"]


async def test_bought_then_in_stock_then_closer(trade: Trade) -> None:
    await trade.product("1", "Болт", stock=0)
    await trade.product("2", "Болт с фланцем и шестигранной головкой", stock=5)
    bought = await trade.product("3", "Рым-болт", stock=0)
    await trade.product("4", "Рым-болт", stock=5)
    await trade.product("5", "Болт", stock=5, state=ProductState.DISCONTINUED)
    await trade.product("6", "Болт", state=ProductState.HIDDEN)
    await trade.set(Stock, (bought, trade.warehouse), quantity=1000)
    await trade.placed((bought, 1))
    rows = (await trade.get("/products", query="болт"))["items"]
    assert [row["article"] for row in rows] == ["3", "2", "4", "1", "5"]
    assert [article for article, _ in await found(trade, "болт")] == ["2", "4", "1", "3", "5"]


async def test_what_orders_hold_is_not_in_stock(trade: Trade) -> None:
    first = await trade.product("1", "Болт", stock=3)
    await trade.product("2", "Болт", stock=3)
    order = await trade.placed((first, 3))
    async with trade.database.write() as session:
        await session.merge(Reservation(order_id=int(order["id"]), product_id=first, quantity=3000))
    assert [article for article, _ in await found(trade, "болт")] == ["2", "1"]


async def test_a_longer_size_is_no_answer_while_the_size_is_there(trade: Trade) -> None:
    bought = await trade.product("1", "Болт М8×400", stock=9)
    await trade.product("2", "Болт М8×40", stock=0)
    await trade.placed((bought, 1))
    rows = (await trade.get("/products", query="м8х40"))["items"]
    assert [row["article"] for row in rows] == ["2", "1"]


async def test_the_companys_own_code(trade: Trade) -> None:
    bolt = await trade.product("B-1", "Болт")
    await trade.product("НАШ-1", "Гайка")
    hidden = await trade.product("H-1", "Шайба", state=ProductState.HIDDEN)
    other = await a_company(trade.database, trade.clock(), inn=OTHER_INN)
    async with trade.database.write() as session:
        for company, code, product in (
            (trade.company, "Наш 1", bolt),
            (trade.company, "Наш 2", hidden),
            (other, "Наш 3", bolt),
        ):
            session.add(
                CompanyCode(
                    company_id=company, code=code, code_key=fold_article(code), product_id=product
                )
            )
    page = await trade.get("/products", query="наш-1")
    assert [(row["article"], row["match"]) for row in page["items"]] == [
        ("B-1", "code"),
        ("НАШ-1", "article"),
    ]
    assert not page["near"]
    assert await found(trade, "наш-1") == [("НАШ-1", "article")]
    for query in ("наш 2", "наш 3"):
        rows = (await trade.get("/products", query=query))["items"]
        assert "B-1" not in [row["article"] for row in rows]


async def test_what_people_do_with_their_keyboards(trade: Trade) -> None:
    await trade.product("WD-40-400", "Смазка универсальная")
    await trade.product("DIN933-8-40", "Болт с шестигранной головкой М8×40")
    await trade.product("DIN933-8-400", "Болт с шестигранной головкой М8×400")
    for query in ("WD40400", "wd 40 400", "wD.40/400"):
        assert await found(trade, query) == [("WD-40-400", "article")], query
    for query in ("цв-40-400", "ЦВ40400"):
        assert await found(trade, query) == [("WD-40-400", "name")], query
    for query in ("М8х40", "M8 x 40", "8*40", "болт м8×40", "m8Х40"):
        assert [article for article, _ in await found(trade, query)] == [
            "DIN933-8-40",
            "DIN933-8-400",
        ], query
    for query in (",jkn", "бллт", "шестиграной", "головки болты", "шетсигранной"):
        assert len(await found(trade, query)) == 2, query
    assert (await found(trade, "WD-40-4000"))[0] == ("WD-40-400", "near")
    assert (await found(trade, "din3933-8-40"))[0] == ("DIN933-8-40", "near")
    assert (await found(trade, "3-8-40"))[0] == ("DIN933-8-40", "name")
    for query in ("ьъыъьъыъь", "щ<&>" * 50, "и в на", "ю", "ъ 1"):
        assert await found(trade, query) == [], query


async def test_without_an_index_the_database_answers(trade: Trade, search: LiveIndex) -> None:
    await trade.product("0893106", "Смазка", barcode="46")
    async with trade.database.read() as session:
        for query in ("0893106", "0893", "смазки", "46", "0893109"):
            by_index = await find(session, query, index=search, limit=8)
            assert by_index == await find(session, query, limit=8)
            assert by_index
        for query in ("", "\0", "'", "%", "_", '"'):
            assert await find(session, query, limit=8) == []


@pytest.mark.parametrize("indexed", [True, False])
async def test_no_text_is_an_error(trade: Trade, search: LiveIndex, indexed: bool) -> None:
    await trade.product("A'1\"%", "Болт «М8» <b>&amp;</b> 100%")
    texts: list[str] = [
        "'",
        '"',
        "\\",
        "a\0b",
        "🔩",
        "1" * 5000,
        "٣٤",
        "²",
        "\ud800a",
        "NEAR(",
        "-м8",
    ]
    texts += ["болт " * 30, "б*", "OR AND NOT", "м8:х", "{a b}: c", "^м8", "1.2.3.4.5 " * 20]

    @settings(max_examples=150, suppress_health_check=list(HealthCheck), deadline=None)
    @given(st.text(max_size=40))
    def collect(text: str) -> None:
        texts.append(text)

    collect()
    async with trade.database.read() as session:
        for text in texts:
            hits = await find(session, text, index=search if indexed else None, limit=3)
            assert all(isinstance(hit.match, Match) for hit in hits)
        assert await find(session, "100% болт", index=search if indexed else None, limit=8)


async def test_with_a_slip_too_whole_words_are_before_longer_ones(trade: Trade) -> None:
    """Though what is longer is bought."""
    longer = await trade.product("1", "Смазка Экстпроверт")
    await trade.product("2", "Смазка Экстпро")
    await trade.placed((longer, 1))
    rows = (await trade.get("/products", query="смзака экстпро"))["items"]
    assert [row["article"] for row in rows] == ["2", "1"]
