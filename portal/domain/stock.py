"""How much there is. What warehouses owe (1C may report less than nothing) counts as nothing."""

from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, SQLColumnExpression, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Stock, Warehouse


def stock_total(product_id: SQLColumnExpression[int]) -> ColumnElement[int | None]:
    """The stock of a product in all warehouses, as a column; null where nobody ever counted it."""
    return (
        select(cast(func.sum(Stock.quantity), BigInteger))
        .where(Stock.product_id == product_id)
        .scalar_subquery()
    )


async def stock_by_warehouse(
    session: AsyncSession, product_id: int
) -> list[tuple[str, int, datetime]]:
    """The warehouse's name, the quantity and when it was known, the fullest first."""
    rows = await session.execute(
        select(Warehouse.name, Stock.quantity, Stock.known_at)
        .join(Warehouse, Warehouse.id == Stock.warehouse_id)
        .where(Stock.product_id == product_id)
        .order_by(Stock.quantity.desc(), Warehouse.name)
    )
    return [(name, max(quantity, 0), known_at) for name, quantity, known_at in rows]
