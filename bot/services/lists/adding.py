"""From a draft to the cart: once, however often the button is pressed."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import case, select, update

from bot.db.models import LineState, ListDraft, ListLine
from bot.db.session import Database
from bot.errors import UserError
from bot.services.entry import Wish
from bot.services.lists.drafts import READY, found_of
from bot.services.ordering import changing, merged, take_back
from bot.services.portal.client import Portal
from bot.services.portal.errors import PortalRefused
from bot.services.portal.models import AppliedChange, CartChanged, CartOut, ListLineOut

UNDONE = case((ListLine.found["status"].as_string() == "exact", "exact"), else_="confirmed")


@dataclass(frozen=True, slots=True)
class Added:
    """`turn` is which of the draft's goings to the cart it was, `lines` how many went."""

    turn: int
    lines: int
    cart: CartOut
    applied: list[AppliedChange] = field(default_factory=list)

    def as_data(self, key: str) -> dict[str, Any]:
        """What taking it back needs, as `ordering.Put` has it, and of which draft it was."""
        grown = {one.product_id: f"{one.quantity - one.before:f}" for one in self.applied}
        return {"cart_id": self.cart.id, "grown": grown, "list": key, "turn": self.turn}


async def add(db: Database, portal: Portal, draft: ListDraft, now: datetime) -> Added:
    """Puts what is ready into the cart, products that stand in several lines added up.

    Lines on their way are marked before the portal hears of them, and sent again under the same
    key until it has answered: a press after a silence doubles nothing. Raises UserError where there
    is nothing to add.
    """
    turn, lines = await _on_their_way(db, draft, now)
    wanted: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        wanted[line.product_id or ""] += _wanted(found_of(line))
    changes = [changing(product, "add", Wish(quantity)) for product, quantity in wanted.items()]
    try:
        done = await portal.change_cart(f"l{draft.key}.{turn}", changes)
    except PortalRefused as refusal:
        await _back(db, draft.key, turn)
        if refusal.code == "not_for_sale":
            await _gone(db, draft.key, str(refusal.details.get("article", "")), lines)
        raise
    await _arrived(db, draft.key, turn)
    return Added(turn, len(lines), done.cart, merged(done.applied))


async def undo(db: Database, portal: Portal, data: dict[str, Any], update_key: str) -> CartChanged:
    """Takes back what one press put into the cart; its lines are ready again."""
    done = await take_back(portal, data, update_key)
    await _back(db, data["list"], data["turn"])
    return done


def _wanted(found: ListLineOut) -> Decimal:
    """As it was written, so that the cart rounds the whole; as it was shown, where it was not
    taken as written."""
    if found.note == "too_much":
        return found.quantity or Decimal(1)
    return found.wanted or found.quantity or Decimal(1)


async def _on_their_way(
    db: Database, draft: ListDraft, now: datetime
) -> tuple[int, list[ListLine]]:
    ours = ListLine.draft_key == draft.key
    async with db.write() as session:
        on_way = select(ListLine).where(ours, ListLine.state == LineState.ADDING)
        lines = list(await session.scalars(on_way.order_by(ListLine.number)))
        if not lines:
            adds = await session.scalar(select(ListDraft.adds).where(ListDraft.key == draft.key))
            turn = (adds or 0) + 1
            ready = (ListLine.state.in_(READY), ListLine.product_id.is_not(None))
            await session.execute(
                update(ListLine)
                .where(ours, *ready)
                .values(state=LineState.ADDING, adding=turn)
                .execution_options(synchronize_session=False)
            )
            lines = list(await session.scalars(on_way.order_by(ListLine.number)))
            if not lines:
                raise UserError("list-nothing-to-add")
            await session.execute(
                update(ListDraft)
                .where(ListDraft.key == draft.key)
                .values(adds=turn, updated_at=now)
            )
    return lines[0].adding or 1, lines


async def _arrived(db: Database, key: str, turn: int) -> None:
    async with db.write() as session:
        await session.execute(
            update(ListLine)
            .where(
                ListLine.draft_key == key,
                ListLine.adding == turn,
                ListLine.state == LineState.ADDING,
            )
            .values(state=LineState.ADDED)
        )


async def _back(db: Database, key: str, turn: int) -> None:
    async with db.write() as session:
        await session.execute(
            update(ListLine)
            .where(
                ListLine.draft_key == key,
                ListLine.adding == turn,
                ListLine.state.in_((LineState.ADDING, LineState.ADDED)),
            )
            .values(state=UNDONE, adding=None)
        )


async def _gone(db: Database, key: str, article: str, lines: list[ListLine]) -> None:
    """What can no longer be bought must not keep the rest from the cart."""
    gone = [
        line.number
        for line in lines
        if (product := found_of(line).product) and product.article == article
    ]
    async with db.write() as session:
        await session.execute(
            update(ListLine)
            .where(ListLine.draft_key == key, ListLine.number.in_(gone))
            .values(state=LineState.NONE, product_id=None, amount=None)
        )
