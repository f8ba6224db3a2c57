"""Orders: the history, one order's card, and the same again at today's prices."""

from datetime import datetime
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData

from bot.i18n import Translator
from bot.keyboards import buttons
from bot.keyboards import claim_callbacks as claims
from bot.keyboards import orders as cb
from bot.keyboards.desk import WriteManager
from bot.keyboards.papers import OrderDocuments
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
from bot.services.portal.models import OrderOut
from bot.views.deliveries import deliveries
from bot.views.format import amount, day_of, moment, money, quantity
from bot.views.parts import field, lines, product, rows, shorten, strong

COMMENT_SHOWN = 400
LINES_SHOWN = 60


def history(
    t: Translator,
    orders: list[OrderOut],
    zone: str,
    now: datetime,
    *,
    page: int = 0,
    more: bool = False,
    text: str = "",
) -> Screen:
    """`text` is what they were looked for by."""
    columns = (
        Column(t("column-number")),
        Column(t("orders-column-date")),
        Column(t("orders-column-status")),
        Column(t("orders-column-total"), numeric=True),
    )
    table: tuple[tuple[Text, ...], ...] = tuple(
        (
            Button(order.number, cb.OpenOrder(id=order.id).pack()),
            day_of(t, order.placed_at, zone, now),
            status(t, order.status),
            amount(t, order.total),
        )
        for order in orders
    )
    turn = buttons.pages(t, page, more=more, turn=cb.TurnOrders)
    return Screen(
        (
            Heading(t("orders-found", query=shorten(text, 50)) if text else t("orders-title")),
            Table(columns, table),
            Note(t("orders-hint", number=orders[0].number)),
        ),
        tuple(row for row in (turn, _filters(t, text), (buttons.menu(t),)) if row),
    )


def _filters(t: Translator, text: str) -> tuple[Button, ...]:
    if text:
        return (Button(t("orders-all"), cb.FilterOrders(status="").pack()),)
    return tuple(
        Button(t(f"orders-only-{name.replace('_', '-')}"), cb.FilterOrders(status=name).pack())
        for name in ("open", "shipped")
    )


def empty(t: Translator, query: str) -> Screen:
    words = t("orders-none-found", query=shorten(query, 50)) if query else t("orders-empty")
    return Screen((Paragraph(words),), ((buttons.menu(t),),))


def card(
    t: Translator,
    order: OrderOut,
    zone: str,
    now: datetime,
    *,
    placed: bool = False,
    can_repeat: bool = True,
    more: bool = False,
) -> Screen:
    """`placed`: it asked for confirmation a moment ago. `more`: with what is done more rarely."""
    title = t("order-placed" if placed else "order-title", number=order.number)
    blocks: list[Block] = [
        Heading(title),
        lines(
            strong(t("order-status"), status(t, order.status)),
            field(t("order-placed-at"), moment(t, order.placed_at, zone, now)),
            field(t("checkout-company"), order.company.name),
            field(t("order-author"), author(t, order)),
            field(t("checkout-delivery"), order.address) if order.address else None,
            field(t("checkout-comment-label"), shorten(order.comment, COMMENT_SHOWN))
            if order.comment
            else None,
        ),
    ]
    if len(order.comment) > COMMENT_SHOWN:
        blocks.append(Details(t("checkout-comment-whole"), (Paragraph(order.comment),)))
    blocks += _lines(t, order)
    blocks += deliveries(t, order, now.astimezone(ZoneInfo(zone)).date())
    if len(order.events) > 1:
        blocks.append(Details(t("order-history"), (_events(t, order, zone, now),)))
    return Screen(tuple(blocks), _doings(t, order, can_repeat=can_repeat, more=more))


def author(t: Translator, order: OrderOut) -> str:
    return t("order-author-staff", name=order.author) if order.by_staff else order.author


def _doings(
    t: Translator, order: OrderOut, *, can_repeat: bool, more: bool
) -> tuple[tuple[Button, ...], ...]:
    """What can be done with it now: nothing that would be refused."""
    shipped = any(each.status in ("shipped", "delivered") for each in order.deliveries)
    first: tuple[tuple[bool, str, CallbackData], ...] = (
        (can_repeat, "order-repeat", cb.RepeatOrder(id=order.id)),
        (True, "order-documents", OrderDocuments(id=order.id)),
        (order.can_change, "order-change", cb.ChangeOrder(id=order.id)),
        (order.can_cancel, "order-cancel", cb.CancelOrder(id=order.id)),
        (shipped, "order-claim", claims.StartClaim(id=order.id)),
        (shipped, "order-accept", claims.AcceptOrder(id=order.id)),
        (True, "order-more", cb.MoreOfOrder(id=order.id)),
    )
    rest: tuple[tuple[bool, str, CallbackData], ...] = (
        (order.can_split, "order-split", cb.SplitOrder(id=order.id)),
        (order.can_merge_deliveries, "order-unite", cb.MergeDeliveries(id=order.id)),
        (order.can_change, "order-merge", cb.PickOrderToMerge(id=order.id)),
        (True, "order-receipt", cb.GetReceipt(id=order.id)),
        (True, "talk-write", WriteManager(order=order.id)),
        (True, "button-back", cb.OpenOrder(id=order.id)),
    )
    known = rest if more else first
    return rows([Button(t(key), press.pack()) for can, key, press in known if can], 2)


def _lines(t: Translator, order: OrderOut) -> list[Block]:
    columns = (
        Column(t("column-number"), numeric=True),
        Column(t("column-product")),
        Column(t("column-quantity"), numeric=True),
        Column(t("column-price"), numeric=True),
        Column(t("column-amount"), numeric=True),
    )
    table: tuple[tuple[Text, ...], ...] = tuple(
        (
            str(line.number),
            product(line.article, line.name),
            quantity(t, line.quantity, line.unit),
            amount(t, line.price),
            amount(t, line.amount),
        )
        for line in order.lines
    )
    blocks: list[Block] = [Table(columns, table[:LINES_SHOWN])]
    if rest := table[LINES_SHOWN:]:
        shown = {"from": LINES_SHOWN + 1, "to": len(table), "count": len(table)}
        blocks.append(Details(t("cart-page", **shown), (Table(columns, rest),)))
    blocks.append(
        lines(
            strong(t("cart-total"), money(t, order.total, order.currency)),
            field(t("cart-vat"), money(t, order.vat, order.currency)),
        )
    )
    return blocks


def _events(t: Translator, order: OrderOut, zone: str, now: datetime) -> Table:
    columns = (
        Column(t("order-when")),
        Column(t("orders-column-status")),
        Column(t("order-who")),
    )
    table: tuple[tuple[Text, ...], ...] = tuple(
        (
            moment(t, event.at, zone, now),
            f"{status(t, event.status)} ({event.note})" if event.note else status(t, event.status),
            event.by or t("order-by-accounting"),
        )
        for event in order.events
    )
    return Table(columns, table)


def status(t: Translator, name: str) -> str:
    """A status that is newer than this bot is shown as the portal calls it."""
    key = f"order-status-{name.replace('_', '-')}"
    return t(key) if key in t else name


def cancel_surely(t: Translator, order: OrderOut) -> Screen:
    words = t("order-cancel-ask", number=order.number, total=money(t, order.total, order.currency))
    surely = Button(
        t("order-cancel-surely"), cb.CancelOrderSurely(id=order.id).pack(), style=Style.DANGER
    )
    keep = Button(t("order-keep"), cb.OpenOrder(id=order.id).pack())
    return Screen((Paragraph((Bold(words),)),), ((surely,), (keep,)))
