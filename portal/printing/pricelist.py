"""A company's price list as Excel: a row a product, its quantity breaks in columns of their own."""

from collections.abc import Callable, Iterator

from portal.domain.pricelist import Priced, PriceList
from portal.printing import sums
from portal.printing.workbook import Book, BookColumn, Cell, Kind, xlsx

COLUMNS: tuple[tuple[BookColumn, Callable[[Priced], Cell]], ...] = (
    (BookColumn("Артикул", 18), lambda row: row.goods.article),
    (BookColumn("Наименование", 60), lambda row: row.goods.name),
    (BookColumn("Группа", 26), lambda row: row.group),
    (BookColumn("Бренд", 14), lambda row: row.brand),
    (BookColumn("Ед.", 6), lambda row: row.goods.unit),
    (BookColumn("Кратность", 10, Kind.NUMBER), lambda row: row.goods.multiple),
    (BookColumn("Минимум", 10, Kind.NUMBER), lambda row: row.goods.lowest),
    (
        BookColumn("Остаток", 11, Kind.NUMBER),
        lambda row: row.goods.stock if row.goods.counted else None,
    ),
    (BookColumn("НДС", 8), lambda row: sums.rate(row.goods.vat)),
    (BookColumn("Цена", 12, Kind.MONEY), lambda row: row.goods.price),
)
"""Each with what stands in it."""
BREAK = (BookColumn("от, ед.", 10, Kind.NUMBER), BookColumn("Цена", 12, Kind.MONEY))
MOST_BREAKS = 3


def price_list_xlsx(found: PriceList) -> bytes:
    most = min(max((len(row.breaks) for row in found.rows), default=0), MOST_BREAKS)
    return xlsx(
        Book(
            name="Прайс-лист",
            lead=_lead(found),
            columns=tuple(column for column, _ in COLUMNS) + BREAK * most,
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
        yield (*(cell(row) for _, cell in COLUMNS), *_breaks(row, most))


def _breaks(row: Priced, most: int) -> Iterator[Cell]:
    for at in range(most):
        yield from row.breaks[at] if at < len(row.breaks) else (None, None)
