"""One XML element becomes one row. Lenient: what a file lacks is empty, whatever its schema is."""

from collections.abc import Iterator, Mapping

from lxml.etree import _Element

from portal.exchange.commerceml.rows import (
    Good,
    GroupRow,
    Offer,
    PriceRow,
    PriceTypeRow,
    Skipped,
    WarehouseRow,
)
from portal.exchange.commerceml.units import Packs, Units
from portal.exchange.commerceml.values import currency_code, per_base_unit, scaled, vat_rate
from portal.exchange.commerceml.xml import NAME, children, fields_of, parts_of, text_of

BAD_PRICE = "a price that is no number"
NO_PRICE_TYPE = "a price without a price type"
BAD_QUANTITY = "a quantity that is no number"


def groups_of(element: _Element, parent_id: str | None = None) -> Iterator[GroupRow | Skipped]:
    """The groups inside a `Группы`, each before its children."""
    for group in children(element, "Группа"):
        fields = fields_of(group)
        group_id, name = fields.get("Ид", ""), fields.get("Наименование", "")
        if not group_id:
            yield Skipped("a group without Ид", name)
            continue
        yield GroupRow(group_id, parent_id, name or group_id, _deleted(group, fields))
        for nested in children(group, "Группы"):
            yield from groups_of(nested, group_id)


def price_types_of(element: _Element) -> Iterator[PriceTypeRow | Skipped]:
    for kind in children(element, "ТипЦены"):
        fields = fields_of(kind)
        kind_id, name = fields.get("Ид", ""), fields.get("Наименование", "")
        if kind_id:
            currency = currency_code(fields.get("Валюта", ""))
            yield PriceTypeRow(kind_id, name or kind_id, currency, _deleted(kind, fields))
        else:
            yield Skipped("a price type without Ид", name)


def warehouses_of(element: _Element) -> Iterator[WarehouseRow | Skipped]:
    for warehouse in children(element, "Склад"):
        fields = fields_of(warehouse)
        warehouse_id, name = fields.get("Ид", ""), fields.get("Наименование", "")
        if warehouse_id:
            yield WarehouseRow(warehouse_id, name or warehouse_id, _deleted(warehouse, fields))
        else:
            yield Skipped("a warehouse without Ид", name)


def good_of(element: _Element, units: Units) -> Good | Skipped:
    """A `Товар` of a catalogue."""
    parts = parts_of(element)
    requisites: dict[str, str] = {}
    for requisite in parts.get("ЗначенияРеквизитов", ()):
        pair = fields_of(requisite)
        requisites[pair.get("Наименование", "")] = pair.get("Значение", "")
    good_id = text_of(parts, "Ид")
    name = text_of(parts, "Наименование") or requisites.get("Полное наименование", "")
    if not good_id:
        return Skipped("a product without Ид", name)
    if not name:
        return Skipped("a product without Наименование", good_id)
    unit, packs = units.read(parts["БазоваяЕдиница"]) if "БазоваяЕдиница" in parts else ("", ())
    vat = vat_of(parts["СтавкиНалогов"]) if "СтавкиНалогов" in parts else None
    if vat is None:
        vat = vat_rate(requisites.get("СтавкаНДС", ""))
    maker = fields_of(parts["Изготовитель"]) if "Изготовитель" in parts else {}
    groups = parts.get("Группы")
    return Good(
        good_id,
        name,
        text_of(parts, "Артикул"),
        text_of(parts, "Описание"),
        maker.get("Наименование") or text_of(parts, "ТорговаяМарка"),
        unit,
        vat,
        [] if groups is None else [(group.text or "").strip() for group in children(groups, "Ид")],
        _barcodes(element, parts),
        packs,
        _deleted(element, {"ПометкаУдаления": text_of(parts, "ПометкаУдаления")}),
    )


