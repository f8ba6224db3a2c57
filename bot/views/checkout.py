"""From the cart to the order: address, comment, the card to confirm, and what may come between."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from bot.i18n import Translator
from bot.keyboards import buttons, papers
from bot.keyboards import callbacks as cb
from bot.keyboards.cart import DropLines, ShowCart, ShowLinesToDrop
from bot.keyboards.orders import (
    AddAlso,
    ChangeAddress,
    ChangeComment,
    ChangeDraft,
    ConfirmOrder,
    DropDraft,
    NoComment,
    PickAddress,
    PickUp,
    ShowDraft,
)
from bot.screen import (
    Block,
    Bold,
    Button,
    Column,
    Details,
    Heading,
    Paragraph,
    Screen,
    Style,
    Table,
    Text,
)
from bot.services.portal.models import AddressOut, DifferenceLine, DropOut, ProblemOut, Quote
from bot.views import cart as cart_view
from bot.views.format import amount, money, number, quantity
from bot.views.hints import hints
from bot.views.parts import LONGEST_LABEL, field, lines, product, rows, shorten, strong

COMMENT_SHOWN = 400
"""A longer comment is folded: the card must stay one message."""
LINES_SHOWN = 60


def ask_address(t: Translator, addresses: list[AddressOut]) -> Screen:
    known = tuple(
        (Button(shorten(address.text, LONGEST_LABEL), PickAddress(id=address.id).pack()),)
        for address in addresses[:20]
    )
    return Screen(
        (Heading(t("checkout-address")), Paragraph(t("checkout-address-hint"))),
        (
            *known,
            (Button(t("checkout-pickup"), PickUp().pack()),),
            (Button(t("button-cancel"), cb.StopAsking().pack()),),
        ),
    )


def ask_comment(t: Translator, address: str) -> Screen:
    return Screen(
        (
            Heading(t("checkout-comment")),
            lines(field(t("checkout-delivery"), address), t("checkout-comment-hint")),
        ),
        (
            (Button(t("checkout-no-comment"), NoComment().pack()),),
            (Button(t("button-cancel"), cb.StopAsking().pack()),),
        ),
    )


def confirm(
    t: Translator,
    key: str,
    quote: Quote,
    address: str,
    comment: str,
    differences: list[DifferenceLine] | None = None,
) -> Screen:
    """Everything that is agreed by **Подтвердить заказ**; `key` is the draft's."""
    blocks: list[Block] = []
    if differences:
        said = [_difference(t, line, quote) for line in differences]
        blocks.append(lines((Bold(t("checkout-differs")),), *said))
    blocks += [Heading(t("checkout-title")), *_about(t, quote, address, comment)]
    blocks += cart_view.about(t, quote)
    blocks += _lines(t, quote)
    if extra := hints(t, quote):
        blocks.append(lines(*extra))
    if quote.also:
        blocks.append(_also(t, key, quote))
    problems = [_problem(t, problem, quote) for problem in quote.problems]
    if problems:
        blocks.append(lines(*problems))
    blocked = any(problem.blocking for problem in quote.problems)
    if blocked:
        blocks.append(Paragraph((Bold(t("checkout-blocked")),)))
    sure = Button(t("checkout-confirm"), ConfirmOrder(key=key).pack(), style=Style.SUCCESS)
    change = Button(t("checkout-change"), ChangeDraft(key=key).pack())
    drop = Button(t("checkout-drop"), DropDraft(key=key).pack())
    ways = rows(_ways_out(t, quote), 2)
    keyboard = (*(() if blocked else ((sure,),)), *ways, (change, drop))
    return Screen(tuple(blocks), tuple(row for row in keyboard if row))


def _also(t: Translator, key: str, quote: Quote) -> Details:
    """What most of the last orders had, and this one lacks: a tap adds the usual quantity."""
    columns = (
        Column(t("column-product")),
        Column(t("column-quantity"), numeric=True),
        Column(t("column-price"), numeric=True),
        Column(""),
    )
    rows: tuple[tuple[Text, ...], ...] = tuple(
        (
            product(each.product.article, each.product.name),
            quantity(t, each.usual_quantity, each.product.unit),
            t("dash") if each.product.price is None else amount(t, each.product.price),
            Button("+", AddAlso(key=key, id=each.product.id).pack()),
        )
        for each in quote.also
    )
    return Details(t("checkout-also"), (Table(columns, rows),))


def _ways_out(t: Translator, quote: Quote) -> list[Button]:
    over = next((each for each in quote.problems if each.code == "over_limit"), None)
    if over is None:
        return []
    ways = []
    if over.pay:
        ways.append(Button(t("pay-invoice"), papers.ShowDues().pack()))
    if over.drop:
        words = t("checkout-drop-lines", count=len(over.drop))
        ways.append(Button(words, ShowLinesToDrop().pack()))
    ways.append(Button(t("question-button"), papers.AskManager(about="limit").pack()))
    return ways


