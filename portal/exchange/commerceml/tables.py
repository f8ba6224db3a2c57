"""Writing many rows in few statements, and never many in one transaction."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, TypeVar, cast

from sqlalchemy import FromClause, Insert, Table, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import (
    Barcode,
    Family,
    Group,
    Price,
    PriceType,
    Product,
    ProductState,
    ProductUnit,
    Stock,
    Warehouse,
)
from portal.db.session import Database, any_of

MOST_ROWS = 500
"""Of one transaction, so that whoever fills a cart meanwhile waits a moment only."""

groups = cast(Table, Group.__table__)
families = cast(Table, Family.__table__)
products = cast(Table, Product.__table__)
barcodes = cast(Table, Barcode.__table__)
packs = cast(Table, ProductUnit.__table__)
price_types = cast(Table, PriceType.__table__)
prices = cast(Table, Price.__table__)
warehouses = cast(Table, Warehouse.__table__)
stock = cast(Table, Stock.__table__)

T = TypeVar("T")
Values = Mapping[str, Any]


class Card(NamedTuple):
    """A row of `families`."""

    id: int
    external_id: str
    group_id: int | None
    name: str
    article: str
    description: str
    brand: str
    unit: str
    vat: int | None
    deleted: bool


class Thing(NamedTuple):
    """A row of `products`, as far as 1C decides; `id` is 0 for one that is not there yet."""

    id: int
    external_id: str
    family_id: int | None
    group_id: int | None
    article: str
    name: str
    characteristic: str
    unit: str
    vat: int | None
    state: ProductState


CARD = [families.c[name] for name in Card._fields]
THING = [products.c[name] for name in Thing._fields]


def slices(rows: Sequence[T], size: int = MOST_ROWS) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


async def rows_where(
    session: AsyncSession,
    columns: Sequence[Any],
    key: Any,
    values: Collection[Any],
    *,
    source: FromClause | None = None,
) -> Sequence[Any]:
    """The rows whose `key` is among the values; plain rows, without the ORM's care."""
    if not values:
        return []
    connection = await session.connection()
    wanted = select(*columns).where(any_of(key, values, session))
    if source is not None:
        wanted = wanted.select_from(source)
    return (await connection.execute(wanted)).all()


def _upsert(session: AsyncSession, table: Table, keys: Sequence[str], row: Values) -> Insert:
    dialect: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    others = [name for name in row if name not in keys]
    upserting: Insert = statement.on_conflict_do_update(
        index_elements=list(keys), set_={name: statement.excluded[name] for name in others}
    )
    return upserting


async def upsert(
    database: Database, table: Table, keys: Sequence[str], rows: Sequence[Values]
) -> None:
    """Insert the rows, and overwrite those that have the same keys already."""
    for some in slices(rows):
        async with database.write() as session:
            connection = await session.connection()
            await connection.execute(_upsert(session, table, keys, some[0]), list(some))


async def add(database: Database, table: Table, rows: Sequence[Values]) -> dict[str, int]:
    """Insert rows that have an `external_id`; the new ids by it."""
    ids: dict[str, int] = {}
    for some in slices(rows):
        async with database.write() as session:
            connection = await session.connection()
            # Two imports may run at once; the one that is second takes the other's row over.
            await connection.execute(_upsert(session, table, ["external_id"], some[0]), list(some))
            names = [row["external_id"] for row in some]
            ids |= dict(
                await rows_where(
                    session, [table.c.external_id, table.c.id], table.c.external_id, names
                )
            )
    return ids


async def change(database: Database, table: Table, rows: Sequence[Values]) -> None:
    """Update rows by `id`; all of them have the same columns."""
    for some in slices(rows):
        names = [name for name in some[0] if name != "id"]
        statement = (
            update(table)
            .where(table.c.id == bindparam("the_id"))
            .values({name: bindparam(f"new_{name}") for name in names})
        )
        async with database.write() as session:
            connection = await session.connection()
            await connection.execute(
                statement,
                [{"the_id": row["id"], **{f"new_{n}": row[n] for n in names}} for row in some],
            )


async def remove(
    database: Database, table: Table, keys: Sequence[str], rows: Sequence[Values]
) -> None:
    """Delete rows by their keys."""
    statement = delete(table).where(*(table.c[key] == bindparam(f"the_{key}") for key in keys))
    for some in slices(rows):
        async with database.write() as session:
            connection = await session.connection()
            await connection.execute(
                statement, [{f"the_{key}": row[key] for key in keys} for row in some]
            )


@dataclass(slots=True)
class Changes:
    """What a batch is to change. Rows of a thing that is not there yet have its external id."""

    new: list[Values] = field(default_factory=list)
    changed: list[Values] = field(default_factory=list)
    prices: list[tuple[int | str, int, int, int]] = field(default_factory=list)
    gone_prices: list[Values] = field(default_factory=list)
    stock: list[tuple[int | str, int, int]] = field(default_factory=list)
    gone_stock: list[Values] = field(default_factory=list)
    barcodes: list[tuple[str, int | str]] = field(default_factory=list)
    packs: list[tuple[int | str, str, int]] = field(default_factory=list)

    def __len__(self) -> int:
        return sum(len(getattr(self, name)) for name in self.__slots__)


async def store(database: Database, changes: Changes, known_at: datetime) -> dict[str, int]:
    """Write it all, in transactions of at most `MOST_ROWS`; the ids of what is new.

    A kill in the midst leaves a part of it, which the next import of the same file completes.
    """
    new = await add(database, products, changes.new)
    ids: dict[int | str, int] = dict(new.items())
    await change(database, products, changes.changed)
    await remove(
        database, prices, ["product_id", "price_type_id", "from_quantity"], changes.gone_prices
    )
    await upsert(
        database,
        prices,
        ["product_id", "price_type_id", "from_quantity"],
        [
            {
                "product_id": ids.get(thing, thing),
                "price_type_id": kind,
                "from_quantity": start,
                "amount": amount,
            }
            for thing, kind, start, amount in changes.prices
        ],
    )
    await remove(database, stock, ["product_id", "warehouse_id"], changes.gone_stock)
    await upsert(
        database,
        stock,
        ["product_id", "warehouse_id"],
        [
            {
                "product_id": ids.get(thing, thing),
                "warehouse_id": warehouse,
                "quantity": quantity,
                "known_at": known_at,
            }
            for thing, warehouse, quantity in changes.stock
        ],
    )
    await upsert(
        database,
        barcodes,
        ["code"],
        [{"code": code, "product_id": ids.get(thing, thing)} for code, thing in changes.barcodes],
    )
    await upsert(
        database,
        packs,
        ["product_id", "name"],
        [
            {"product_id": ids.get(thing, thing), "name": name, "factor": factor}
            for thing, name, factor in changes.packs
        ],
    )
    return new
