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
from portal.exchange.commerceml.units import Units
from portal.exchange.commerceml.values import currency_code, per_base_unit, scaled, vat_rate
from portal.exchange.commerceml.xml import children, fields_of, parts_of, text_of

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
    parts = parts_of(element)
    offer_id, name = text_of(parts, "Ид"), text_of(parts, "Наименование")
    if not offer_id:
        return Skipped("an offer without Ид", name)
    unit, packs = units.read(parts["БазоваяЕдиница"]) if "БазоваяЕдиница" in parts else ("", ())
    prices: list[PriceRow] = []
    faults: list[str] = []
    for price in parts.get("Цены", ()):
        row = price_of(price)
        if isinstance(row, str):
            faults.append(row)
        else:
            prices.append(row)
    characteristic = ""
    if "#" in offer_id:
        characteristic = _characteristic(parts.get("ХарактеристикиТовара"), name)
    return Offer(
        offer_id,
        name,
        text_of(parts, "Артикул"),
        characteristic,
        unit,
        vat_of(parts["СтавкиНалогов"]) if "СтавкиНалогов" in parts else None,
        _barcodes(element, parts),
        packs,
        prices,
        _stock(element, parts, faults),
        text_of(parts, "ПометкаУдаления") == "true" or element.get("Статус") == "Удален",
        faults,
    )


def price_of(element: _Element) -> PriceRow | str:
    """A `Цена`, for one base unit; or what is wrong with it."""
    parts = parts_of(element)
    type_id, kopecks = text_of(parts, "ИдТипаЦены"), scaled(text_of(parts, "ЦенаЗаЕдиницу"), 100)
    if kopecks is None or kopecks < 0:
        return BAD_PRICE
    if not type_id:
        return NO_PRICE_TYPE
    start = scaled(text_of(parts, "МинКоличество"), 1000) or 0
    factor = text_of(parts, "Коэффициент")
    if factor not in {"", "1"}:
        thousandths = scaled(factor, 1000) or 0
        if thousandths > 0:
            kopecks = per_base_unit(kopecks, thousandths)
            start = start * thousandths // 1000
    return PriceRow(type_id, max(start, 0), kopecks, currency_code(text_of(parts, "Валюта")))


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


def _characteristic(element: _Element | None, name: str) -> str:
    values = (
        fields_of(child).get("Значение", "") for child in (element if element is not None else ())
    )
    return ", ".join(value for value in values if value) or in_brackets(name)


def _barcodes(element: _Element, parts: Mapping[str, _Element]) -> list[str]:
    codes: list[_Element] = []
    if "Штрихкод" in parts:
        codes.extend(children(element, "Штрихкод"))
    if "Штрихкоды" in parts:
        codes.extend(parts["Штрихкоды"])
    return [code for code in ((element.text or "").strip() for element in codes) if code]


def _stock(
    element: _Element, parts: Mapping[str, _Element], faults: list[str]
) -> list[tuple[str, int]] | None:
    """Quantities by warehouse; under an empty id where only the total is told. None: not told."""
    counted: list[tuple[str | None, str | None]] = []
    if "Склад" in parts:
        places = element.iterchildren(parts["Склад"].tag)
        counted = [(place.get("ИдСклада"), place.get("КоличествоНаСкладе")) for place in places]
    elif "Остатки" in parts:
        for rest in parts["Остатки"]:
            inside = parts_of(rest)
            if "Склад" in inside:
                for place in children(rest, "Склад"):
                    fields = fields_of(place)
                    counted.append((fields.get("Ид"), fields.get("Количество")))
            elif "Количество" in inside:
                counted.append(("", inside["Количество"].text))
    elif "Количество" in parts:
        counted = [("", parts["Количество"].text)]
    else:
        return None
    stock: list[tuple[str, int]] = []
    for warehouse, quantity in counted:
        thousandths = scaled((quantity or "0").strip(), 1000)
        if thousandths is None:
            faults.append(BAD_QUANTITY)
        else:
            stock.append((warehouse or "", thousandths))
    return stock
