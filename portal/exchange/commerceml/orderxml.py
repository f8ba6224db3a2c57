"""An order as a `Документ` of CommerceML 2.10, which its XSD accepts whatever the texts are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from lxml import etree
from lxml.etree import _Element

from portal.db.models import Company, Order, OrderLine, OrderStatus
from portal.exchange.commerceml.values import okei_code, okei_full_name

NAMESPACE = "urn:1C.ru:commerceml_2"
NSMAP: Any = {None: NAMESPACE}
VERSION = "2.10"

# What the schema allows, in characters.
ID, PRODUCT_ID, LINE, VALUE, COMMENT = 40, 80, 255, 1000, 3000

STATUSES = {
    OrderStatus.NEW: "Новый",
    OrderStatus.CONFIRMED: "Подтверждён",
    OrderStatus.AWAITING_PAYMENT: "Ожидает оплаты",
    OrderStatus.IN_ASSEMBLY: "Собирается",
    OrderStatus.PARTLY_SHIPPED: "Отгружен частично",
    OrderStatus.SHIPPED: "Отгружен",
    OrderStatus.DELIVERED: "Доставлен",
    OrderStatus.CANCELLED: "Отменён",
}

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Document:
    """An order with all that is written of it; each line with its product's id in 1C, if any."""

    order: Order
    company: Company
    author: str
    lines: Sequence[tuple[OrderLine, str | None]]


def legal(text: str, length: int) -> str:
    """The text without what XML cannot hold, and not longer than the schema allows."""
    return _ILLEGAL.sub("", text)[:length]


def document(found: Document, placed_at: datetime) -> _Element:
    """`placed_at` is in the zone of the 1C server, as 1C writes times without one."""
    order = found.order
    element = etree.Element(f"{{{NAMESPACE}}}Документ", nsmap=NSMAP)
    _add(element, "Ид", legal(order.external_id, ID))
    _add(element, "Номер", legal(order.number, LINE))
    _add(element, "Дата", placed_at.date().isoformat())
    _add(element, "ХозОперация", "Заказ товара")
    _add(element, "Роль", "Продавец")
    _add(element, "Валюта", _currency(order.currency))
    _add(element, "Курс", "1")
    _add(element, "Сумма", _money(order.total))
    _buyer(_add(_add(element, "Контрагенты"), "Контрагент"), found.company)
    _add(element, "Время", placed_at.time().isoformat("seconds"))
    if order.comment:
        _add(element, "Комментарий", legal(order.comment, COMMENT))
    if any(line.vat_rate is not None for line, _ in found.lines):
        _tax(_add(element, "Налоги"), order.vat)
    if found.lines:
        goods = _add(element, "Товары")
        for line, product_id in found.lines:
            _good(_add(goods, "Товар"), line, product_id)
    _requisites(_add(element, "ЗначенияРеквизитов"), found)
    return element


def _buyer(element: _Element, company: Company) -> None:
    _add(element, "Ид", legal(company.external_id or f"artikul-{company.id}", ID))
    name = legal(company.name, LINE)
    _add(element, "Наименование", name)
    # An INN of twelve digits is that of a person in business.
    _add(
        element, "ПолноеНаименование" if len(company.inn) == 12 else "ОфициальноеНаименование", name
    )
    inn, kpp = legal(company.inn, LINE), legal(company.kpp, LINE)
    if 10 <= len(inn) <= 12:
        _add(element, "ИНН", inn)
    if len(kpp) == 9:
        _add(element, "КПП", kpp)
    _add(element, "Роль", "Покупатель")


def _good(element: _Element, line: OrderLine, product_id: str | None) -> None:
    _add(element, "Ид", legal(product_id or f"artikul-{line.product_id}", PRODUCT_ID))
    if line.article:
        _add(element, "Артикул", legal(line.article, LINE))
    _add(element, "Наименование", legal(line.name, LINE))
    _unit(element, line.unit)
    rate = _add(_add(element, "СтавкиНалогов"), "СтавкаНалога")
    _add(rate, "Наименование", "НДС")
    _add(rate, "Ставка", _rate(line.vat_rate))
    requisites = _add(element, "ЗначенияРеквизитов")
    _requisite(requisites, "ТипНоменклатуры", "Товар")
    if len(line.name) > LINE:
        _requisite(requisites, "Полное наименование", line.name)
    _add(element, "ЦенаЗаЕдиницу", _money(line.price))
    _add(element, "Количество", _quantity(line.quantity))
    _add(element, "Сумма", _money(line.amount))
    _add(element, "Коэффициент", "1")
    if line.vat_rate is not None:
        _tax(_add(element, "Налоги"), line.vat, _rate(line.vat_rate))


def _unit(element: _Element, name: str) -> None:
    code = okei_code(name)
    unit = _add(element, "БазоваяЕдиница", legal(name, LINE))
    if code:
        unit.set("Код", code)
        unit.set("НаименованиеПолное", okei_full_name(code))


def _tax(element: _Element, amount: int, rate: str = "") -> None:
    tax = _add(element, "Налог")
    _add(tax, "Наименование", "НДС")
    _add(tax, "УчтеноВСумме", "true")
    _add(tax, "Сумма", _money(amount))
    if rate:
        _add(tax, "Ставка", rate)


def _requisites(element: _Element, found: Document) -> None:
    order = found.order
    _requisite(element, "Статус заказа", STATUSES[order.status])
    _requisite(element, "Отменен", str(order.status is OrderStatus.CANCELLED).lower())
    _requisite(element, "Адрес доставки", order.address)
    _requisite(element, "Вид цен", order.price_type)
    on_behalf = " (менеджер)" if order.by_staff else ""
    _requisite(element, "Заказал", f"{found.author}{on_behalf}")
    # A comment may be longer than the schema lets a comment be.
    _requisite(element, "Комментарий, продолжение", _ILLEGAL.sub("", order.comment)[COMMENT:])


def _requisite(element: _Element, name: str, value: str) -> None:
    parts = list(_parts(_ILLEGAL.sub("", value)))
    if parts:
        requisite = _add(element, "ЗначениеРеквизита")
        _add(requisite, "Наименование", name)
        for part in parts:
            _add(requisite, "Значение", part)


def _parts(text: str) -> Iterator[str]:
    for start in range(0, len(text), VALUE):
        yield text[start : start + VALUE]


def _add(element: _Element, name: str, text: str | None = None) -> _Element:
    child = etree.SubElement(element, f"{{{NAMESPACE}}}{name}")
    child.text = text
    return child


def _money(kopecks: int) -> str:
    return f"{Decimal(kopecks) / 100:.2f}"


def _short(number: Decimal) -> str:
    return f"{number:.3f}".rstrip("0").rstrip(".")


def _quantity(thousandths: int) -> str:
    return _short(Decimal(thousandths) / 1000)


def _rate(basis_points: int | None) -> str:
    return "Без НДС" if basis_points is None else _short(Decimal(basis_points) / 100)


def _currency(code: str) -> str:
    said = legal(code, LINE)
    return said if len(said) == 3 else "XXX"
