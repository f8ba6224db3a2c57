"""Between a cart and an order: what stands in the way, and what changed since it was shown.

Blocking is only what cannot be sold: an empty cart, a product without a price or no longer sold,
more than is left of a discontinued product. More than there is in stock is a warning, as a
wholesaler may order what will come; so is going over the credit limit, as whether to ship then is
the manager's decision. The limit is compared with the debt, the orders not shipped yet and this
one together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Company
from portal.domain.goods import Goods, Line, total_of
from portal.domain.money import money_text, quantity_text
from portal.domain.receivables import debt_of, ordered_not_shipped


class ProblemKind(StrEnum):
    """What keeps an order from being placed, or should be known before it is."""

    EMPTY = "empty"
    UNAVAILABLE = "unavailable"
    SHORT = "short"
    OVER_LIMIT = "over_limit"


@dataclass(frozen=True, slots=True)
class OrderProblem:
    """`over` is the sum by which the order goes over the limit."""

    kind: ProblemKind
    blocking: bool
    goods: Goods | None = None
    over: int | None = None


async def problems_of(
    session: AsyncSession, company: Company, lines: Sequence[Line]
) -> list[OrderProblem]:
    """Everything to know before ordering, what blocks first."""
    if not lines:
        return [OrderProblem(ProblemKind.EMPTY, blocking=True)]
    problems = [
        OrderProblem(ProblemKind.UNAVAILABLE, blocking=True, goods=line.goods)
        for line in lines
        if not line.goods.available
    ]
    problems += [
        OrderProblem(ProblemKind.SHORT, blocking=line.blocked, goods=line.goods)
        for line in lines
        if line.goods.available and line.short
    ]
    over = await over_limit(session, company, total_of(lines))
    if over > 0:
        problems.append(OrderProblem(ProblemKind.OVER_LIMIT, blocking=False, over=over))
    return sorted(problems, key=lambda problem: not problem.blocking)


async def over_limit(session: AsyncSession, company: Company, total: int) -> int:
    """By how much an order would go over the credit limit; 0 and below: it would not."""
    if company.credit_limit is None:
        return 0
    owed = await debt_of(session, company.id)
    ordered = await ordered_not_shipped(session, company.id)
    return owed + ordered + total - company.credit_limit


@dataclass(frozen=True, slots=True)
class Agreed:
    """A line as the buyer saw it: thousandths and kopecks.

    Where the stock that was shown is known, a line that has become short, or shorter, differs.
    """

    product_id: int
    quantity: int
    price: int
    stock: int | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is no longer as the buyer saw it; None: it was, or is, not there.

    A total that differs while no line does is a `price` without a product.
    """

    kind: str
    product_id: str | None
    article: str
    name: str
    was: str | None
    now: str | None


def differences(
    lines: Sequence[Line],
    agreed: Sequence[Agreed],
    total: int,
    names: Mapping[int, tuple[str, str]],
) -> list[Difference]:
    """What differs between the cart now and what was agreed, in the order of the cart.

    `names` tells article and name of products that are no longer in the cart.
    """
    seen = {line.product_id: line for line in agreed}
    found: list[Difference] = []
    for line in lines:
        found += _line_differences(line, seen.get(line.goods.id))
    present = {line.goods.id for line in lines}
    for was in agreed:
        if was.product_id not in present:
            article, name = names.get(was.product_id, ("", ""))
            found.append(
                Difference(
                    "removed", str(was.product_id), article, name, quantity_text(was.quantity), None
                )
            )
    now = total_of(lines)
    if not found and now != total:
        found.append(Difference("price", None, "", "", money_text(total), money_text(now)))
    return found


def _line_differences(line: Line, was: Agreed | None) -> list[Difference]:
    goods = line.goods

    def difference(kind: str, before: str | None, now: str | None) -> Difference:
        return Difference(kind, str(goods.id), goods.article, goods.name, before, now)

    quantity = quantity_text(line.quantity)
    if not goods.available:
        return [difference("unavailable", quantity_text(was.quantity) if was else quantity, None)]
    if was is None:
        return [difference("added", None, quantity)]
    found = []
    if was.quantity != line.quantity:
        found.append(difference("quantity", quantity_text(was.quantity), quantity))
    if line.price is not None and was.price != line.price:
        found.append(difference("price", money_text(was.price), money_text(line.price)))
    shorter = line.short and was.stock is not None and goods.stock < was.stock
    if line.blocked or shorter:
        had = quantity if was.stock is None else quantity_text(was.stock)
        found.append(difference("short", had, quantity_text(goods.stock)))
    return found


def limit_difference(was: int, now: int) -> list[Difference]:
    """The limit is exceeded by more than the buyer saw; 0 and below: it is not exceeded."""
    if now <= max(was, 0):
        return []
    return [Difference("over_limit", None, "", "", money_text(max(was, 0)), money_text(now))]
