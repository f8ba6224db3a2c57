"""A reminder of what is to be paid, and what is said to who has paid already."""

from datetime import date
from decimal import Decimal

from bot.i18n import Translator
from bot.keyboards import payment_reminders as cb
from bot.screen import (
    Block,
    Bold,
    Button,
    Column,
    Heading,
    Note,
    Paragraph,
    Screen,
    Style,
    Table,
    Text,
)
from bot.services.portal.reminder_models import OwingOut, UnpaidOut
from bot.views.format import amount, day, money
from bot.views.parts import lines, rows, shorten, strong

MOST = 20
"""Documents that are listed; the rest are counted in the total."""
MOST_BUTTONS = 6
LONGEST_NAME = 30


def reminder(t: Translator, owing: OwingOut, active: str | None, today: date) -> Screen:
    """`active` is the company that the person acts for now: another is named."""
    columns = (
        Column(t("payment-document")),
        Column(t("payment-by")),
        Column(t("payment-amount"), numeric=True),
    )
    shown = owing.due[:MOST]
    total = sum((part.amount for part in owing.due), Decimal(0))
    blocks: list[Block] = [
        Heading(t("payment-title")),
        Table(columns, tuple(_row(t, part, today) for part in shown)),
        lines(
            t("payment-more", count=len(owing.due) - len(shown)) if len(owing.due) > MOST else None,
            strong(t("payment-total"), money(t, total, owing.currency)),
        ),
    ]
    if owing.company_id != active:
        blocks.append(Note(owing.company))
    paid = Button(t("payment-paid"), cb.SayPaid(company=owing.company_id).pack())
    return Screen(tuple(blocks), (*_pay(t, owing), (paid,)))


def _row(t: Translator, part: UnpaidOut, today: date) -> tuple[Text, ...]:
    by, days = day(t, part.due_on, today), (today - part.due_on).days
    when: Text = by
    if days > 0:
        when = (Bold(t("payment-late", date=by, count=days)),)
    elif days == 0:
        when = (Bold(t("payment-today")),)
    return (part.document or t("dash"), when, amount(t, part.amount))


def _pay(t: Translator, owing: OwingOut) -> tuple[tuple[Button, ...], ...]:
    if len(owing.due) == 1:
        return ((_button(owing, owing.due[0], t("payment-pay"), Style.PRIMARY),),)
    named = [
        _button(
            owing,
            part,
            t(
                "pay-due",
                document=shorten(part.document or t("dash"), LONGEST_NAME),
                amount=money(t, part.amount, owing.currency),
            ),
        )
        for part in owing.due[:MOST_BUTTONS]
    ]
    return rows(named, 1)


def _button(owing: OwingOut, part: UnpaidOut, words: str, style: Style | None = None) -> Button:
    data = cb.PayReminded(company=owing.company_id, due=part.id).pack()
    return Button(words, data, style=style)


def thanks(t: Translator) -> Screen:
    return Screen((Paragraph((Bold(t("payment-thanks")),)), Note(t("payment-thanks-hint"))))
