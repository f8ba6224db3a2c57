"""How much there is. What warehouses owe (1C may report less than nothing) counts as nothing."""

from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, SQLColumnExpression, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from portal.db.models import ProductSupply, Reservation, Stock, SupplyKind, SupplySource, Warehouse


def stock_total(product_id: SQLColumnExpression[int]) -> ColumnElement[int | None]:
    """The stock of a product in all warehouses, as a column; null where nobody ever counted it."""
    return (
        select(cast(func.sum(Stock.quantity), BigInteger))
        .where(Stock.product_id == product_id)
        .scalar_subquery()
    )


def reserved(
    product_id: SQLColumnExpression[int], supply: SupplyKind | None = None
) -> ColumnElement[int | None]:
    """What unshipped orders hold of a product, as a column; null: nothing."""
    where: ColumnElement[bool] = Reservation.supply_id.is_(None)
    if supply is not None and supply.source is not SupplySource.WAREHOUSE:
        where = Reservation.supply_id == supply.id
    return (
        select(cast(func.sum(Reservation.quantity), BigInteger))
        .where(Reservation.product_id == product_id, where)
        .scalar_subquery()
    )


def free_stock(
    product_id: SQLColumnExpression[int], supply: SupplyKind | None = None
) -> ColumnElement[int | None]:
    """What can still be had of a product, as a column: what there is less what orders hold.

    From the warehouses, or of what is on its way.
    """
    there: ColumnElement[int | None] = stock_total(product_id)
    if supply is not None and supply.source is not SupplySource.WAREHOUSE:
        # Of its own, as the select around it may have joined the same table.
        row = aliased(ProductSupply)
        there = (
            select(row.quantity)
            .where(row.product_id == product_id, row.supply_id == supply.id)
            .scalar_subquery()
        )
    return func.coalesce(there, 0) - func.coalesce(reserved(product_id, supply), 0)


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
