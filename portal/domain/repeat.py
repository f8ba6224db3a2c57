"""A past order beside today's terms: what it would cost, what is gone, what replaces it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import OrderLine
from portal.domain.analogues import best_of, stand_ins
from portal.domain.basket import priced_together
from portal.domain.goods import Goods, Line, goods_at
from portal.domain.packs import packed
from portal.domain.pricing import Terms


@dataclass(frozen=True, slots=True)
class RepeatedLine:
    """`now` is what would be bought today, rounded to today's packs; None: it is gone."""

    then: OrderLine
    now: Line | None
    stock: int
    analogue: Goods | None
    instead: Line | None = None
    """The analogue in the quantity that was ordered."""

    @property
    def short(self) -> bool:
        return self.now is not None and self.now.short


async def repeated(
    session: AsyncSession, terms: Terms, lines: Iterable[OrderLine]
) -> list[RepeatedLine]:
    """The lines of an order as they would be today, by three statements however many they are.

    An analogue is named for what is gone and for what is short: the best that can be ordered and
    of which there is enough, else the best of which there is some (more than of a short one).
    """
    lines = list(lines)
    wanted = {line.product_id: line.quantity for line in lines}
    packs = await goods_at(session, terms, wanted)
    wanted = {
        product_id: packed(quantity, goods.multiple, goods.minimum)[0]
        for product_id, quantity in wanted.items()
        if (goods := packs.get(product_id))
    }
    # Rounding up to a pack may reach the next quantity break.
    today = await goods_at(session, terms, wanted)
    now: dict[int, Line] = {}
    for product_id, goods in today.items():
        line = Line(goods, wanted[product_id])
        if not line.blocked:
            now[product_id] = line
    lacking = [line for line in lines if (n := now.get(line.product_id)) is None or n.short]
    analogues = await stand_ins(session, terms, {line.product_id for line in lacking})
    found = [
        RepeatedLine(
            then=line,
            now=now.get(line.product_id),
            stock=today[line.product_id].stock if line.product_id in today else 0,
            analogue=best_of(
                analogues.get(line.product_id, []), now.get(line.product_id), line.quantity
            ),
        )
        for line in lines
    ]
    return await _with_instead(session, terms, found)


async def _with_instead(
    session: AsyncSession, terms: Terms, found: list[RepeatedLine]
) -> list[RepeatedLine]:
    """Each analogue priced at what was ordered, in its own packs."""
    wanted = {
        each.analogue.id: packed(each.then.quantity, each.analogue.multiple, each.analogue.minimum)[
            0
        ]
        for each in found
        if each.analogue
    }
    priced = await goods_at(session, terms, wanted)
    return [
        replace(each, instead=Line(priced[each.analogue.id], wanted[each.analogue.id]))
        if each.analogue
        else each
        for each in found
    ]


async def totals(
    session: AsyncSession, terms: Terms, found: Sequence[RepeatedLine]
) -> tuple[int, int | None]:
    """What it would cost now, and with the analogues in place of all that is gone or short."""
    plain = await priced_together(session, terms, [each.now for each in found if each.now])
    if not any(each.instead for each in found):
        return plain.total, None
    chosen = [each.instead or each.now for each in found]
    replaced = await priced_together(session, terms, [each for each in chosen if each])
    return plain.total, replaced.total
