"""What a buyer does with a line of a draft: says yes, chooses, sets how much, replaces, removes."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import update

from bot.db.models import LineState, ListDraft, ListLine
from bot.db.session import Database
from bot.errors import UserError
from bot.services.entry import LineChange, Wish, parse_quantity
from bot.services.lists import drafts
from bot.services.lists.arithmetic import Said
from bot.services.lists.lines import read_line
from bot.services.lists.readings import Reading
from bot.services.lists.resolving import MOST, one, question_about, question_of, state_of
from bot.services.portal.client import Portal
from bot.services.portal.models import ProductRow


async def confirm(db: Database, line: ListLine, now: datetime) -> None:
    """Yes to the one product that is likely."""
    if line.state is not LineState.LIKELY or line.product_id is None:
        raise UserError("list-nothing-to-confirm", number=line.number)
    await drafts.change(db, line, now, state=LineState.CONFIRMED)


async def confirm_shown(
    db: Database, draft: ListDraft, first: int, last: int, now: datetime
) -> int:
    """Yes to everything likely between two lines that were shown. Gives how many they were."""
    async with db.write() as session:
        confirmed = await session.scalars(
            update(ListLine)
            .where(
                ListLine.draft_key == draft.key,
                ListLine.number.between(first, last),
                ListLine.state == LineState.LIKELY,
            )
            .values(state=LineState.CONFIRMED)
            .returning(ListLine.number)
        )
        many = len(confirmed.all())
        await session.execute(
            update(ListDraft).where(ListDraft.key == draft.key).values(updated_at=now)
        )
    return many


def offered_for(line: ListLine) -> list[ProductRow]:
    """What the buyer can choose from: what was found, what is near, what stands in for it."""
    found = drafts.found_of(line)
    rows = [found.product, *found.choices, found.analogue]
    by_id = {row.id: row for row in rows if row is not None}
    return list(by_id.values())


async def choose(
    db: Database, portal: Portal, line: ListLine, product_id: str, now: datetime
) -> None:
    """One of the products that were offered, in the quantity that was asked for."""
    offered = {row.id: row for row in offered_for(line)}
    if product_id not in offered:
        raise UserError("list-outdated-choice")
    wish = _asked_for(line)
    question = question_about(product_id, wish.quantity or None, wish.unit)
    found = await one(portal, question)
    if found.product is None or not found.available:
        raise UserError("list-not-for-sale", article=offered[product_id].article)
    # The others stay at hand: a buyer may think better of it.
    others = [row for row in offered.values() if row.id != product_id]
    found = found.model_copy(update={"choices": others})
    values = state_of(question, found) | {"state": LineState.CONFIRMED}
    await drafts.change(db, line, now, **values)


async def remove(db: Database, line: ListLine, now: datetime) -> None:
    await drafts.change(db, line, now, state=LineState.REMOVED)


async def apply(
    db: Database, portal: Portal, draft: ListDraft, changes: Sequence[Said], now: datetime
) -> list[int]:
    """The arithmetic of a reply, by the numbers as they are shown. Gives the lines it changed.

    Raises UserError at the first that cannot be done; those before it are done.
    """
    for change in changes:
        line = await drafts.line_of(db, draft.key, change.number)
        if line.state in (LineState.ADDING, LineState.ADDED):
            raise UserError("list-line-added", number=line.number)
        if isinstance(change, LineChange):
            await _quantify(db, portal, line, change, now)
        else:
            await _replace(db, portal, line, change.text, now)
    return [change.number for change in changes]


async def _quantify(
    db: Database, portal: Portal, line: ListLine, change: LineChange, now: datetime
) -> None:
    wish = change.wish
    if change.op == "add":
        held = drafts.found_of(line).wanted or _asked_for(line).quantity
        if wish.unit is not None and line.product_id is None:
            raise UserError("list-no-product-yet", number=line.number)
        if wish.unit is not None:
            more = await one(
                portal, question_about(line.product_id or "", abs(wish.quantity), wish.unit)
            )
            sign = 1 if wish.quantity > 0 else -1
            wish = Wish((more.wanted or Decimal(0)) * sign)
        wish = Wish(held + wish.quantity)
    if wish.quantity <= 0:
        await remove(db, line, now)
        return
    if wish.quantity > MOST:
        raise UserError("list-too-much", number=line.number)
    question = _requantified(line, wish)
    found = await one(portal, question)
    if line.product_id is None:
        await drafts.change(db, line, now, **state_of(question, found))
        return
    # How many is no answer to which: a likeness still waits for its yes.
    kept = found.model_copy(update={"choices": drafts.found_of(line).choices})
    values = state_of(question, kept)
    if values["state"] is not LineState.BLOCKED and line.state is not LineState.BLOCKED:
        values["state"] = line.state
    await drafts.change(db, line, now, **values)


async def _replace(db: Database, portal: Portal, line: ListLine, text: str, now: datetime) -> None:
    """Looked up anew; without a quantity of its own, in the one that was asked for."""
    readings = read_line(line.number, text).readings
    if not readings:
        raise UserError("list-nothing-read", text=text[:100])
    wish = _asked_for(line)
    if all(reading.quantity is None for reading in readings) and wish.quantity:
        readings = tuple(Reading(reading.what, wish.quantity, wish.unit) for reading in readings)
    question = question_of(readings)
    found = await one(portal, question)
    quantity = parse_quantity(text)
    if found.status != "exact" and quantity is not None:
        # `3 = 20` where no article is 20: that many.
        await _quantify(db, portal, line, LineChange(line.number, "set", quantity), now)
        return
    await drafts.change(db, line, now, **state_of(question, found))


def _asked_for(line: ListLine) -> Wish:
    """How much the line asks for, in its own unit; 0: it did not say."""
    readings = line.asked.get("readings") or [{}]
    taken = drafts.found_of(line).reading
    reading = readings[taken] if taken < len(readings) else readings[0]
    if not reading.get("quantity"):
        # The first that says how much, where the one that was taken does not.
        reading = next((each for each in readings if each.get("quantity")), {})
    return Wish(Decimal(reading.get("quantity") or 0), reading.get("unit"))


def _requantified(line: ListLine, wish: Wish) -> dict[str, Any]:
    if line.product_id is not None:
        return question_about(line.product_id, wish.quantity, wish.unit)
    readings = line.asked.get("readings") or []
    whats = dict.fromkeys(reading["what"] for reading in readings)
    return question_of([Reading(what, wish.quantity, wish.unit) for what in whats])