def lines_to_drop(t: Translator, drop: list[DropOut]) -> Screen:
    """Without these the order would be within the limit."""
    named = (f"{line.article} {line.name}: {money(t, line.amount)}".strip() for line in drop)
    surely = Button(t("checkout-drop-surely"), DropLines().pack(), style=Style.DANGER)
    return Screen(
        (lines((Bold(t("checkout-drop-ask")),), *named),), ((surely,), (buttons.cart(t),))
    )


def _about(t: Translator, quote: Quote, address: str, comment: str) -> list[Block]:
    said = shorten(comment, COMMENT_SHOWN) or t("checkout-comment-none")
    blocks: list[Block] = [
        lines(
            strong(t("checkout-company"), quote.company),
            field(t("checkout-inn"), quote.inn),
            field(t("checkout-delivery"), address),
            field(t("checkout-comment-label"), said),
        )
    ]
    if len(comment) > COMMENT_SHOWN:
        blocks.append(Details(t("checkout-comment-whole"), (Paragraph(comment),)))
    return blocks


def _lines(t: Translator, quote: Quote) -> list[Block]:
    table = tuple(cart_view.row(t, at, line) for at, line in enumerate(quote.lines, 1))
    columns = cart_view.columns(t)
    blocks: list[Block] = [Table(columns, table[:LINES_SHOWN])]
    if rest := table[LINES_SHOWN:]:
        summary = t(
            "cart-page",
            **{"from": LINES_SHOWN + 1, "to": len(table), "count": len(table)},
        )
        blocks.append(Details(summary, (Table(columns, rest),)))
    blocks.append(
        lines(
            strong(t("cart-total"), money(t, quote.total, quote.currency)),
            field(t("cart-vat"), money(t, quote.vat, quote.currency)),
        )
    )
    return blocks


def _problem(t: Translator, problem: ProblemOut, quote: Quote) -> str:
    named = {"article": problem.article, "name": problem.name}
    if problem.code == "over_limit":
        return _over_limit(t, problem, quote.currency)
    if problem.code in ("below_minimum", "over_personal_limit"):
        amount = money(t, problem.amount or Decimal(0), quote.currency)
        return t(f"checkout-problem-{problem.code.replace('_', '-')}", amount=amount)
    if problem.code == "short":
        units = {line.product_id: line.unit for line in quote.lines}
        left = quantity(t, problem.stock or Decimal(0), units.get(problem.product_id or "", ""))
        return t("checkout-problem-short", **named, stock=left)
    if problem.code == "unavailable":
        return t("checkout-problem-unavailable", **named)
    if problem.code == "empty":
        return t("checkout-problem-empty")
    return t("checkout-problem-other", **named)


def _over_limit(t: Translator, problem: ProblemOut, currency: str) -> str:
    """By how much, and which payments would help."""
    over = t("checkout-problem-over-limit", amount=money(t, problem.amount or Decimal(0), currency))
    if not problem.pay:
        return over
    total = money(t, sum((due.amount for due in problem.pay), Decimal(0)), currency)
    named = ", ".join(due.document for due in problem.pay[:3])
    key = "checkout-pay-more" if len(problem.pay) > 3 else "checkout-pay"
    return f"{over} {t(key, documents=named, amount=total)}"


def _difference(t: Translator, line: DifferenceLine, quote: Quote) -> str:
    in_money: Callable[[Decimal], str] = lambda value: money(t, value, quote.currency)  # noqa: E731
    in_units: Callable[[Decimal], str] = lambda value: number(t, value)  # noqa: E731
    how = in_money if line.kind in ("price", "over_limit") else in_units
    known = {
        "article": line.article,
        "name": line.name,
        "was": _value(t, line.was, how),
        "now": _value(t, line.now, how),
    }
    key = f"checkout-differs-{line.kind.replace('_', '-')}"
    key = key if key in t else "checkout-differs-other"
    return t(key, **{name: known[name] for name in t.arguments(key)})


def _value(t: Translator, text: str | None, how: Callable[[Decimal], str]) -> str:
    try:
        return t("dash") if text is None else how(Decimal(text))
    except InvalidOperation:
        return text or ""


def what_to_change(t: Translator, key: str) -> Screen:
    choices: tuple[tuple[str, str], ...] = (
        ("checkout-change-lines", ShowCart().pack()),
        ("checkout-change-address", ChangeAddress(key=key).pack()),
        ("checkout-change-comment", ChangeComment(key=key).pack()),
        ("button-back", ShowDraft(key=key).pack()),
    )
    return Screen(
        (Paragraph(t("checkout-what-to-change")),),
        tuple((Button(t(label), data),) for label, data in choices),
    )


def checking(t: Translator) -> Screen:
    return Screen((Heading(t("checkout-checking")), Paragraph(t("checkout-checking-hint"))))


def said(t: Translator, key: str) -> Screen:
    """A card that is over: dropped, out of date."""
    return Screen((Paragraph(t(key)),), ((buttons.cart(t), buttons.menu(t)),))


def refused(t: Translator, why: str) -> Screen:
    words: Text = (Bold(t("checkout-refused")),)
    return Screen((lines(words, why),), ((buttons.cart(t), buttons.menu(t)),))
