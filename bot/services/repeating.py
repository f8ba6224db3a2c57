"""What of a past order, or of a habit, goes into the cart."""

from collections.abc import Collection, Sequence
from decimal import Decimal

from bot.errors import UserError
from bot.services.parting import Chosen
from bot.services.portal.client import Portal
from bot.services.portal.models import CartChangeIn, Page, RepeatLine, RepeatOut, UsualProduct

KINDS = ("usual", "soon")


def add(product_id: str, quantity: Decimal) -> CartChangeIn:
    return CartChangeIn(product_id=product_id, op="add", quantity=f"{quantity:f}")


def put_again(order: RepeatOut, numbers: Collection[int] | None = None) -> list[CartChangeIn]:
    """What of a past order can be ordered today; `numbers`: of these lines alone."""
    return [
        add(line.product_id, line.quantity_now)
        for line in order.lines
        if line.quantity_now and (numbers is None or line.number in numbers)
    ]


def put_replaced(order: RepeatOut) -> list[CartChangeIn]:
    """The same with analogues in place of all that is gone or short."""
    changes = []
    for line in order.lines:
        if (line.gone or line.short) and line.analogue_id and line.analogue_quantity:
            changes.append(add(line.analogue_id, line.analogue_quantity))
        elif line.quantity_now:
            changes.append(add(line.product_id, line.quantity_now))
    return changes


def numbers_of(order: RepeatOut, chosen: Sequence[Chosen]) -> set[int]:
    """The lines that are meant. UserError for one that there is not."""
    there = {line.number for line in order.lines}
    wanted: set[int] = set()
    for each in chosen:
        wanted |= set(range(each.first, min(each.last, each.first + len(there)) + 1))
    for number in sorted(wanted - there):
        raise UserError("repeat-no-line", number=number)
    return wanted


def replaceable(order: RepeatOut) -> list[RepeatLine]:
    return [line for line in order.lines if (line.gone or line.short) and line.analogue_id]


async def habit(portal: Portal, kind: str) -> Page[UsualProduct]:
    return await (portal.running_out() if kind == "soon" else portal.usual_order())
