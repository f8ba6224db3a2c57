"""A company's price list as Excel: a row a product, its quantity breaks in columns of their own."""

from collections.abc import Iterator

from portal.domain.pricelist import Priced, PriceList
from portal.printing import sums
from portal.printing.workbook import Book, BookColumn, Cell, Kind, xlsx

COLUMNS = (
    BookColumn("Артикул", 18),
    BookColumn("Наименование", 60),
    BookColumn("Группа", 26),
    BookColumn("Бренд", 14),
    BookColumn("Ед.", 6),
    BookColumn("Кратность", 10, Kind.NUMBER),
    BookColumn("Минимум", 10, Kind.NUMBER),
    BookColumn("Остаток", 11, Kind.NUMBER),
    BookColumn("НДС", 8),
    BookColumn("Цена", 12, Kind.MONEY),
)
BREAK = (BookColumn("от, ед.", 10, Kind.NUMBER), BookColumn("Цена", 12, Kind.MONEY))
MOST_BREAKS = 3


def price_list_xlsx(found: PriceList) -> bytes:
    most = min(max((len(row.breaks) for row in found.rows), default=0), MOST_BREAKS)
    return xlsx(
        Book(
            name="Прайс-лист",
            lead=_lead(found),
            columns=COLUMNS + BREAK * most,
            rows=_rows(found, most),
            filtered=True,
        )
    )


def _lead(found: PriceList) -> tuple[str, ...]:
    supplier = found.supplier
    unit = "руб." if found.currency == "RUB" else found.currency
    return (
        f"Прайс-лист на {sums.day(found.on_date)}",
        ", ".join(filter(None, (supplier.name, supplier.phone))) if supplier else "",
        f"Для: {found.buyer.name}, ИНН {found.buyer.inn}",
        f"Вид цен: {found.price_type}. Цены с НДС и с учётом скидки, {unit}",
        "",
    )


def _rows(found: PriceList, most: int) -> Iterator[tuple[Cell, ...]]:
    for row in found.rows:
        goods = row.goods
        yield (
            goods.article,
            goods.name,
            row.group,
            row.brand,
            goods.unit,
            goods.multiple,
            goods.lowest,
            goods.stock if goods.counted else None,
            sums.rate(goods.vat),
            goods.price,
            *_breaks(row, most),
        )


def _breaks(row: Priced, most: int) -> Iterator[Cell]:
    for at in range(most):
        yield from row.breaks[at] if at < len(row.breaks) else (None, None)
