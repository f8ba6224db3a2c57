"""Writing many rows by few statements, and never many in one transaction."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Delete, Dialect, Insert, Table, Update, bindparam, delete, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.session import Database
from portal.exchange.commerceml.tables import (
    barcodes,
    packs,
    prices,
    products,
    rows_where,
    stock,
)

MOST_ROWS = 500
"""Of one transaction, so that whoever fills a cart meanwhile waits a moment only."""

T = TypeVar("T")
Row = tuple[Any, ...]
Names = tuple[str, ...]


def slices(rows: Sequence[T], size: int = MOST_ROWS) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


@lru_cache(64)
def _upsert(dialect: Dialect, table: Table, keys: Names, names: Names) -> "_Prepared":
    maker: Any = postgresql if dialect.name == "postgresql" else sqlite
    statement = maker.insert(table)
    others = {name: statement.excluded[name] for name in names if name not in keys}
    return _prepared(
        dialect, statement.on_conflict_do_update(index_elements=list(keys), set_=others), names
    )


@lru_cache(64)
def _update(dialect: Dialect, table: Table, names: Names) -> "_Prepared":
    others: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names[1:]}
    statement = update(table).where(table.c.id == bindparam("the_id")).values(others)
    return _prepared(dialect, statement, ("the_id", *(f"new_{name}" for name in names[1:])))


@lru_cache(64)
def _delete(dialect: Dialect, table: Table, keys: Names) -> "_Prepared":
    where = (table.c[key] == bindparam(f"the_{key}") for key in keys)
    return _prepared(dialect, delete(table).where(*where), tuple(f"the_{key}" for key in keys))


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A statement as the driver takes it, and what becomes of a row on the way there."""

    sql: str
    order: tuple[int, ...] | None
    """Where in the row the statement's values are; None: as they stand."""
    makers: tuple[tuple[int, Callable[[Any], Any]], ...]
    """What makes of a value, by its place, what the driver takes."""


def _prepared(dialect: Dialect, statement: Insert | Update | Delete, names: Names) -> _Prepared:
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(names))
    taken = list(compiled.positiontup)
    types = (compiled.binds[name].type.dialect_impl(dialect) for name in taken)
    makers = ((place, kind.bind_processor(dialect)) for place, kind in enumerate(types))
    order = None if taken == list(names) else tuple(names.index(name) for name in taken)
    return _Prepared(str(compiled), order, tuple((p, make) for p, make in makers if make))


async def _execute(session: AsyncSession, prepared: _Prepared, rows: Sequence[Row]) -> None:
    """The statement for each row, straight by the driver: that is three times as fast."""
    given: Sequence[Row] = rows
    if prepared.order:
        given = [tuple([row[place] for place in prepared.order]) for row in rows]
    for place, make in prepared.makers:
        given = _made(given, place, make)
    connection = await session.connection()
    await connection.exec_driver_sql(prepared.sql, list(given))


def _made(rows: Sequence[Row], place: int, make: Callable[[Any], Any]) -> list[Row]:
    """The rows with the values in one place made into what the driver takes.

    Times and states they are: few, and the same objects over and over, so each is made once.
    """
    made: dict[int, Any] = {}
    result: list[Row] = []
    for row in rows:
        value = row[place]
        key = id(value)
        if key not in made:
            made[key] = make(value)
        result.append((*row[:place], made[key], *row[place + 1 :]))
    return result


async def upsert(
    database: Database, table: Table, keys: Names, names: Names, rows: Sequence[Row]
) -> None:
    """Insert rows of the columns `names`; overwrite those that have the same keys already."""
    for some in slices(rows):
        async with database.write() as session:
            await _execute(session, _upsert(_dialect(session), table, keys, names), some)


async def add(
    database: Database, table: Table, names: Names, rows: Sequence[Row]
) -> dict[str, int]:
    """Insert rows; the new ids by `external_id`, which is the first column."""
    ids: dict[str, int] = {}
    for some in slices(rows):
        async with database.write() as session:
            # Two imports may run at once; the one that is second takes the other's row over.
            await _execute(session, _upsert(_dialect(session), table, names[:1], names), some)
            wanted = [table.c.external_id, table.c.id]
            mine = [row[0] for row in some]
            found = await rows_where(session, wanted, table.c.external_id, mine)
            ids.update({row[0]: row[1] for row in found})
    return ids


async def change(database: Database, table: Table, names: Names, rows: Sequence[Row]) -> None:
    """Update rows by `id`, which is the first column."""
    for some in slices(rows):
        async with database.write() as session:
            await _execute(session, _update(_dialect(session), table, names), some)


async def remove(database: Database, table: Table, keys: Names, rows: Sequence[Row]) -> None:
    """Delete rows by their keys."""
    for some in slices(rows):
        async with database.write() as session:
            await _execute(session, _delete(_dialect(session), table, keys), some)


def _dialect(session: AsyncSession) -> Dialect:
    return session.get_bind().dialect


@dataclass(slots=True)
class Changes:
    """What a batch is to change. Rows of a thing that is not there yet have its external id.

    `new` has the columns of `NEW_THING`, `changed` those of `CHANGED_THING`; the others are
    product, price type, quantity, amount; product, warehouse, quantity; code, product; product,
    name, factor; and what is gone, the keys of it.
    """

    new: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    prices: list[Row] = field(default_factory=list)
    gone_prices: list[Row] = field(default_factory=list)
    stock: list[Row] = field(default_factory=list)
    gone_stock: list[Row] = field(default_factory=list)
    barcodes: list[Row] = field(default_factory=list)
    packs: list[Row] = field(default_factory=list)

    def __len__(self) -> int:
        return sum(len(getattr(self, name)) for name in self.__slots__)


_OWN = (
    *("family_id", "group_id", "article", "name", "characteristic", "unit", "vat", "state"),
    *("article_key", "updated_at"),
)
NEW_THING = ("external_id", *_OWN, "multiple", "minimum")
CHANGED_THING = ("id", "external_id", *_OWN)


async def store(database: Database, changes: Changes, known_at: datetime) -> dict[str, int]:
    """Write it all, in transactions of at most `MOST_ROWS`; the ids of what is new.

    A kill in the midst leaves a part of it, which the next import of the same file completes.
    """
    new = await add(database, products, NEW_THING, changes.new)
    ids: dict[Any, int] = dict(new)
    await change(database, products, CHANGED_THING, changes.changed)
    price = ("product_id", "price_type_id", "from_quantity")
    await remove(database, prices, price, changes.gone_prices)
    rows: list[Row] = [(ids.get(row[0], row[0]), *row[1:]) for row in changes.prices]
    await upsert(database, prices, price, (*price, "amount"), rows)
    place = ("product_id", "warehouse_id")
    await remove(database, stock, place, changes.gone_stock)
    rows = [(ids.get(row[0], row[0]), *row[1:], known_at) for row in changes.stock]
    await upsert(database, stock, place, (*place, "quantity", "known_at"), rows)
    rows = [(code, ids.get(thing, thing)) for code, thing in changes.barcodes]
    await upsert(database, barcodes, ("code",), ("code", "product_id"), rows)
    pack = ("product_id", "name")
    rows = [(ids.get(row[0], row[0]), *row[1:]) for row in changes.packs]
    await upsert(database, packs, pack, (*pack, "factor"), rows)
    return new
