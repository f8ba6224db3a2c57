"""What is owed, and by when."""

from datetime import date
from decimal import Decimal

from bot.i18n import Translator
from bot.keyboards import buttons
from bot.keyboards import money as cb
from bot.keyboards.papers import ShowDues
from bot.screen import (
    Block,
    Bold,
    Button,
    Column,
    Details,
    Heading,
    Paragraph,
    Screen,
    Table,
    Text,
)
from bot.services.portal.models import BalanceOut, ContractBalance, DueOut
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
    if len(shown.contracts) > 1:
        blocks.append(_contracts(t, shown))
    pay = (Button(t("pay-invoice"), ShowDues().pack()),) if shown.due else ()
    keyboard = (_more(t, shown), pay, (buttons.menu(t),))
    return Screen(tuple(blocks), tuple(row for row in keyboard if row))


def _more(t: Translator, shown: BalanceOut) -> tuple[Button, ...]:
    moved = Button(t("balance-ledger"), cb.ShowLedger().pack())
    if not shown.due:
        return (moved,)
    return (Button(t("balance-schedule"), cb.ShowSchedule().pack()), moved)


def _contracts(t: Translator, shown: BalanceOut) -> Details:
    """Each account by itself; its number opens its movements."""
    columns = (
        Column(t("balance-contract")),
        Column(t("balance-owed"), numeric=True),
        Column(t("balance-left"), numeric=True),
    )
    rows = tuple(_contract(t, each) for each in shown.contracts)
    return Details(t("balance-contracts", count=len(rows)), (Table(columns, rows),))


def _contract(t: Translator, each: ContractBalance) -> tuple[Text, ...]:
    opened = cb.ShowLedger(period="all", contract=each.contract_id or "").pack()
    named: Text = Button(each.number, opened) if each.number else t("balance-no-contract")
    owed: Text = amount(t, each.debt)
    if each.debt < 0:
        owed = t("balance-ahead", amount=amount(t, -each.debt))
    elif each.overdue:
        owed = (Bold(t("balance-of-it-late", amount=owed, late=amount(t, each.overdue))),)
    return (named, owed, t("dash") if each.available is None else amount(t, each.available))


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
        field(t("balance-advance"), money(t, shown.advance, shown.currency))
        if shown.advance and shown.debt >= 0
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
