"""What orders hold of what there is, so that no two buyers are given the same last pack."""

from collections.abc import Collection, Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import ProductSupply, Reservation, Stock, SupplyKind, SupplySource
from portal.db.session import any_of
from portal.domain.goods import Line


async def lock_stock(
    session: AsyncSession, product_ids: Collection[int], supply: SupplyKind | None = None
) -> None:
    """From here to the end of the transaction nobody else reserves any of these products.

    What is read as free afterwards stays so. In the order of ids, so that two orders of the same
    products wait for each other and not crosswise. On SQLite every writer already is alone.
    """
    if supply is not None and supply.source is SupplySource.TRANSIT:
        on_its_way = select(ProductSupply.quantity).where(
            ProductSupply.supply_id == supply.id,
            any_of(ProductSupply.product_id, product_ids, session),
        )
        await session.execute(on_its_way.order_by(ProductSupply.product_id).with_for_update())
        return
    there = select(Stock.quantity).where(any_of(Stock.product_id, product_ids, session))
    await session.execute(there.order_by(Stock.product_id, Stock.warehouse_id).with_for_update())


async def reserve(
    session: AsyncSession, order_id: int, lines: Sequence[Line], supply: SupplyKind | None = None
) -> None:
    """Hold what there is of each line, as `lines` were read after `lock_stock`.

    What is ordered beyond it is not held: it waits for what will come.
    """
    supply_id = supply.id if supply and supply.source is not SupplySource.WAREHOUSE else None
    rows = [
        {
            "order_id": order_id,
            "product_id": line.goods.id,
            "supply_id": supply_id,
            "quantity": min(line.quantity, line.goods.stock),
        }
        for line in lines
        if line.goods.counted and line.goods.stock > 0
    ]
    if rows:
        await session.execute(insert(Reservation), rows)


async def release(session: AsyncSession, order_id: int) -> None:
    """The order holds nothing any more."""
    await session.execute(delete(Reservation).where(Reservation.order_id == order_id))
