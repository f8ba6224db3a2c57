"""Buttons that more than one screen bears."""

from bot.i18n import Translator
from bot.keyboards import callbacks as cb
from bot.keyboards.cart import ShowCart
from bot.keyboards.desk import TurnCustomers, WriteManager
from bot.keyboards.lists import GetBlank
from bot.keyboards.money import TurnLedger
from bot.keyboards.orders import TurnOrders
from bot.keyboards.papers import TurnDocuments
from bot.screen import Button


def cart(t: Translator) -> Button:
    return Button(t("button-cart"), ShowCart().pack())


def menu(t: Translator) -> Button:
    return Button(t("button-menu"), cb.Menu().pack())


def manager(t: Translator, order: str = "") -> Button:
    """To one's manager, perhaps about an order."""
    return Button(t("talk-write"), WriteManager(order=order).pack())


def blank(t: Translator) -> Button:
    return Button(t("blank-button"), GetBlank().pack())


def pages(
    t: Translator,
    page: int,
    *,
    more: bool,
    turn: type[cb.TurnPage | TurnOrders | TurnLedger | TurnCustomers | TurnDocuments] = cb.TurnPage,
) -> tuple[Button, ...]:
    """Back and on, where there is anything."""
    row = []
    if page > 0:
        row.append(Button(t("button-back"), turn(number=page - 1).pack()))
    if more:
        row.append(Button(t("button-more"), turn(number=page + 1).pack()))
    return tuple(row)
