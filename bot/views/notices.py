"""What the bot says by itself of what happened at the portal."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from bot.i18n import Translator
from bot.keyboards import callbacks as cb
from bot.keyboards.claim_callbacks import AcceptOrder
from bot.keyboards.desk import OpenCustomer
from bot.keyboards.notices import OpenNoticed
from bot.keyboards.papers import OpenAsked
from bot.screen import Block, Button, Note, Paragraph, Screen
from bot.services.portal.models import EventOut
from bot.services.portal.nudge_models import LOW
from bot.views.company_requests import about
from bot.views.format import day, money, number
from bot.views.parts import role
from bot.views.search import stock

KNOWN = timedelta(days=14)
"""Who paid longer ago knows that it arrived."""


def notice(t: Translator, event: EventOut, active: str | None, *, own: bool) -> Screen | None:
    """`active` is the company that the person acts for now: another is named. None: of that there
    is nothing to say to them."""
    said = WORDS[event.kind](t, event, own)
    if said is None:
        return None
    blocks: list[Block] = [Paragraph(each) for each in said if each]
    company = event.company
    if company and company.id != active and event.kind != "access_taken":
        blocks.append(Note(company.name))
    return Screen(tuple(blocks), _keyboard(t, event, active))


Said = list[str] | None


def _accepted(t: Translator, event: EventOut, own: bool) -> Said:
    order = event.order
    if order is None:
        return None
    said = t(
        "notice-order-accepted",
        number=order.number,
        total=money(t, order.total, order.currency),
        author=order.author,
    )
    return [said, _instead(t, event)]


def _instead(t: Translator, event: EventOut) -> str:
    return t("notice-order-instead", orders=event.data["note"]) if event.data.get("note") else ""


def _moved(t: Translator, event: EventOut, own: bool) -> Said:
    return [_status(t, event), str(event.data.get("note") or "")]


def _shipped(t: Translator, event: EventOut, own: bool) -> Said:
    track = event.data.get("note")
    return [_status(t, event), t("notice-track", track=track) if track else ""]


def _changed(t: Translator, event: EventOut, own: bool) -> Said:
    """A colleague's is told by the order that stands in its place."""
    if not own or event.order is None:
        return None
    note = str(event.data.get("note") or "")
    return [t("notice-order-changed", number=event.order.number, orders=note)]


def _status(t: Translator, event: EventOut) -> str:
    number_of = event.order.number if event.order else ""
    named = t(f"order-status-{str(event.data['status']).replace('_', '-')}")
    return t("notice-order-status", number=number_of, status=named)


def _scored(t: Translator, event: EventOut, own: bool) -> Said:
    data, of = event.data, event.order.number if event.order else ""
    if data["score"] > LOW:
        marks = {"before": str(data["was"]), "score": str(data["score"])}
        return [t("notice-score-better", number=of, name=str(data["by"]), **marks)]
    said = t("notice-score", score=str(data["score"]), number=of, name=str(data["by"]))
    return [said, t("notice-score-word", word=str(data["word"])) if data["word"] else ""]


def _invoice(t: Translator, event: EventOut, own: bool) -> Said:
    data = event.data
    return [t("notice-invoice", number=str(data["number"]), amount=_kopecks(t, data["amount"]))]


def _payment(t: Translator, event: EventOut, own: bool) -> Said:
    """None: the accounts tell of the past, as when they are connected."""
    if event.at.date() - date.fromisoformat(event.data["on_date"]) > KNOWN:
        return None
    debt = Decimal(event.data["debt"])
    left = t("notice-debt", debt=_kopecks(t, debt)) if debt > 0 else t("notice-no-debt")
    return [t("notice-payment", amount=_kopecks(t, event.data["amount"])), left]


def _arrived(t: Translator, event: EventOut, own: bool) -> Said:
    """None: the product is shown no more."""
    product = event.product
    if product is None:
        return None
    held = stock(t, product.stock, product.unit)
    name = f"{product.article} {product.name}".strip()
    return [t("notice-arrived", name=name, quantity=held)]


def _level(t: Translator, event: EventOut, own: bool) -> Said:
    data = event.data
    named = f"{data.get('sign', '')} {data['level']}".strip()
    percent = Decimal(data.get("discount") or 0) / 100
    discount = t("notice-level-discount", percent=number(t, percent)) if percent else ""
    return [t("notice-level", level=named), discount]


def _asked(t: Translator, event: EventOut, own: bool) -> Said:
    data = event.data
    if data["request"] == "paid":
        return [t("notice-paid", name=str(data["by"])), str(data.get("text") or "")]
    what = about(t, str(data["request"]), event.order.number if event.order else None)
    return [t("notice-asked", what=what, name=str(data["by"])), str(data.get("text") or "")]


def _request(t: Translator, event: EventOut, own: bool) -> Said:
    if not own:
        return None
    if event.data["request"] == "edo" and event.order is not None:
        said = t("notice-edo-done", number=event.order.number)
    elif event.data["request"] == "paid":
        said = t("notice-paid-seen")
    else:
        said = t("notice-request-done")
    return [said, str(event.data.get("answer") or "")]


def _given(t: Translator, event: EventOut, own: bool) -> Said:
    data = event.data
    return [t("notice-access-given", name=data["name"], role=role(t, data["role"]))]


def _taken(t: Translator, event: EventOut, own: bool) -> Said:
    if own:
        return [t("notice-access-taken-own", company=event.company.name if event.company else "")]
    return [t("notice-access-taken", name=event.data["name"])]


def _deputy(t: Translator, event: EventOut, own: bool) -> Said:
    first, last = (date.fromisoformat(event.data[name]) for name in ("first_day", "last_day"))
    today = event.at.date()
    days = {"first": day(t, first, today), "last": day(t, last, today)}
    return [t("notice-deputy", name=event.data["by"], **days)]


WORDS: dict[str, Callable[[Translator, EventOut, bool], Said]] = {
    "order_accepted": _accepted,
    "order_moved": _moved,
    "order_changed": _changed,
    "order_shipped": _shipped,
    "order_delivered": _moved,
    "order_cancelled": _moved,
    "order_scored": _scored,
    "invoice_issued": _invoice,
    "payment_received": _payment,
    "stock_arrived": _arrived,
    "level_changed": _level,
    "request_made": _asked,
    "request_closed": _request,
    "access_given": _given,
    "access_taken": _taken,
    "deputy_named": _deputy,
}


def _keyboard(t: Translator, event: EventOut, active: str | None) -> tuple[tuple[Button, ...], ...]:
    if event.product is not None:
        opens = cb.OpenProduct(id=event.product.id).pack()
        return ((Button(t("notice-open-product"), opens),),)
    if event.kind == "request_made":
        opens = OpenAsked(id=str(event.data["request_id"])).pack()
        return ((Button(t("asked-open"), opens),),)
    if event.kind == "order_scored" and event.company is not None:
        return ((Button(t("notice-open-company"), OpenCustomer(id=event.company.id).pack()),),)
    if event.order is not None and event.company is not None:
        noticed = OpenNoticed(company=event.company.id, order=event.order.id).pack()
        opened = Button(t("order-open"), noticed)
        if event.kind == "order_delivered" and event.company.id == active:
            accept = Button(t("order-accept"), AcceptOrder(id=event.order.id).pack())
            return ((opened, accept),)
        return ((opened,),)
    return ()


def _kopecks(t: Translator, value: int | Decimal) -> str:
    return money(t, Decimal(value) / 100)