def offer_of(element: _Element, units: Units) -> Offer | Skipped:
    """A `Предложение`."""
    # There are more of these than of all else, so one loop takes what it meets.
    offer_id = name = article = unit = characteristic = ""
    vat: int | None = None
    packs: Packs = ()
    deleted = element.get("Статус") == "Удален"
    barcodes: list[str] = []
    prices: list[PriceRow] = []
    stock: list[tuple[str, int]] = []
    total: str | None = None
    faults: list[str] = []
    for child in element:
        part = NAME[child.tag]
        if part == "Склад":
            _count(stock, faults, child.get("ИдСклада"), child.get("КоличествоНаСкладе"))
        elif part == "Ид":
            offer_id = (child.text or "").strip()
        elif part == "Наименование":
            name = (child.text or "").strip()
        elif part == "Артикул":
            article = (child.text or "").strip()
        elif part == "Цены":
            for price in child:
                row = price_of(price)
                if isinstance(row, str):
                    faults.append(row)
                else:
                    prices.append(row)
        elif part == "Остатки":
            for rest in child:
                _rest(stock, faults, rest)
        elif part == "БазоваяЕдиница":
            unit, packs = units.read(child)
        elif part == "Количество":
            total = child.text
        elif part == "ПометкаУдаления":
            deleted = deleted or child.text == "true"
        elif part == "Штрихкод":
            barcodes.append((child.text or "").strip())
        elif part == "Штрихкоды":
            barcodes.extend((code.text or "").strip() for code in child)
        elif part == "СтавкиНалогов":
            vat = vat_of(child)
        elif part == "ХарактеристикиТовара":
            values = (fields_of(value).get("Значение", "") for value in child)
            characteristic = ", ".join(value for value in values if value)
    if not offer_id:
        return Skipped("an offer without Ид", name)
    if not stock and total is not None:
        _count(stock, faults, "", total)
    if "#" not in offer_id:
        characteristic = ""
    elif not characteristic:
        characteristic = in_brackets(name)
    if barcodes:
        barcodes = [code for code in barcodes if code]
    return Offer(
        offer_id,
        name,
        article,
        characteristic,
        unit,
        vat,
        barcodes,
        packs,
        prices,
        stock,
        deleted,
        faults,
    )


def price_of(element: _Element) -> PriceRow | str:
    """A `Цена`, for one base unit; or what is wrong with it."""
    type_id = amount = currency = least = factor = ""
    for child in element:
        part = NAME[child.tag]
        if part == "ИдТипаЦены":
            type_id = (child.text or "").strip()
        elif part == "ЦенаЗаЕдиницу":
            amount = (child.text or "").strip()
        elif part == "Валюта":
            currency = child.text or ""
        elif part == "Коэффициент":
            factor = (child.text or "").strip()
        elif part == "МинКоличество":
            least = (child.text or "").strip()
    kopecks = scaled(amount, 100)
    if kopecks is None or kopecks < 0:
        return BAD_PRICE
    if not type_id:
        return NO_PRICE_TYPE
    start = max(scaled(least, 1000) or 0, 0) if least else 0
    if factor and factor != "1":
        thousandths = scaled(factor, 1000) or 0
        if thousandths > 0:
            kopecks = per_base_unit(kopecks, thousandths)
            start = start * thousandths // 1000
    return PriceRow(type_id, start, kopecks, currency_code(currency) if currency else "")


def vat_of(element: _Element) -> int | None:
    """The rate in a `СтавкиНалогов`."""
    for tax in children(element, "СтавкаНалога"):
        fields = fields_of(tax)
        if fields.get("Наименование", "НДС").upper() == "НДС":
            return vat_rate(fields.get("Ставка", ""))
    return None


def in_brackets(name: str) -> str:
    """What stands in the brackets that close a name: `Белый` of `Стеллаж складской (Белый)`."""
    if not name.endswith(")"):
        return ""
    depth = 0
    for at in range(len(name) - 1, -1, -1):
        depth += (name[at] == ")") - (name[at] == "(")
        if not depth:
            return name[at + 1 : -1].strip()
    return ""


def _deleted(element: _Element, fields: Mapping[str, str]) -> bool:
    return fields.get("ПометкаУдаления") == "true" or element.get("Статус") == "Удален"


def _barcodes(element: _Element, parts: Mapping[str, _Element]) -> list[str]:
    codes: list[_Element] = []
    if "Штрихкод" in parts:
        codes.extend(children(element, "Штрихкод"))
    if "Штрихкоды" in parts:
        codes.extend(parts["Штрихкоды"])
    return [code for code in ((element.text or "").strip() for element in codes) if code]


def _rest(stock: list[tuple[str, int]], faults: list[str], rest: _Element) -> None:
    """An `Остаток`: by warehouses, or of all of them together."""
    by_places = False
    total = None
    for child in rest:
        part = NAME[child.tag]
        if part == "Склад":
            fields = fields_of(child)
            _count(stock, faults, fields.get("Ид"), fields.get("Количество"))
            by_places = True
        elif part == "Количество":
            total = child.text
    if not by_places:
        _count(stock, faults, "", total)


def _count(
    stock: list[tuple[str, int]], faults: list[str], warehouse: str | None, quantity: str | None
) -> None:
    thousandths = scaled(quantity.strip() if quantity else "0", 1000)
    if thousandths is None:
        faults.append(BAD_QUANTITY)
    else:
        stock.append((warehouse or "", thousandths))
