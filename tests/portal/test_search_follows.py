"""What is added, renamed, hidden or imported is found, or is not, at once, by every process."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, update

from portal.config import Settings
from portal.db.models import Barcode, Family, Product, ProductState
from portal.exchange.commerceml import load
from portal.search.find import find
from portal.search.live import WHILE_ONE_WAITS, LiveIndex
from tests.portal.exchange.files import Files, good
from tests.portal.trade_world import Trade

pytestmark = pytest.mark.usefixtures("search")


async def found(trade: Trade, query: str) -> list[str]:
    page = await trade.anonymous("/products", query=query)
    return [row["article"] for row in page["items"]]


async def test_what_is_added_renamed_hidden_and_shown_again(trade: Trade) -> None:
    bolt = await trade.product("B-1", "Болт латунный", barcode="4600000000017")
    for query in ("b1", "латунный болт", "латуный", "4600000000017", "kfneyysq"):
        assert await found(trade, query) == ["B-1"], query
    await trade.set(Product, bolt, name="Винт стальной", article="V-7", article_key="v7")
    for query in ("v7", "стальные винты", "стальнй", "4600000000017"):
        assert await found(trade, query) == ["V-7"], query
    for query in ("латунный", "болт"):
        assert await found(trade, query) == [], query
    await trade.set(Product, bolt, state=ProductState.HIDDEN)
    for query in ("v7", "винт", "стальнй", "4600000000017"):
        assert await found(trade, query) == [], query
    await trade.set(Product, bolt, state=ProductState.ACTIVE)
    assert await found(trade, "винт") == ["V-7"]


async def test_what_was_discontinued_goes_to_the_end(trade: Trade) -> None:
    first = await trade.product("B-1", "Болт")
    await trade.product("B-2", "Болт")
    assert await found(trade, "болт") == ["B-1", "B-2"]
    await trade.set(Product, first, state=ProductState.DISCONTINUED)
    assert await found(trade, "болт") == ["B-2", "B-1"]
    assert await found(trade, "b1") == ["B-1"]


async def test_a_barcode_that_goes_to_another_product(trade: Trade) -> None:
    await trade.product("B-1", barcode="4600000000017")
    other = await trade.product("B-2")
    assert await found(trade, "4600000000017") == ["B-1"]
    await trade.set(Barcode, "4600000000017", product_id=other)
    assert await found(trade, "4600000000017") == ["B-2"]


async def test_a_brand_that_is_written_otherwise(trade: Trade) -> None:
    async with trade.database.write() as session:
        family = Family(name="Болт", brand="Wurth")
        session.add(family)
    await trade.product("B-1", family_id=family.id)
    assert await found(trade, "болт wurth") == ["B-1"]
    await trade.set(Family, family.id, brand="Torvald")
    assert await found(trade, "болт torvald") == ["B-1"]
    assert not (await trade.anonymous("/products", query="torvald"))["near"]
    assert await found(trade, "wurth") == []


async def test_an_import_is_found_when_it_is_through(trade: Trade, tmp_path: Path) -> None:
    files = Files(tmp_path)
    made = files.goods(
        good("1", "Анкер клиновой", article="А-10", barcode="4600000000017"),
        good("2", "Анкер забивной", article="А-12"),
    )
    await load(trade.database, [made], now=trade.clock())
    assert await found(trade, "a10") == ["А-10"]
    assert sorted(await found(trade, "анкеры")) == ["А-10", "А-12"]
    again = files.goods(good("1", "Дюбель клиновой", article="Д-10"), made_at="2025-03-02T10:00:00")
    await load(trade.database, [again], now=trade.clock())
    assert await found(trade, "клинвой дюбель") == ["Д-10"]
    assert await found(trade, "анкеры") == ["А-12"]
    assert (await found(trade, "А-10"))[:1] != ["А-10"]


async def many(trade: Trade, count: int) -> None:
    """A large import, all at once."""
    async with trade.database.write() as session:
        rows: list[dict[str, Any]] = [
            {
                "article": f"IMP-{n}",
                "article_key": f"imp{n}",
                "name": f"Хомут червячный {n}",
                "updated_at": trade.clock(),
            }
            for n in range(count)
        ]
        await session.execute(insert(Product), rows)


async def test_a_large_import_is_found_at_once_too(trade: Trade, search: LiveIndex) -> None:
    """Before the index knows of it: it follows in the background, and nobody waits for it."""
    old = await trade.product("OLD-1", "Хомут силовой")
    gone = await trade.product("OLD-2", "Хомут силовой")
    assert await found(trade, "хомут") == ["OLD-1", "OLD-2"]
    await many(trade, WHILE_ONE_WAITS)
    await trade.set(Product, gone, state=ProductState.HIDDEN)
    await trade.set(Product, old, name="Зажим силовой")
    async with trade.database.read() as session:
        answer = await search.ask(session, "хомут")
        assert answer
        assert answer.behind
        for query, first in (("imp-100", "IMP-100"), ("червячные хомуты 70", "IMP-70")):
            [hit] = await find(session, query, index=search, limit=1)
            assert (await session.get_one(Product, hit.product_id)).article == first
    assert await found(trade, "зажим") == ["OLD-1"]
    assert await found(trade, "силовой") == ["OLD-1"]
    assert "OLD-2" not in await found(trade, "OLD-2")
    await search.ready()
    async with trade.database.read() as session:
        answer = await search.ask(session, "хомут")
    assert answer
    assert not answer.behind
    assert await found(trade, "хумут червячный 70") == ["IMP-70"]


async def test_each_process_follows_by_itself(trade: Trade, settings: Settings) -> None:
    """Two of them share a file; what one has taken over the other does not take over again."""
    ours, theirs = (LiveIndex(settings.data_dir, trade.database) for _ in range(2))
    bolt = await trade.product("B-1", "Болт")
    for n in range(3):
        await trade.set(Product, bolt, name=f"Болт {n}")
        for index in (ours, theirs) if n % 2 else (theirs, ours):
            async with trade.database.read() as session:
                answer = await index.ask(session, f"болт {n}")
                assert answer
                assert [each.product_id for each in answer.found] == [bolt]
                assert not answer.behind
    await ours.close()
    await theirs.close()


async def test_a_change_that_was_undone_is_not_followed(trade: Trade, search: LiveIndex) -> None:
    bolt = await trade.product("B-1", "Болт")
    assert await found(trade, "болт") == ["B-1"]
    async with trade.database.write() as session:
        await session.execute(update(Product).where(Product.id == bolt).values(name="Гайка"))
        await session.rollback()
    assert await found(trade, "болт") == ["B-1"]
    assert await found(trade, "гайка") == []
