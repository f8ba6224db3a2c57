"""Between a cart and an order: what stands in the way, and what changed since it was shown.

Blocking is what cannot be sold: an empty cart, a product without a price or no longer sold, more
than is left of a discontinued product, less than the least order, more than this buyer may order.
More than there is in stock is a warning, as a wholesaler may order what will come; so is going over
a credit limit (the company's, or that of the contract it orders under), as whether to ship then is
the manager's decision. A limit is compared with the debt, the orders not shipped yet and this one
together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Role
from portal.domain.access import Acting, contract_of
from portal.domain.basket import Basket, priced_together
from portal.domain.goods import Goods, Line, total_of
from portal.domain.money import money_text, quantity_text
from portal.domain.pricing import Terms
from portal.domain.receivables import Due, debt_of, ordered_not_shipped, standing_of

TRIES = 10
"""So many ways to leave lines out are looked at."""


class ProblemKind(StrEnum):
    """What keeps an order from being placed, or should be known before it is."""

    EMPTY = "empty"
    UNAVAILABLE = "unavailable"
    SHORT = "short"
    BELOW_MINIMUM = "below_minimum"
    OVER_PERSONAL_LIMIT = "over_personal_limit"
    OVER_LIMIT = "over_limit"


@dataclass(frozen=True, slots=True)
class OrderProblem:
    """`amount`: by how much the order goes over a limit, or what it lacks to the minimum.

    Ways out of `over_limit`: documents whose payment would do, or lines to leave out.
    """

    kind: ProblemKind
    blocking: bool
    goods: Goods | None = None
    amount: int | None = None
    pay: Sequence[Due] = ()
    drop: Sequence[Line] = ()


async def problems_of(
    session: AsyncSession,
    acting: Acting,
    terms: Terms,
    basket: Basket,
    now: datetime,
    *,
    without: int | None = None,
) -> list[OrderProblem]:
    """Everything to know before ordering, what blocks first; `without` as in `over_limit`."""
    lines = basket.lines
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
    if (lacking := below_minimum(terms, basket)) > 0:
        problems.append(OrderProblem(ProblemKind.BELOW_MINIMUM, blocking=True, amount=lacking))
    if (personal := over_personal_limit(acting, basket)) > 0:
        problems.append(
            OrderProblem(ProblemKind.OVER_PERSONAL_LIMIT, blocking=True, amount=personal)
        )
    over = await over_limit(session, acting, basket.total, without=without)
    if over > 0:
        owed = await standing_of(session, acting.company, now)
        problems.append(
            OrderProblem(
                ProblemKind.OVER_LIMIT,
                blocking=False,
                amount=over,
                pay=worth_paying(owed.due, over),
                drop=await worth_dropping(session, terms, basket, over),
            )
        )
    return sorted(problems, key=lambda problem: not problem.blocking)


def below_minimum(terms: Terms, basket: Basket) -> int:
    """What the order lacks to the least one; 0 and below: nothing."""
    return terms.minimum_order - basket.total


def over_personal_limit(acting: Acting, basket: Basket) -> int:
    """By how much the order goes over what this buyer may order; an owner may order anything."""
    if acting.role is Role.OWNER or acting.order_limit is None:
        return 0
    return basket.total - acting.order_limit


async def over_limit(
    session: AsyncSession, acting: Acting, total: int, *, without: int | None = None
) -> int:
    """By how much an order would go over a credit limit; 0 and below: it would not.

    The limit of the company in all and that of the contract under which it orders now both hold.
    `without` is the order that this one replaces.
    """
    company, contract = acting.company, await contract_of(session, acting)
    limits: list[tuple[int | None, int | None]] = [(company.credit_limit, None)]
    if contract is not None:
        limits.append((contract.credit_limit, contract.id))
    over = [
        total
        - limit
        + await debt_of(session, company.id, contract_id=contract_id)
        + await ordered_not_shipped(session, company.id, contract_id=contract_id, without=without)
        for limit, contract_id in limits
        if limit is not None
    ]
    return max(over, default=0)


def worth_paying(due: Sequence[Due], over: int) -> list[Due]:
    """The first documents due whose payment brings the order within the limit; none: not enough."""
    chosen: list[Due] = []
    for each in due:
        chosen.append(each)
        over -= each.amount
        if over <= 0:
            return chosen
    return []


async def worth_dropping(
    session: AsyncSession, terms: Terms, basket: Basket, over: int
) -> list[Line]:
    """Few lines without which the order is within the limit; none: all of them would be.

    One line that is just enough, else the dearest ones. What is left may lose a discount with them,
    so it is priced anew.
    """
    dearest = sorted(basket.lines, key=lambda line: -(line.amount or 0))
    enough = [line for line in reversed(dearest) if (line.amount or 0) >= over]
    tries = [[line] for line in enough[:TRIES]]
    tries += [dearest[:many] for many in range(2, TRIES + 2)]
    for chosen in tries:
        left = [line for line in basket.lines if line not in chosen]
        if sum(line.amount or 0 for line in chosen) < over or not left:
            continue
        if (await priced_together(session, terms, left)).total <= basket.total - over:
            return chosen
    return []


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
    shorter = line.lacking and was.stock is not None and goods.stock < was.stock
    if line.blocked or shorter:
        had = quantity if was.stock is None else quantity_text(was.stock)
        found.append(difference("short", had, quantity_text(goods.stock)))
    return found


def limit_difference(was: int, now: int) -> list[Difference]:
    """The limit is exceeded by more than the buyer saw; 0 and below: it is not exceeded."""
    if now <= max(was, 0):
        return []
    return [Difference("over_limit", None, "", "", money_text(max(was, 0)), money_text(now))]
