"""What the goods of a cart cost together: any change of one line reprices them all, at once.

All sums that decide are reckoned at the company's price type, before any discount, so that the
result does not depend on the order of the lines:

1. The sum of the cart finds the highest rung of the ladder of price types that it reaches; a line
   takes the price of that rung where it is lower.
2. The sum of the cart, or of a group's goods in it, finds the discounts that it reaches; a line
   takes the largest of those that cover it and of the one due to the company anyhow. Discounts
   never add up.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Product
from portal.db.rows import rows_of
from portal.domain.goods import Line, total_of
from portal.domain.money import amount_of, discounted
from portal.domain.pricing import Break, Rung, Terms, list_price

Prices = dict[int, int]
"""The price of a price type before discounts, by product; what has none is left out."""


@dataclass(frozen=True, slots=True)
class Step:
    """What is lacking to the next discount, and by how much this same cart would cost less then.

    `groups` are those whose goods count; None: all do.
    """

    name: str
    lacking: int
    saving: int
    groups: frozenset[int] | None = None


@dataclass(frozen=True, slots=True)
class Basket:
    """Lines with their final prices. `worth` is what they come to before discounts.

    `price_type` is the name of the rung that was reached, or of the company's own.
    """

    lines: list[Line]
    worth: int
    price_type: str
    step: Step | None = None

    @property
    def total(self) -> int:
        return total_of(self.lines)

    @property
    def saved(self) -> int:
        """What ladder and discounts have taken off."""
        paid = sum(amount_of(line.goods.price or 0, line.quantity) for line in self.lines)
        return max(self.worth - paid, 0)


async def priced_together(
    session: AsyncSession, terms: Terms | None, lines: Sequence[Line], *, look_ahead: bool = False
) -> Basket:
    """The lines at the prices of the whole; with `look_ahead`, the next step worth taking.

    Two statements at most, however many lines there are, and none where there is no ladder.
    """
    if terms is None:
        return Basket(list(lines), 0, "")
    worth = _worth(lines)
    reached = [rung for rung in terms.ladder if rung.from_total <= worth]
    ahead = [rung for rung in terms.ladder if rung.from_total > worth]
    climbed = await _prices(session, reached[-1], lines) if reached else {}
    priced = _priced(terms, lines, climbed, terms.breaks, worth)
    step = None
    if look_ahead and lines:
        now = total_of(priced)
        steps = [
            Step(
                each.name,
                lacking,
                now - _total_with(terms, lines, climbed, each, worth),
                each.groups,
            )
            for each in terms.breaks
            if (lacking := each.from_amount - _sum_of(each, lines, worth)) > 0
        ]
        if ahead:
            higher = await _prices(session, ahead[0], lines)
            total = total_of(_priced(terms, lines, higher, terms.breaks, worth))
            steps.append(Step(ahead[0].name, ahead[0].from_total - worth, now - total))
        worthwhile = [each for each in steps if each.saving > 0]
        step = min(worthwhile, key=lambda each: (each.lacking, -each.saving), default=None)
    name = reached[-1].name if reached and climbed else terms.price_type
    return Basket(priced, worth, name, step)


def _worth(lines: Iterable[Line]) -> int:
    return sum(_list_amount(line) for line in lines)


def _list_amount(line: Line) -> int:
    price = line.goods.list_price
    return amount_of(price, line.quantity) if line.goods.available and price else 0


def _sum_of(discount: Break, lines: Sequence[Line], worth: int) -> int:
    if discount.groups is None:
        return worth
    return sum(_list_amount(line) for line in lines if discount.covers(line.goods.group_id))


def _priced(
    terms: Terms, lines: Sequence[Line], climbed: Prices, breaks: Sequence[Break], worth: int
) -> list[Line]:
    due = [each for each in breaks if each.from_amount <= _sum_of(each, lines, worth)]
    return [_with_price(terms, line, climbed, due) for line in lines]


def _with_price(terms: Terms, line: Line, climbed: Prices, due: Sequence[Break]) -> Line:
    goods = line.goods
    if goods.price is None or goods.list_price is None:
        return line
    price = min(goods.list_price, climbed.get(goods.id) or goods.list_price)
    percents = (each.percent for each in due if each.covers(goods.group_id))
    net = discounted(price, max(terms.discount, *percents, 0))
    return replace(line, goods=replace(goods, price=net or None, available=bool(net)))


def _total_with(
    terms: Terms, lines: Sequence[Line], climbed: Prices, discount: Break, worth: int
) -> int:
    """What the lines would come to, were this discount due too."""
    breaks = [*terms.breaks, replace(discount, from_amount=0)]
    return total_of(_priced(terms, lines, climbed, breaks, worth))


async def _prices(session: AsyncSession, rung: Rung, lines: Sequence[Line]) -> Prices:
    asked = rows_of(
        session,
        product_id=[line.goods.id for line in lines],
        quantity=[line.quantity for line in lines],
    )
    rows = await session.execute(
        select(Product.id, list_price(rung.price_type_id, Product.id, asked.c.quantity)).join(
            asked, asked.c.product_id == Product.id
        )
    )
    return {product_id: price for product_id, price in rows if price}
