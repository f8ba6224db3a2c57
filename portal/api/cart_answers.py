"""Carts and quotes as the API tells them."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.api.habit_answers import habit_out
from portal.api.schemas.carts import (
    AppliedChange,
    CartLineOut,
    CartOut,
    DropOut,
    LoyaltyLine,
    PayOut,
    ProblemOut,
    Quote,
    StepOut,
    SubtotalOut,
)
from portal.api.schemas.common import Named
from portal.api.schemas.kept import UsualProduct
from portal.db.models import Cart, Group, Order
from portal.domain import checkout
from portal.domain.access import Acting
from portal.domain.basket import Basket, Step
from portal.domain.carts import basket_of, cart_terms
from portal.domain.changes import Applied
from portal.domain.goods import Line, vat_of
from portal.domain.habits import bought_lately, priced_habits, taken_along
from portal.domain.loyalty import LoyaltyStanding
from portal.domain.money import roubles, units
from portal.domain.pricing import Terms
from portal.domain.subtotals import subtotals


async def cart_out(session: AsyncSession, acting: Acting, cart: Cart, *, active: bool) -> CartOut:
    """A cart priced now, with all that should be known while it is filled."""
    terms = await cart_terms(session, acting, cart)
    basket = await basket_of(session, terms, cart, look_ahead=True)
    groups = await subtotals(session, basket.lines) if terms and len(basket.lines) > 1 else []
    lacking = checkout.below_minimum(terms, basket) if terms and basket.lines else 0
    over = 0
    if terms and basket.lines:
        over = await checkout.over_limit(session, acting, basket.total, without=cart.replaces_id)
    return CartOut(
        id=str(cart.id),
        name=cart.name,
        active=active,
        supply=_supply(terms),
        replaces=await _replaced(session, cart),
        lines=[line_out(line) for line in basket.lines],
        total=roubles(basket.total) if terms else None,
        vat=roubles(vat_of(basket.lines)) if terms else None,
        currency=terms.currency if terms else "RUB",
        price_type=basket.price_type,
        worth=roubles(basket.worth) if terms else None,
        saved=roubles(basket.saved) if terms else None,
        step=await _step(session, basket.step),
        below_minimum=roubles(lacking) if lacking > 0 else None,
        over_limit=roubles(over) if over > 0 else None,
        loyalty=loyalty_line(terms.loyalty) if terms and terms.loyalty else None,
        subtotals=[
            SubtotalOut(group=each.name, lines=each.lines, amount=roubles(each.amount))
            for each in groups
        ]
        if len(groups) > 1
        else [],
        updated_at=cart.updated_at,
    )


async def quote_out(
    session: AsyncSession, acting: Acting, cart: Cart | None, terms: Terms, now: datetime
) -> Quote:
    basket = Basket([], 0, terms.price_type)
    if cart is not None:
        basket = await basket_of(session, terms, cart, look_ahead=True)
    problems = await checkout.problems_of(
        session, acting, terms, basket, now, without=cart.replaces_id if cart else None
    )
    return Quote(
        cart_id=str(cart.id) if cart else "active",
        company=acting.company.name,
        inn=acting.company.inn,
        lines=[line_out(line) for line in basket.lines],
        total=roubles(basket.total),
        vat=roubles(vat_of(basket.lines)),
        currency=terms.currency,
        problems=[_problem_out(problem) for problem in problems],
        worth=roubles(basket.worth),
        saved=roubles(basket.saved),
        step=await _step(session, basket.step),
        loyalty=loyalty_line(terms.loyalty) if terms.loyalty else None,
        supply=_supply(terms),
        replaces=await _replaced(session, cart),
        also=await _also(session, acting, terms, basket),
    )


async def _also(
    session: AsyncSession, acting: Acting, terms: Terms, basket: Basket
) -> list[UsualProduct]:
    if not basket.lines or terms.supply is not None:
        return []
    bought = await bought_lately(session, acting.company.id)
    found = taken_along(bought, {line.goods.id for line in basket.lines})
    return [habit_out(*each) for each in await priced_habits(session, terms, found)]


def line_out(line: Line) -> CartLineOut:
    goods, amount = line.goods, line.amount
    return CartLineOut(
        product_id=str(goods.id),
        article=goods.article,
        name=goods.name,
        unit=goods.unit,
        multiple=units(goods.multiple),
        quantity=units(line.quantity),
        price=None if line.price is None else roubles(line.price),
        amount=None if amount is None else roubles(amount),
        stock=units(goods.stock),
        short=line.short,
        available=goods.available,
        elsewhere=units(line.elsewhere),
        branded=line.branded,
        branding=None if line.branding is None else roubles(line.branding),
    )


def applied_out(applied: Sequence[Applied]) -> list[AppliedChange]:
    return [
        AppliedChange(
            product_id=str(each.product_id),
            article=each.article,
            name=each.name,
            unit=each.unit,
            before=units(each.before),
            quantity=units(each.quantity),
            note=each.note,
        )
        for each in applied
    ]


def loyalty_line(standing: LoyaltyStanding) -> LoyaltyLine:
    level = standing.level
    return LoyaltyLine(
        level=level.name if level else None,
        sign=level.sign if level else "",
        discount=Decimal(level.discount if level else 0) / 100,
        following=standing.following.name if standing.following else None,
        to_next=roubles(standing.to_next),
        to_keep=roubles(standing.to_keep),
        ends_on=standing.ends_on,
        progress=standing.progress,
    )


def _supply(terms: Terms | None) -> Named | None:
    supply = terms.supply if terms else None
    return Named(id=str(supply.id), name=supply.name) if supply else None


async def _replaced(session: AsyncSession, cart: Cart | None) -> Named | None:
    if cart is None or cart.replaces_id is None:
        return None
    number = await session.scalar(select(Order.number).where(Order.id == cart.replaces_id))
    return Named(id=str(cart.replaces_id), name=number or "")


async def _step(session: AsyncSession, step: Step | None) -> StepOut | None:
    if step is None:
        return None
    group = None
    if step.groups is not None:
        # The topmost of them is the one that was named in the discount.
        inside = Group.parent_id.in_(step.groups)
        named = select(Group.name).where(Group.id.in_(step.groups)).order_by(inside, Group.id)
        group = await session.scalar(named.limit(1))
    return StepOut(
        name=step.name, lacking=roubles(step.lacking), saving=roubles(step.saving), group=group
    )


def _problem_out(problem: checkout.OrderProblem) -> ProblemOut:
    goods = problem.goods
    short = problem.kind is checkout.ProblemKind.SHORT
    return ProblemOut(
        code=problem.kind,
        blocking=problem.blocking,
        product_id=str(goods.id) if goods else None,
        article=goods.article if goods else "",
        name=goods.name if goods else "",
        amount=None if problem.amount is None else roubles(problem.amount),
        stock=units(goods.stock) if goods and short else None,
        pay=[
            PayOut(
                document=due.document,
                order_id=None if due.order_id is None else str(due.order_id),
                amount=roubles(due.amount),
                due_on=due.due_on,
            )
            for due in problem.pay
        ],
        drop=[
            DropOut(
                product_id=str(line.goods.id),
                article=line.goods.article,
                name=line.goods.name,
                amount=roubles(line.amount or 0),
            )
            for line in problem.drop
        ],
    )
