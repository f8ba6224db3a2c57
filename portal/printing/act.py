"""An act of reconciliation, «Акт сверки»: ours on the left, the buyer's own to be filled in."""

from collections.abc import Iterator

from portal.db.models import EntryKind, SettlementEntry
from portal.domain.reconciliation import Act
from portal.printing import goods, sums
from portal.printing.sheet import Sheet
from portal.printing.tables import Column, Row, table
from portal.printing.workbook import Book, BookColumn, Cell, Kind, xlsx

KINDS = {
    EntryKind.SHIPMENT: "Отгрузка",
    EntryKind.PAYMENT: "Оплата",
    EntryKind.RETURN: "Возврат",
    EntryKind.CORRECTION: "Корректировка",
}
HALF = (
    Column("Дата", 19, "C"),
    Column("Документ", 60.5),
    Column("Дебет, руб.", 28.5, "R"),
    Column("Кредит, руб.", 28.5, "R"),
)
EMPTY = ("", "", "", "")


def _titles(act: Act) -> tuple[str, str]:
    title = f"Акт сверки взаимных расчётов за период с {sums.day(act.first)} по"
    between = f"между {act.supplier.name} и {act.buyer.name}"
    if act.contract is not None:
        named = goods.contract(act.contract)
        between += f", {named[0].lower()}{named[1:]}"
    return f"{title} {sums.day(act.last)}", between


def _named(entry: SettlementEntry) -> str:
    kind = KINDS[entry.kind]
    return f"{kind}: {entry.document}" if entry.document else kind


def _sides(amount: int) -> tuple[str, str]:
    """What is owed stands in debit, what is owed to the buyer in credit."""
    if amount < 0:
        return "", sums.money(-amount)
    return sums.money(amount), ""


def _balance_on(words: str, amount: int) -> tuple[str, ...]:
    if amount:
        return ("", words, *_sides(amount))
    return ("", words, sums.money(0), sums.money(0))


def conclusion(act: Act) -> str:
    """What it comes to, as an accountant says it."""
    on = f"По данным {act.supplier.name} на {sums.day(act.last)}"
    if not act.turnover.closing:
        return f"{on} задолженность отсутствует."
    owed = abs(act.turnover.closing)
    whose = act.supplier.name if act.turnover.closing > 0 else act.buyer.name
    amount = f"{sums.money(owed)} руб. ({sums.in_words(owed)})"
    return f"{on} задолженность в пользу {whose} составляет {amount}."


def act_pdf(act: Act) -> bytes:
    title, between = _titles(act)
    sheet = Sheet(title, landscape=True)
    sheet.say(title, size=13, bold=True, align="C", after=0.5)
    sheet.say(between, size=9, align="C", after=3)
    _whose(sheet, act)
    rows = [
        Row(
            (*_balance_on("Сальдо начальное", act.turnover.opening), *EMPTY),
            act.turnover.opening,
            bold=True,
        )
    ]
    rows += [
        Row((sums.day(entry.on_date), _named(entry), *_sides(entry.amount), *EMPTY), entry.amount)
        for entry in (each.entry for each in act.movements)
    ]
    turned = (
        "",
        "Обороты за период",
        sums.money(act.turnover.charged),
        sums.money(act.turnover.paid),
    )
    rows.append(Row((*turned, *EMPTY), bold=True))
    rows.append(Row((*_balance_on("Сальдо конечное", act.turnover.closing), *EMPTY), bold=True))
    width = sum(column.width for column in HALF)
    table(sheet, (*HALF, *HALF), rows, carried=_carried, carry_width=width, tail=42)
    sheet.set_y(sheet.get_y() + 3)
    sheet.say(conclusion(act), size=9, bold=True, after=2)
    goods.signatures(
        sheet,
        (f"От {act.supplier.name}", act.supplier.director),
        (f"От {act.buyer.name}", ""),
    )
    return sheet.made()


def _whose(sheet: Sheet, act: Act) -> None:
    """Two headings, one over each half."""
    half, y = sheet.wide / 2, float(sheet.get_y())
    left = sheet.put(f"По данным {act.supplier.name}", sheet.l_margin, y, half - 2, bold=True)
    right = sheet.put(f"По данным {act.buyer.name}", sheet.l_margin + half, y, half, bold=True)
    sheet.set_y(y + max(left, right) + 1)


def _carried(way: str, amount: int) -> tuple[str, str]:
    words = "Сальдо с предыдущей страницы" if way == "in" else "Сальдо к переносу"
    return f"{words}:", sums.money(amount)


def act_xlsx(act: Act) -> bytes:
    """With a running balance, for whoever looks for the difference."""
    return xlsx(
        Book(
            name="Акт сверки",
            lead=(*_titles(act), ""),
            columns=COLUMNS,
            rows=_with_balance(act),
            last=(
                (None, "Обороты за период", act.turnover.charged, act.turnover.paid, None),
                (None, "Сальдо конечное", None, None, act.turnover.closing),
            ),
            foot=(conclusion(act),),
        )
    )


COLUMNS = (
    BookColumn("Дата", 12, Kind.DAY),
    BookColumn("Документ", 50),
    BookColumn("Дебет, руб.", 16, Kind.MONEY),
    BookColumn("Кредит, руб.", 16, Kind.MONEY),
    BookColumn("Сальдо, руб.", 16, Kind.MONEY),
)


def _with_balance(act: Act) -> Iterator[tuple[Cell, ...]]:
    yield None, "Сальдо начальное", None, None, act.turnover.opening
    for each in act.movements:
        entry = each.entry
        debit, credit = max(entry.amount, 0) or None, max(-entry.amount, 0) or None
        yield entry.on_date, _named(entry), debit, credit, each.balance
