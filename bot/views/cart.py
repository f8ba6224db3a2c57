"""The cart: what is in it, what was just done to it."""

from bot.i18n import Translator
from bot.keyboards import buttons
from bot.keyboards.cart import ClearCart, ClearCartSurely, ShowCart, ShowCarts, TakeBack
from bot.keyboards.orders import CheckOut
from bot.screen import (
    Block,
    Bold,
    Button,
    Column,
    Details,
    Heading,
    Note,
    Paragraph,
    Screen,
    Style,
    Table,
    Text,
)
from bot.services.portal.models import AppliedChange, CartLineOut, CartOut, Quote
from bot.views.format import amount, money, quantity
from bot.views.hints import hints
from bot.views.parts import lines, product, strong

PAGE = 30
"""Lines on one screen."""


def cart(
    t: Translator,
    shown: CartOut,
    *,
    page: int = 0,
    said: str | None = None,
    applied: list[AppliedChange] | None = None,
) -> Screen:
    """`said` heads what was done in `applied`."""
    blocks: list[Block] = []
    if said is not None:
        changes = [line_now(t, change) for change in applied or []]
        blocks.append(lines((Bold(said),), *changes[:PAGE]))
    if not shown.lines:
        if shown.name or shown.supply:
            title = t("cart-named", name=shown.name) if shown.name else t("cart-title")
            blocks += [Heading(title), *about(t, shown)]
        blocks.append(lines(t("cart-empty"), t("cart-empty-hint")))
        several = Button(t("carts-button"), ShowCarts().pack())
        return Screen(tuple(blocks), ((several, buttons.blank(t)), (buttons.menu(t),)))
    title = t("cart-named", name=shown.name) if shown.name else t("cart-title")
    blocks += [Heading(title), *about(t, shown), *body(t, shown, page=page)]
    if extra := hints(t, shown):
        blocks.append(lines(*extra))
    if shown.subtotals:
        blocks.append(Details(t("cart-subtotals"), (_subtotals(t, shown),)))
    blocks.append(Note(t("cart-hint")))
    if branding := _branding(t, shown):
        blocks.append(Note(branding))
    return Screen(tuple(blocks), _keyboard(t, shown, page))


def about(t: Translator, shown: CartOut | Quote) -> list[Block]:
    """Which supply it is of, and which order it is to replace."""
    known = []
    if shown.supply is not None:
        known.append(t("cart-supply", name=shown.supply.name))
    if shown.replaces is not None:
        known.append(t("cart-replaces", number=shown.replaces.name))
    return [lines(*known)] if known else []


def _subtotals(t: Translator, shown: CartOut) -> Table:
    columns = (
        Column(t("cart-group")),
        Column(t("carts-column-lines"), numeric=True),
        Column(t("column-amount"), numeric=True),
    )
    return Table(
        columns,
        tuple(
            (each.group or t("cart-no-group"), str(each.lines), amount(t, each.amount))
            for each in shown.subtotals
        ),
    )


def _branding(t: Translator, shown: CartOut) -> str | None:
    """How to ask for a logo, by the example of the first line that can have one."""
    for at, line in enumerate(shown.lines, 1):
        if line.branding is not None and not line.branded:
            price = money(t, line.branding, shown.currency)
            return t("cart-branding-hint", number=at, price=price, unit=line.unit)
    return None


def body(t: Translator, shown: CartOut, *, page: int = 0) -> list[Block]:
    count, first = len(shown.lines), page * PAGE
    part = shown.lines[first : first + PAGE]
    blocks: list[Block] = [
        Table(columns(t), tuple(row(t, first + at + 1, line) for at, line in enumerate(part)))
    ]
    if count > PAGE:
        last = first + len(part)
        blocks.append(Paragraph(t("cart-page", **{"from": first + 1, "to": last, "count": count})))
    if shown.total is not None:
        vat = shown.vat
        blocks.append(
            lines(
                strong(t("cart-total"), money(t, shown.total, shown.currency)),
                f"{t('cart-vat')}: {money(t, vat, shown.currency)}" if vat else None,
            )
        )
    return blocks


