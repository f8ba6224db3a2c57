"""The tables that an import fills, and looking up what they hold of a batch."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple, cast

from sqlalchemy import FromClause, Table, select
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
from portal.db.session import any_of

groups = cast(Table, Group.__table__)
families = cast(Table, Family.__table__)
products = cast(Table, Product.__table__)
barcodes = cast(Table, Barcode.__table__)
packs = cast(Table, ProductUnit.__table__)
price_types = cast(Table, PriceType.__table__)
prices = cast(Table, Price.__table__)
warehouses = cast(Table, Warehouse.__table__)
stock = cast(Table, Stock.__table__)


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

    @property
    def key(self) -> int | str:
        """By what its prices and the like are known before it has an id, and after."""
        return self.id or self.external_id


CARD = [families.c[name] for name in Card._fields]
THING = [products.c[name] for name in Thing._fields]


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
