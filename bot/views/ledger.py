"""What moved on the account: documents, payments, and what was owed after each."""

from datetime import date
from decimal import Decimal

from bot.i18n import Translator
from bot.keyboards import buttons
from bot.keyboards import money as cb
from bot.screen import Block, Button, Column, Heading, Note, Paragraph, Screen, Table, Text
from bot.services.portal.models import LedgerOut, MovementOut
from bot.views.format import amount, day, money
from bot.views.parts import field, lines, rows, strong

PERIODS = ("month", "previous", "quarter", "all")


def movements(
    t: Translator, shown: LedgerOut, period: str, contract: str, page: int, today: date
) -> Screen:
    """`contract` is the id of the one under which they are; empty: under any."""
    blocks: list[Block] = [
        Heading(t("ledger-title", period=t(f"ledger-{period}"))),
        _sums(t, shown),
    ]
    if shown.items:
        columns = (
            Column(t("ledger-document")),
            Column(t("ledger-amount"), numeric=True),
            Column(t("ledger-balance"), numeric=True),
        )
        blocks.append(Table(columns, tuple(_row(t, each, today) for each in shown.items)))
        if any(each.balance < 0 for each in shown.items):
            blocks.append(Note(t("ledger-note")))
    else:
        blocks.append(Paragraph(t("ledger-empty")))
    periods = [
        Button(t(f"ledger-{each}"), cb.ShowLedger(period=each, contract=contract).pack())
        for each in PERIODS
        if each != period
    ]
    back = Button(t("ledger-back"), cb.ShowBalance().pack())
    turning = buttons.pages(t, page, more=shown.next_cursor is not None, turn=cb.TurnLedger)
    keyboard = (turning, *rows(periods, 3), (back, buttons.menu(t)))
    return Screen(tuple(blocks), tuple(row for row in keyboard if row))


def _sums(t: Translator, shown: LedgerOut) -> Paragraph:
    return lines(
        field(t("ledger-opening"), _owed(t, shown.opening, shown.currency)),
        field(t("ledger-charged"), money(t, shown.charged, shown.currency)),
        field(t("ledger-paid"), money(t, shown.paid, shown.currency)),
        strong(t("ledger-closing"), _owed(t, shown.closing, shown.currency)),
    )


def _owed(t: Translator, value: Decimal, currency: str) -> str:
    if value < 0:
        return t("ledger-advance", amount=money(t, -value, currency))
    return money(t, value, currency)


def _row(t: Translator, each: MovementOut, today: date) -> tuple[Text, ...]:
    kind = f"ledger-kind-{each.kind}"
    named = each.document or (t(kind) if kind in t else t("dash"))
    return (
        f"{day(t, each.on_date, today)}, {named}",
        f"+{amount(t, each.amount)}" if each.amount > 0 else amount(t, each.amount),
        amount(t, each.balance),
    )


def other_colours(t: Translator, theme: str) -> tuple[tuple[Button, ...], ...]:
    """Under the picture: the same, as it suits a dark chat or a light one."""
    other = "light" if theme == "dark" else "dark"
    return ((Button(t(f"schedule-{other}"), cb.RedrawSchedule(theme=other).pack()),),)
