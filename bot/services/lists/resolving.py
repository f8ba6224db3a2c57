"""From lines to a draft: looked up in the portal, repeats added up, stored."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from decimal import Decimal
from typing import Any

from bot.db.json import Written
from bot.db.models import LineState, ListDraft
from bot.db.session import Database
from bot.services.lists import drafts
from bot.services.lists.lines import Line
from bot.services.lists.readings import Reading
from bot.services.portal.client import Portal
from bot.services.portal.models import ListLineOut

AT_A_TIME = 1_000
"""Lines in one call, so that each answers within what a person waits for."""

MOST = Decimal(999_999_999)
"""The portal reads no larger quantity."""

Progress = Callable[[int, int], Awaitable[None]]
Asked = dict[str, Any]


async def fill(
    db: Database,
    portal: Portal,
    draft: ListDraft,
    update_key: str,
    lines: Sequence[Line],
    *,
    left: int = 0,
    unfilled: int = 0,
    progress: Progress,
) -> ListDraft:
    """Looks the lines up and stores them, unless this update's are stored already. Gives the draft
    as it is then.

    `progress` is told how many are done of how many.
    """
    if update_key in draft.taken:
        return draft
    asking = [(place, line) for place, line in enumerate(lines) if line.readings]
    questions = [question_of(line.readings) for _, line in asking]
    found = await _resolve(portal, questions, progress)
    into = await _add_up(portal, questions, found)
    rows = [
        _row(draft.key, 1 + at, place, line)
        | state_of(question, answer)
        | ({"state": LineState.MERGED, "into": 1 + into[at]} if at in into else {})
        for at, ((place, line), question, answer) in enumerate(
            zip(asking, questions, found, strict=True)
        )
    ]
    rows += [
        _row(draft.key, 1 + len(asking) + at, place, line)
        for at, (place, line) in enumerate(
            (place, line) for place, line in enumerate(lines) if not line.readings
        )
    ]
    return await drafts.store(db, draft.key, update_key, rows, left=left, unfilled=unfilled)


async def one(portal: Portal, question: Asked) -> ListLineOut:
    return (await portal.resolve_list([question])).lines[0]


def question_of(readings: Sequence[Reading]) -> Asked:
    """A line as the portal is asked about it."""
    return {
        "readings": [
            {
                "what": reading.what,
                "quantity": None if reading.quantity is None else f"{reading.quantity:f}",
                "unit": reading.unit,
            }
            for reading in readings
        ]
    }


def question_about(product_id: str, quantity: Decimal | None, unit: str | None = None) -> Asked:
    """So much of a product that is known already."""
    wanted = None if quantity is None else f"{quantity:f}"
    return {
        "product_id": product_id,
        "readings": [{"what": product_id, "quantity": wanted, "unit": unit}],
    }


def state_of(question: Asked, found: ListLineOut) -> dict[str, Any]:
    """What a stored line knows of what was found."""
    product = found.product if found.status in ("exact", "likely") else None
    blocked = product is not None and not found.available
    return {
        "asked": question,
        "found": Written(found.model_dump_json()),
        "state": LineState.BLOCKED if blocked else LineState(found.status),
        "product_id": product.id if product else None,
        "amount": None if found.amount is None else int(found.amount * 100),
    }


def _row(key: str, number: int, place: int, line: Line) -> dict[str, Any]:
    return {
        "draft_key": key,
        "number": number,
        "place": place,
        "row": line.number,
        "sheet": line.sheet[:100],
        "source": line.source,
        "state": LineState.IGNORED,
        "into": None,
        "asked": {"why": line.ignored} if line.ignored else {},
        "found": {},
        "product_id": None,
        "amount": None,
        "adding": None,
    }


async def _resolve(
    portal: Portal, questions: Sequence[Asked], progress: Progress
) -> list[ListLineOut]:
    found: list[ListLineOut] = []
    for at in range(0, len(questions), AT_A_TIME):
        if at:
            await progress(at, len(questions))
        found += (await portal.resolve_list(questions[at : at + AT_A_TIME])).lines
    return found


async def _add_up(
    portal: Portal, questions: list[Asked], found: list[ListLineOut]
) -> dict[int, int]:
    """Puts what several lines ask of one product into the first of them: packs and prices are of
    the whole. Gives which line went into which."""
    of_product: dict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(found):
        if line.status == "exact" and line.product:
            of_product[line.product.id].append(at)
    repeated = {product: lines for product, lines in of_product.items() if len(lines) > 1}
    if not repeated:
        return {}
    sums = [
        question_about(product, min(MOST, sum((_wanted(found[at]) for at in lines), Decimal(0))))
        for product, lines in repeated.items()
    ]
    answers = (await portal.resolve_list(sums)).lines
    into: dict[int, int] = {}
    for lines, question, answer in zip(repeated.values(), sums, answers, strict=True):
        first, *others = lines
        found[first], questions[first] = answer, question
        into |= dict.fromkeys(others, first)
    return into


def _wanted(line: ListLineOut) -> Decimal:
    return line.wanted or line.quantity or Decimal(1)
