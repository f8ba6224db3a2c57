"""A stale or broken index file is never an outage: the database answers until it is mended."""

import asyncio
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.config import Settings
from portal.db.models import Product
from portal.db.session import Database, migrate
from portal.search import index
from portal.search.file import mark_at
from portal.search.index import Mark
from portal.search.live import LiveIndex
from tests.portal.trade_world import Trade

Damage = Callable[[Path], None]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The file is the same whichever database it is derived from."""
    return sqlite_url


def removed(path: Path) -> None:
    path.unlink()


def removed_with_all(path: Path) -> None:
    for file in path.parent.glob("search-v*"):
        file.unlink()


def what_it_links_to_removed(path: Path) -> None:
    path.resolve().unlink()


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def truncated(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def overwritten(path: Path) -> None:
    path.write_bytes(b"no index at all " * 4096)


def holed(path: Path) -> None:
    """All but the first pages: whose it is can be read, and nothing else."""
    content = path.read_bytes()
    path.write_bytes(content[: 3 * 4096] + bytes(len(content) - 3 * 4096))


def told(path: Path, name: str, value: object) -> None:
    with sqlite3.connect(path) as db:
        db.execute("update meta set value = ? where name = ?", (value, name))
    db.close()


def of_another_version(path: Path) -> None:
    told(path, "version", index.VERSION - 1)


def of_another_database(path: Path) -> None:
    told(path, "installation", "another")


def of_a_later_state(path: Path) -> None:
    """The database was put back to an older state."""
    told(path, "cursor", 1_000_000)


def without_a_table(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("drop table word")
    db.close()


def another_kind_of_file(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("create table notes (words)")
    db.close()


DAMAGES = [
    removed,
    removed_with_all,
    what_it_links_to_removed,
    emptied,
    truncated,
    overwritten,
    holed,
    of_another_version,
    of_another_database,
    of_a_later_state,
    without_a_table,
    another_kind_of_file,
]


async def found(trade: Trade, query: str) -> list[str]:
    page = await trade.anonymous("/products", query=query)
    return [row["article"] for row in page["items"]]


async def healed(trade: Trade, search: LiveIndex) -> bool:
    """In the meantime a search answers, by what the database itself can compare."""
    assert await found(trade, "WD-40-400") == ["WD-40-400"]
    assert await found(trade, "смазка") == ["WD-40-400"]
    await found(trade, "смзака")
    async with asyncio.timeout(10):
        await search.ready()
    return await found(trade, "смзака") == await found(trade, "цв40400") == ["WD-40-400"]


async def test_whatever_becomes_of_it_while_the_portal_runs(
    trade: Trade, search: LiveIndex
) -> None:
    await trade.products(100)
    await trade.product("WD-40-400", "Смазка универсальная")
    assert await healed(trade, search)
    for damage in DAMAGES:
        damage(search.path)
        # Connections that are open know their pages by heart; a change makes them look again.
        await trade.set(Product, 1, name=f"Винт {damage.__name__}")
        assert await healed(trade, search), damage
        assert await found(trade, f"винт {damage.__name__}") == ["A00000"], damage
        assert mark_at(search.path), damage


async def test_whatever_became_of_it_while_the_portal_did_not_run(
    trade: Trade, search: LiveIndex, settings: Settings
) -> None:
    await trade.products(100)
    await trade.product("WD-40-400", "Смазка универсальная")
    await search.ready()
    await search.close()
    for damage in DAMAGES:
        damage(search.path)
        again = LiveIndex(settings.data_dir, trade.database)
        again.start()
        for _ in range(2):  # What is broken inside is noticed by who looks there first.
            await again.ready()
            async with trade.database.read() as session:
                answer = await again.ask(session, "смзака")
        assert answer, damage
        assert len(answer.found) == 1, damage
        await again.close()


async def test_an_index_of_another_database_is_not_believed(
    trade: Trade, search: LiveIndex, tmp_path: Path
) -> None:
    """Both have a first product, and as many changes."""
    await trade.product("B-1", "Болт")
    await search.ready()
    folder = tmp_path / "other"
    url = f"sqlite+aiosqlite:///{folder / 'portal.db'}"
    await migrate(url)
    other = Database(url)
    theirs = LiveIndex(folder, other)
    shutil.copy(search.path.resolve(), theirs.path)
    await theirs.ready()
    async with other.read() as session:
        answer = await theirs.ask(session, "болт")
    assert answer
    assert answer.found == []
    await theirs.close()
    await other.dispose()


async def test_two_processes_and_one_file_that_breaks(
    trade: Trade, search: LiveIndex, settings: Settings
) -> None:
    """Each sees it for itself, one mends it, and neither has the other's journal under its feet."""
    await trade.products(20)
    other = LiveIndex(settings.data_dir, trade.database)
    await other.ready()
    for n, damage in enumerate((removed, overwritten, removed_with_all, truncated)):
        damage(search.path)
        await trade.set(Product, 1, name=f"Винт {n}")
        await asyncio.gather(search.ready(), other.ready())
        for live in (search, other):
            async with trade.database.read() as session:
                answer = await live.ask(session, f"винт {n}")
            assert answer
            assert [each.product_id for each in answer.found] == [1]
    await other.close()
    assert len(list(settings.data_dir.glob("search-v*-*.db"))) == 1


async def test_a_folder_in_which_nothing_can_be_written(trade: Trade, tmp_path: Path) -> None:
    await trade.product("B-1", "Болт")
    (tmp_path / "file").write_text("no folder")
    live = LiveIndex(tmp_path / "file", trade.database)
    live.start()
    async with trade.database.read() as session:
        assert await live.ask(session, "болт") is None
    with pytest.raises(OSError, match="file"):
        await live.ready()
    await live.close()


async def test_files_of_earlier_versions_are_cleared_away(
    trade: Trade, search: LiveIndex, settings: Settings
) -> None:
    folder = settings.data_dir
    await trade.product("B-1", "Болт")
    later = folder / f"search-v{index.VERSION + 1}.db"
    for old in (folder / "search-v1.db", folder / "search-v2.db-wal", later):
        old.write_bytes(b"")
    removed(search.path)
    await search.ready()
    assert {path.name for path in folder.glob("search-v[1-9].db*")} == {
        search.path.name,
        later.name,
    }


async def test_a_build_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "index.db"
    builder = index.Builder(path)
    builder.add([index.Entry(1, "b1", "Болт")])
    builder.close()
    with pytest.raises(sqlite3.DatabaseError):
        mark_at(path)
    assert index.build(path, [index.Entry(1, "b1", "Болт")], Mark("ours", 7)) == 1
    assert mark_at(path) == Mark("ours", 7)
