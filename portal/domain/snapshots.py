"""What was agreed, for good: the lines of an order, its snapshot and the hash of it."""

import json
from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import (
    Order,
    OrderLine,
)
from portal.domain.goods import Line
from portal.domain.orders import Placed


async def write_lines(
    session: AsyncSession, order: Order, rows: Sequence[dict[str, object]]
) -> list[OrderLine]:
    """The lines of a new order, for good."""
    await session.execute(insert(OrderLine), [{"order_id": order.id, **row} for row in rows])
    return [OrderLine(order_id=order.id, **row) for row in rows]


def as_agreed(line: OrderLine) -> dict[str, object]:
    """A line as the snapshot has it."""
    return {name: getattr(line, name) for name in AGREED}


AGREED = (
    "number", "product_id", "article", "name", "unit", "quantity", "price", "amount", "vat_rate",
    "vat", "branding",
)  # fmt: skip


def snapshot_line(number: int, line: Line) -> dict[str, object]:
    goods = line.goods
    return {
        "number": number,
        "product_id": goods.id,
        "article": goods.article,
        "name": goods.name,
        "unit": goods.unit,
        "quantity": line.quantity,
        "price": line.price,
        "amount": line.amount,
        "vat_rate": goods.vat,
        "vat": line.vat,
        "branding": line.added,
    }


def snapshot(order: Order, lines: Sequence[dict[str, object]]) -> str:
    """What was agreed as canonical JSON: sorted keys, no spaces, UTF-8.

    `branding` is a part of it where there is any, as orders older than logos have none.
    """
    agreed = {
        "number": order.number,
        "company_id": order.company_id,
        "price_type": order.price_type,
        "currency": order.currency,
        "address": order.address,
        "comment": order.comment,
        "total": order.total,
        "vat": order.vat,
        "placed_at": order.placed_at.isoformat(),
        "lines": [
            {name: value for name, value in line.items() if name != "branding" or value}
            for line in lines
        ],
    }
    return json.dumps(agreed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def snapshot_hash(order: Order, lines: Sequence[dict[str, object]]) -> str:
    """SHA-256 of the snapshot."""
    return sha256(snapshot(order, lines).encode()).hexdigest()


def receipt_of(placed: Placed) -> tuple[str, str]:
    """The snapshot of an order, made anew of what is kept, and its hash."""
    agreed = snapshot(placed.order, [as_agreed(line) for line in placed.lines])
    return agreed, sha256(agreed.encode()).hexdigest()
