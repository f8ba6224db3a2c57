"""Documents: the company's list, an order's own, acts by period, what is to be paid."""

from datetime import date

from bot.i18n import Translator
from bot.keyboards import buttons, papers
from bot.keyboards import orders as cb
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
from bot.services.portal.models import DocumentOut, DueOut, OrderOut, RequestOut
from bot.views.format import amount, day, money
from bot.views.parts import LONGEST_LABEL, lines, rows, shorten

KINDS = ("", "invoice", "delivery_note")
PERIODS = ("month", "previous", "quarter", "last-quarter", "year")


def documents(
    t: Translator,
    found: list[DocumentOut],
    today: date,
    *,
    kind: str = "",
    page: int = 0,
    more: bool = False,
    accounts: bool = True,
) -> Screen:
    """`accounts`: this person settles accounts with the supplier."""
    blocks: list[Block] = [Heading(t("documents-title"))]
    blocks += [_table(t, found, today)] if found else [Paragraph(t("documents-none"))]
    others = [
        Button(t(f"documents-{each or 'all'}".replace("_", "-")),
               papers.ShowDocuments(kind=each).pack())
        for each in KINDS
        if each != kind
    ]  # fmt: skip
    lists = [Button(t("documents-price-list"), papers.GetPriceList().pack())]
    if accounts:
        lists.insert(0, Button(t("documents-act"), papers.ShowActs().pack()))
    turning = buttons.pages(t, page, more=more, turn=papers.TurnDocuments)
    keyboard = (turning, tuple(others), tuple(lists), (buttons.menu(t),))
    return Screen(tuple(blocks), tuple(row for row in keyboard if row))


def _table(t: Translator, found: list[DocumentOut], today: date) -> Table:
    columns = (
        Column(t("documents-column")),
        Column(t("documents-column-date")),
        Column(t("documents-column-amount"), numeric=True),
    )
    table: tuple[tuple[Text, ...], ...] = tuple(
        (
            Button(named(t, each), papers.GetDocument(id=each.id).pack()),
            day(t, each.on_date, today),
            t("dash") if each.amount is None else amount(t, each.amount),
        )
        for each in found
    )
    return Table(columns, table)


def named(t: Translator, document: DocumentOut) -> str:
    """«Счёт № 1001». The accounts' own numbers may say the kind themselves: «УПД 118»."""
    number = document.number
    if not number:
        return shorten(document.name, LONGEST_LABEL)
    if document.source == "accounts" and not number[0].isdigit():
        return shorten(number, LONGEST_LABEL)
    key = f"document-{document.kind.replace('_', '-')}"
    kind = t(key if key in t else "document-other")
    return shorten(t("document-named", kind=kind, number=number), LONGEST_LABEL)


def of_order(t: Translator, order: OrderOut, found: list[DocumentOut], today: date) -> Screen:
    blocks: list[Block] = [Heading(t("documents-of-order", number=order.number))]
    blocks += [_table(t, found, today)] if found else [Paragraph(t("documents-none-yet"))]
    keyboard: list[tuple[Button, ...]] = []
    invoice = next((each for each in found if each.kind == "invoice"), None)
    if invoice is not None and invoice.source == "portal":
        pay = papers.PayInvoice(id=invoice.id).pack()
        keyboard.append((Button(t("pay-invoice"), pay, style=Style.PRIMARY),))
    if order.status != "cancelled":
        edo = papers.RequestEdo(id=order.id).pack()
        keyboard.append((Button(t("documents-edo"), edo),))
    keyboard.append((Button(t("button-back"), cb.OpenOrder(id=order.id).pack()),))
    return Screen(tuple(blocks), tuple(keyboard))


def acts(t: Translator) -> Screen:
    """Of which period, and as what."""
    columns = (Column(t("acts-period")), Column(""), Column(""))
    table: tuple[tuple[Text, ...], ...] = tuple(
        (
            t(f"acts-{period}"),
            Button("PDF", papers.GetAct(period=period, kind="pdf").pack()),
            Button("Excel", papers.GetAct(period=period, kind="xlsx").pack()),
        )
        for period in PERIODS
    )
    back = Button(t("button-back"), papers.ShowDocuments().pack())
    return Screen((Heading(t("documents-act")), Table(columns, table)), ((back,),))


def dues(t: Translator, due: list[DueOut], currency: str, today: date) -> Screen:
    """A button a document."""
    if not due:
        return Screen((Paragraph(t("pay-nothing")),), ((buttons.menu(t),),))
    choices = [
        Button(
            t(
                "pay-due",
                document=shorten(each.document or t("dash"), 30),
                amount=money(t, each.amount, currency),
            ),
            papers.PayDue(id=each.id).pack(),
        )
        for each in due[:20]
    ]
    return Screen(
        (lines((Bold(t("pay-which")),), t("pay-which-hint")),),
        (*rows(choices, 1), (buttons.menu(t),)),
    )


def asked(t: Translator, request: RequestOut) -> Screen:
    """The manager has it."""
    if request.kind == "edo" and request.order is not None:
        words = t(
            "edo-asked",
            number=request.order.name,
            operator=request.edo_operator,
            id=request.edo_id,
        )
    else:
        words = t("question-asked")
    return Screen((Paragraph((Bold(words),)), Note(t("question-asked-hint"))))
