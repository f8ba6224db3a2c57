"""What is owed, and by when."""

from datetime import date
from decimal import Decimal

from bot.i18n import Translator
from bot.keyboards import buttons
from bot.screen import Block, Bold, Column, Heading, Paragraph, Screen, Table, Text
from bot.services.portal.models import BalanceOut, DueOut
from bot.views.format import amount, day, money
from bot.views.parts import field, lines, strong


def balance(t: Translator, shown: BalanceOut, company: str, today: date) -> Screen:
    blocks: list[Block] = [Heading(f"{t('balance-title')}: {company}"), _sums(t, shown)]
    if shown.due:
        columns = (
            Column(t("balance-document")),
            Column(t("balance-due")),
            Column(t("balance-amount"), numeric=True),
        )
        rows = tuple(_due(t, due, today) for due in shown.due)
        blocks += [Paragraph((Bold(t("balance-due-title")),)), Table(columns, rows)]
    return Screen(tuple(blocks), ((buttons.menu(t),),))


def _sums(t: Translator, shown: BalanceOut) -> Paragraph:
    limit, available = shown.credit_limit, shown.available
    owed: Text = t("balance-nothing")
    if shown.debt > 0:
        owed = strong(t("balance-debt"), money(t, shown.debt, shown.currency))
    elif shown.debt < 0:
        owed = strong(t("balance-advance"), money(t, -shown.debt, shown.currency))
    return lines(
        owed,
        strong(t("balance-overdue"), money(t, shown.overdue, shown.currency))
        if shown.overdue
        else None,
        field(t("balance-ordered"), money(t, shown.ordered, shown.currency))
        if shown.ordered
        else None,
        field(
            t("balance-limit"),
            t("balance-no-limit") if limit is None else money(t, limit, shown.currency),
        ),
        _left(t, available, shown.currency),
    )


def _left(t: Translator, available: Decimal | None, currency: str) -> Text | None:
    if available is None:
        return None
    if available < 0:
        return strong(t("balance-over"), money(t, -available, currency))
    return field(t("balance-available"), money(t, available, currency))


def _due(t: Translator, due: DueOut, today: date) -> tuple[Text, ...]:
    by = day(t, due.due_on, today)
    when: Text = (Bold(t("balance-overdue-mark", date=by)),) if due.overdue else by
    return (due.document or t("dash"), when, amount(t, due.amount))
