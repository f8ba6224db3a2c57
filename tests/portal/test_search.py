"""Finding: what is certain first, then likenesses, and what is near only when there is nothing."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.db.models import ProductState
from portal.search.find import find
from tests.portal.trade_world import Trade


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
    assert [article for article, _ in await found(trade, "болт")] == ["2", "1"]
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


async def test_no_text_is_an_error(trade: Trade) -> None:
    await trade.product("A'1\"%", "Болт «М8» <b>&amp;</b> 100%")
    async with trade.database.read() as session:
        for query in ("", " ", "'", '"', "%", "_", "\\", "\0", "a\0b", "🔩", "1" * 5000, "٣٤", "²"):
            await find(session, query, limit=8)
        assert [hit.product_id for hit in await find(session, "100% болт", limit=8)]


async def test_no_text_at_all_is_an_error(trade: Trade) -> None:
    await trade.product()
    texts = st.text(max_size=30)
    queries: list[str] = []

    @settings(max_examples=150, suppress_health_check=list(HealthCheck), deadline=None)
    @given(texts)
    def collect(text: str) -> None:
        queries.append(text)

    collect()
    async with trade.database.read() as session:
        for query in queries:
            for hit in await find(session, query, limit=3):
                assert hit.product_id
