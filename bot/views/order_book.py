"""An order as Excel: what was agreed, and the hash by which anybody can prove it."""

from zoneinfo import ZoneInfo

from bot.book import Book, BookColumn, Kind
from bot.i18n import Translator
from bot.services.portal.models import OrderOut
from bot.views.format import money


def receipt(t: Translator, order: OrderOut, sha256: str, zone: str) -> Book:
    columns = (
        BookColumn(t("column-number"), 5, Kind.NUMBER),
        BookColumn(t("column-article"), 18),
        BookColumn(t("column-name"), 50),
        BookColumn(t("column-quantity"), 10, Kind.NUMBER),
        BookColumn(t("report-unit"), 6),
        BookColumn(t("column-price"), 12, Kind.MONEY),
        BookColumn(t("column-amount"), 14, Kind.MONEY),
    )
    rows = tuple(
        (
            line.number,
            line.article or None,
            line.name,
            line.quantity,
            line.unit,
            line.price,
            line.amount,
        )
        for line in order.lines
    )
    placed = order.placed_at.astimezone(ZoneInfo(zone))
    lead = (
        t("order-title", number=order.number),
        f"{t('checkout-company')}: {order.company.name}",
        f"{t('order-placed-at')}: {placed:%d.%m.%Y %H:%M}, {order.author}",
        f"{t('checkout-delivery')}: {order.address or t('dash')}",
        f"{t('cart-total')}: {money(t, order.total, order.currency)}, "
        f"{t('cart-vat').lower()}: {money(t, order.vat, order.currency)}",
        f"SHA-256: {sha256}",
    )
    return Book(t("order-title", number=order.number), columns, rows, lead)
