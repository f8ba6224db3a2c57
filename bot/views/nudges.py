"""Reminders: a cart that was left, the usual order, a level that lapses.

`active` is the company that the person acts for now: another is named.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.i18n import Translator
from bot.keyboards.nudges import OpenLeft, OpenLevel, OpenUsual, OrderLeft
from bot.screen import Block, Bold, Button, Note, Paragraph, Screen, Style
from bot.services.portal.models import CartOut
from bot.services.portal.nudge_models import DueUsualOut, LapsingOut, LeftCartOut, NudgeCompany
from bot.views.format import day, day_of, money
from bot.views.parts import lines, strong


def cart(t: Translator, left: LeftCartOut, shown: CartOut, active: str | None) -> Screen:
    """Whoever sees no prices is told no sum, and cannot order."""
    named = t("cart-named", name=shown.name) if shown.name else None
    total = shown.total
    words = lines(
        (Bold(named),) if named else None,
        t("nudge-cart", count=len(shown.lines)),
        strong(t("cart-total"), money(t, total, shown.currency)) if total is not None else None,
    )
    where = {"company": left.company.id, "cart": left.cart_id}
    opens = Button(t("nudge-cart-open"), OpenLeft(**where).pack())
    order = Button(t("cart-check-out"), OrderLeft(**where).pack(), style=Style.PRIMARY)
    keyboard = (opens,) if total is None else (opens, order)
    return Screen((words, *_end(t, left.company, active)), (keyboard,))


def usual(t: Translator, due: DueUsualOut, active: str | None, now: datetime) -> Screen:
    last = day_of(t, due.last_at, due.company.timezone, now)
    words = lines(t("nudge-usual", day=last), t("nudge-usual-draft", count=due.products))
    opens = Button(
        t("nudge-usual-open"), OpenUsual(company=due.company.id).pack(), style=Style.PRIMARY
    )
    return Screen((words, *_end(t, due.company, active)), ((opens,),))


def level(t: Translator, lapsing: LapsingOut, active: str | None, now: datetime) -> Screen:
    today = now.astimezone(ZoneInfo(lapsing.company.timezone)).date()
    last = day(t, lapsing.ends_on, today)
    words = [
        t("nudge-level", level=f"{lapsing.sign} {lapsing.level}".strip(), day=last),
        t("nudge-level-keep", amount=money(t, lapsing.to_keep)),
    ]
    if lapsing.earned is not None:
        words.append(t("nudge-level-after", level=lapsing.earned))
    opens = Button(t("nudge-level-open"), OpenLevel(company=lapsing.company.id).pack())
    return Screen(
        (Paragraph(" ".join(words)), *_end(t, lapsing.company, active)),
        ((opens,),),
    )


def _end(t: Translator, company: NudgeCompany, active: str | None) -> tuple[Block, ...]:
    """Of which company it is, and how such words are switched off."""
    off = Note(t("nudge-off"))
    return (off,) if company.id == active else (Note(company.name), off)
