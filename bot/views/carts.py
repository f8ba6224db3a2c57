"""A company's carts beside each other."""

from bot.i18n import Translator
from bot.keyboards import buttons
from bot.keyboards import cart as cb
from bot.screen import (
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
from bot.services.portal.models import CartOut, SupplyOut
from bot.views.format import amount
from bot.views.parts import LONGEST_LABEL, shorten


def name_of(t: Translator, cart: CartOut) -> str:
    return cart.name or (cart.supply.name if cart.supply else t("carts-unnamed"))


def carts(t: Translator, shown: list[CartOut], *, supplies: bool) -> Screen:
    """`supplies`: a new cart can be of several kinds of supply."""
    columns = (
        Column(t("column-number"), numeric=True),
        Column(t("carts-column-name")),
        Column(t("carts-column-lines"), numeric=True),
        Column(t("column-amount"), numeric=True),
    )
    rows = tuple(_row(t, at, cart) for at, cart in enumerate(shown, 1))
    new = cb.PickSupply().pack() if supplies else cb.NewCart().pack()
    active = next((cart for cart in shown if cart.active), None)
    keyboard: list[tuple[Button, ...]] = [(Button(t("carts-new"), new),)]
    if active is not None:
        keyboard.append(
            (
                Button(t("carts-name"), cb.NameCart(id=active.id).pack()),
                Button(t("carts-copy"), cb.CopyCart(id=active.id).pack()),
            )
        )
        if len(shown) > 1:
            keyboard.append(
                (
                    Button(t("carts-merge"), cb.PickCartToMerge(id=active.id).pack()),
                    Button(t("carts-remove"), cb.RemoveCart(id=active.id).pack()),
                )
            )
    keyboard.append((buttons.cart(t), buttons.menu(t)))
    return Screen(
        (Heading(t("carts-title")), Table(columns, rows), Note(t("carts-hint"))), tuple(keyboard)
    )


def _row(t: Translator, at: int, cart: CartOut) -> tuple[Text, ...]:
    name = shorten(name_of(t, cart), 40)
    if cart.name and cart.supply:
        name = f"{name} ({cart.supply.name})"
    return (
        Button(str(at), cb.FillCart(id=cart.id).pack()),
        (Bold(f"{name} — {t('carts-active')}"),) if cart.active else name,
        str(len(cart.lines)),
        t("dash") if cart.total is None else amount(t, cart.total),
    )


def pick_supply(t: Translator, kinds: list[SupplyOut]) -> Screen:
    known = tuple(
        (Button(shorten(kind.name, LONGEST_LABEL), cb.NewCart(supply=kind.id).pack()),)
        for kind in kinds
    )
    usual = (Button(t("carts-from-stock"), cb.NewCart().pack()),)
    back = (Button(t("button-back"), cb.ShowCarts().pack()),)
    return Screen((Paragraph(t("carts-pick-supply")),), (usual, *known, back))


def pick_to_merge(t: Translator, into: CartOut, others: list[CartOut]) -> Screen:
    rows = tuple(
        (
            Button(
                shorten(f"{name_of(t, cart)} · {len(cart.lines)}", LONGEST_LABEL),
                cb.MergeCarts(id=into.id, other=cart.id).pack(),
            ),
        )
        for cart in others
    )
    back = (Button(t("button-back"), cb.ShowCarts().pack()),)
    return Screen((Paragraph(t("carts-merge-ask", name=name_of(t, into))),), (*rows, back))


def remove_surely(t: Translator, cart: CartOut) -> Screen:
    words = t("carts-remove-ask", name=name_of(t, cart), count=len(cart.lines))
    surely = cb.RemoveCartSurely(id=cart.id).pack()
    return Screen(
        (Paragraph(words),),
        (
            (Button(t("carts-remove-surely"), surely, style=Style.DANGER),),
            (Button(t("button-back"), cb.ShowCarts().pack()),),
        ),
    )
