"""A member of the staff is away, and a colleague answers meanwhile."""

from datetime import date

from bot.i18n import Translator
from bot.keyboards import buttons
from bot.keyboards import desk as press
from bot.screen import Button, Heading, Paragraph, Screen, Style
from bot.services.portal.desk_models import AbsenceOut, StaffOut
from bot.views.format import day
from bot.views.parts import LONGEST_LABEL, rows, shorten


def absence(t: Translator, one: AbsenceOut | None, today: date) -> Screen:
    """`one` None: neither away nor about to be."""
    doing: tuple[Button, ...]
    if one is None:
        words = t("absence-none")
        doing = (Button(t("absence-set"), press.AskAbsence().pack(), style=Style.PRIMARY),)
    else:
        words = t(
            "absence-on" if one.away else "absence-planned",
            days=_days(t, one.first_day, one.last_day, today),
            deputy=one.deputy.name,
        )
        doing = (
            Button(t("absence-change"), press.AskAbsence().pack()),
            Button(t("absence-end"), press.EndAbsence().pack()),
        )
    return Screen((Heading(t("absence-title")), Paragraph(words)), (doing, (buttons.menu(t),)))


def pick_deputy(
    t: Translator, staff: list[StaffOut], first: date, last: date, today: date
) -> Screen:
    chosen = [
        Button(
            shorten(one.name, LONGEST_LABEL),
            press.SetAbsence(first=str(first), last=str(last), deputy=one.id).pack(),
        )
        for one in staff
        if not one.me
    ]
    if not chosen:
        return Screen((Paragraph(t("absence-nobody")),), ((buttons.menu(t),),))
    words = t("absence-deputy", days=_days(t, first, last, today))
    return Screen((Paragraph(words),), (*rows(chosen, 2), (buttons.menu(t),)))


def _days(t: Translator, first: date, last: date, today: date) -> str:
    if first == last:
        return day(t, first, today)
    return f"{day(t, first, today)} — {day(t, last, today)}"
