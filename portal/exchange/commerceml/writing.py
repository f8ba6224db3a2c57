"""Writing many rows by few statements, and never many in one transaction."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import Delete, Insert, Table, Update, bindparam, delete, update
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


def slices(rows: Sequence[T], size: int = MOST_ROWS) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


async def _execute(
    session: AsyncSession,
    statement: Insert | Update | Delete,
    names: Sequence[str],
    rows: Sequence[Row],
) -> None:
    """The statement for each row, whose values are those of the parameters `names`.

    SQLAlchemy compiles it, but the driver gets the rows straight away: that is three times as fast.
    """
    connection = await session.connection()
    dialect = connection.dialect
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(names))
    order = [names.index(name) for name in compiled.positiontup]
    types = [compiled.binds[name].type.dialect_impl(dialect) for name in compiled.positiontup]
    made = [kind.bind_processor(dialect) for kind in types]
    given = [itemgetter(*order)(row) for row in rows] if len(order) > 1 else list(rows)
    if any(made):
        given = [
            tuple(
                value if make is None else make(value)
                for value, make in zip(row, made, strict=True)
            )
            for row in given
        ]
    await connection.exec_driver_sql(str(compiled), given)


def _processed(row: Row, places: list[tuple[int, Callable[[Any], Any]]]) -> Row:
    values = list(row)
    for place, make in places:
        values[place] = make(values[place])
    return tuple(values)


def _upsert(
    session: AsyncSession, table: Table, keys: Sequence[str], names: Sequence[str]
) -> Insert:
    dialect: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    others = [name for name in names if name not in keys]
    upserting: Insert = statement.on_conflict_do_update(
        index_elements=list(keys), set_={name: statement.excluded[name] for name in others}
    )
    return upserting


async def upsert(
    database: Database,
    table: Table,
    keys: Sequence[str],
    names: Sequence[str],
    rows: Sequence[Row],
) -> None:
    """Insert rows of the columns `names`; overwrite those that have the same keys already."""
    for some in slices(rows):
        async with database.write() as session:
            await _execute(session, _upsert(session, table, keys, names), names, some)


async def add(
    database: Database, table: Table, names: Sequence[str], rows: Sequence[Row]
) -> dict[str, int]:
    """Insert rows; the new ids by `external_id`, which is the first column."""
    ids: dict[str, int] = {}
    for some in slices(rows):
        async with database.write() as session:
            # Two imports may run at once; the one that is second takes the other's row over.
            await _execute(session, _upsert(session, table, names[:1], names), names, some)
            wanted = [table.c.external_id, table.c.id]
            mine = [row[0] for row in some]
            found = await rows_where(session, wanted, table.c.external_id, mine)
            ids.update({row[0]: row[1] for row in found})
    return ids


async def change(
    database: Database, table: Table, names: Sequence[str], rows: Sequence[Row]
) -> None:
    """Update rows by `id`, which is the first column."""
    others: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names[1:]}
    statement = update(table).where(table.c.id == bindparam("the_id")).values(others)
    given = ["the_id", *(f"new_{name}" for name in names[1:])]
    for some in slices(rows):
        async with database.write() as session:
            await _execute(session, statement, given, some)


async def remove(
    database: Database, table: Table, keys: Sequence[str], rows: Sequence[Row]
) -> None:
    """Delete rows by their keys."""
    statement = delete(table).where(*(table.c[key] == bindparam(f"the_{key}") for key in keys))
    for some in slices(rows):
        async with database.write() as session:
            await _execute(session, statement, [f"the_{key}" for key in keys], some)


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
    await upsert(database, barcodes, ["code"], ("code", "product_id"), rows)
    pack = ("product_id", "name")
    rows = [(ids.get(row[0], row[0]), *row[1:]) for row in changes.packs]
    await upsert(database, packs, pack, (*pack, "factor"), rows)
    return new