def columns(t: Translator) -> tuple[Column, ...]:
    return (
        Column(t("column-number"), numeric=True),
        Column(t("column-product")),
        Column(t("column-quantity"), numeric=True),
        Column(t("column-price"), numeric=True),
        Column(t("column-amount"), numeric=True),
    )


def row(t: Translator, number: int, line: CartLineOut) -> tuple[Text, ...]:
    notes = [t("cart-branded")] if line.branded else []
    if not line.available:
        notes.append(t("cart-unavailable"))
    elif line.short and line.elsewhere:
        held, there = (quantity(t, each, line.unit) for each in (line.elsewhere, line.stock))
        notes.append(t("cart-short-elsewhere", quantity=there, elsewhere=held))
    elif line.short:
        notes.append(t("cart-short", quantity=quantity(t, line.stock, line.unit)))
    return (
        str(number),
        product(line.article, line.name, *notes),
        quantity(t, line.quantity, line.unit),
        t("dash") if line.price is None else amount(t, line.price),
        t("dash") if line.amount is None else amount(t, line.amount),
    )


def _keyboard(t: Translator, shown: CartOut, page: int) -> tuple[tuple[Button, ...], ...]:
    turn = []
    if page > 0:
        turn.append(Button(t("button-back"), ShowCart(page=page - 1).pack()))
    if len(shown.lines) > (page + 1) * PAGE:
        turn.append(Button(t("button-more"), ShowCart(page=page + 1).pack()))
    order = Button(t("cart-check-out"), CheckOut().pack(), style=Style.PRIMARY)
    several = Button(t("carts-button"), ShowCarts().pack())
    clear = Button(t("cart-clear"), ClearCart().pack())
    last = (several, clear, buttons.menu(t))
    return tuple(row for row in (tuple(turn), (order,), last) if row)


def clear_surely(t: Translator, shown: CartOut) -> Screen:
    surely = ClearCartSurely(id=shown.id).pack()
    return Screen(
        (Paragraph(t("cart-clear-ask", count=len(shown.lines))),),
        (
            (Button(t("cart-clear-surely"), surely, style=Style.DANGER),),
            (Button(t("button-back"), ShowCart().pack()),),
        ),
    )


def cleared(t: Translator) -> Screen:
    return Screen((Paragraph(t("cart-cleared")),), ((buttons.menu(t),),))


def line_now(t: Translator, change: AppliedChange, *, grown: bool = False) -> str:
    """What became of one line: «3001 Болт М8: 100 шт — округлили до упаковки».

    `grown`: where there was some already, how much came to it: «+10 шт, в корзине 110 шт».
    """
    named = {"article": change.article, "name": change.name}
    if not change.quantity:
        return t("cart-line-removed", **named)
    held = quantity(t, change.quantity, change.unit)
    if grown and 0 < change.before < change.quantity:
        more = quantity(t, change.quantity - change.before, change.unit)
        held = t("cart-grown", more=more, quantity=held)
    keys = {"rounded_to_pack": "cart-line-rounded", "raised_to_minimum": "cart-line-minimum"}
    return t(keys.get(change.note or "", "cart-line-now"), **named, quantity=held)


def entered(t: Translator, applied: list[AppliedChange]) -> Screen:
    """After a line or a quantity went straight to the cart."""
    said = (line_now(t, change, grown=True) for change in applied)
    back = Button(t("button-cancel"), TakeBack().pack())
    return Screen(
        (lines((Bold(t("entry-added")),), *said),),
        ((back, buttons.cart(t)),),
    )


def taken_back(t: Translator, applied: list[AppliedChange]) -> Screen:
    said = []
    for change in applied:
        named = {"article": change.article, "name": change.name}
        if change.quantity:
            held = quantity(t, change.quantity, change.unit)
            said.append(t("entry-undone-now", **named, quantity=held))
        else:
            said.append(t("entry-undone-gone", **named))
    return Screen((lines((Bold(t("entry-undone")),), *said),), ((buttons.cart(t),),))
