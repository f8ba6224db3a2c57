"""What the papers of an order have in common: who, what, and what it comes to."""

from portal.db.models import Company, Contract, Supplier
from portal.domain.papers import Paper
from portal.printing import sums
from portal.printing.sheet import GREY, MARGIN, Sheet
from portal.printing.tables import Column, Row, table

ROUBLE = "RUB"


def titled(sheet: Sheet, title: str) -> None:
    sheet.say(title, size=14, bold=True, after=1.5)
    sheet.rule(after=3, width=0.6)


def seller(supplier: Supplier) -> str:
    return _listed(
        supplier.name,
        f"ИНН {supplier.inn}",
        supplier.kpp and f"КПП {supplier.kpp}",
        supplier.address,
        supplier.phone and f"тел. {supplier.phone}",
    )


def buyer(company: Company) -> str:
    return _listed(company.name, f"ИНН {company.inn}", company.kpp and f"КПП {company.kpp}")


def contract(known: Contract) -> str:
    return f"Договор № {known.number} от {sums.day(known.signed_on)}"


def basis(paper: Paper) -> str:
    order = f"заказ № {paper.order.number}"
    if paper.contract is None:
        return order[0].upper() + order[1:]
    return f"{contract(paper.contract)}, {order}"


def _listed(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


COLUMNS = (
    Column("№", 9, "C"),
    Column("Артикул", 27),
    Column("Товар", 67),
    Column("Кол-во", 18, "R"),
    Column("Ед.", 13, "C"),
    Column("Цена", 24, "R"),
    Column("Сумма", 28, "R"),
)
WITH_VAT = (
    Column("№", 9, "C"),
    Column("Артикул", 25),
    Column("Товар", 52),
    Column("Кол-во", 16, "R"),
    Column("Ед.", 11, "C"),
    Column("Цена с НДС", 21, "R"),
    Column("НДС", 12, "C"),
    Column("Сумма НДС", 18, "R"),
    Column("Сумма с НДС", 22, "R"),
)


def lines(sheet: Sheet, paper: Paper, *, tail: float, vat: bool = False) -> None:
    """The table of goods; `tail` millimetres follow it and stay with its last row."""
    rows = []
    for line in paper.lines:
        cells: tuple[str, ...] = (
            str(line.number),
            line.article,
            line.name,
            sums.quantity(line.quantity),
            line.unit,
            sums.money(line.price),
        )
        if vat:
            cells += (sums.rate(line.vat_rate), sums.money(line.vat))
        rows.append(Row((*cells, sums.money(line.amount)), line.amount))
    table(sheet, WITH_VAT if vat else COLUMNS, rows, carried=_carried, tail=tail)


def _carried(way: str, amount: int) -> tuple[str, str]:
    words = "Перенесено с предыдущей страницы" if way == "in" else "К переносу"
    return f"{words}:", sums.money(amount)


def totals(sheet: Sheet, paper: Paper) -> None:
    """To the right, under the sums of the table."""
    rates = paper.vat_by_rate
    known = [("Итого:", sums.money(paper.total))]
    for rate, vat in rates.items():
        if rate is not None:
            known.append((f"В том числе НДС {sums.rate(rate)}:", sums.money(vat)))
        elif len(rates) == 1:
            known.append(("Без налога (НДС)", "—"))
    sheet.set_y(sheet.get_y() + 2)
    for label, amount in [*known, ("Всего к оплате:", sums.money(paper.total))]:
        y = float(sheet.get_y())
        sheet.put(label, MARGIN, y, sheet.wide - 36, bold=True, align="R")
        taken = sheet.put(amount, MARGIN + sheet.wide - 36, y, 35, bold=True, align="R")
        sheet.set_y(y + taken + 0.6)


def summed_up(sheet: Sheet, paper: Paper) -> None:
    """How many lines, and the sum in words."""
    count, currency = len(paper.lines), paper.order.currency
    amount = sums.money(paper.total)
    unit = "руб." if currency == ROUBLE else currency
    sheet.set_y(sheet.get_y() + 2)
    sheet.say(f"Всего наименований {count}, на сумму {amount} {unit}", after=0.8)
    if currency == ROUBLE:
        sheet.say(sums.in_words(paper.total), bold=True, size=9, after=2)


def tail_of(paper: Paper, signatures: float) -> float:
    """How much stands below the table of goods, in millimetres."""
    return 26 + 4.5 * len(paper.vat_by_rate) + signatures


def signatures(sheet: Sheet, *who: tuple[str, str]) -> None:
    """(post, name): a line to sign on, and whose it is."""
    sheet.need(14 * ((len(who) + 1) // 2))
    width = sheet.wide / 2
    top = float(sheet.get_y()) + 6
    for at, (post, name) in enumerate(who):
        x, y = MARGIN + (at % 2) * width, top + (at // 2) * 13
        said = sheet.put(post, x, y, 33, bold=True)
        foot = y + max(said, 4.2)
        sheet.line(x + 34, foot, x + 58, foot)
        sheet.line(x + 60, foot, x + width - 4, foot)
        sheet.put("подпись", x + 34, foot + 0.4, 24, size=6, align="C", colour=GREY)
        sheet.put(
            "расшифровка", x + 60, foot + 0.4, width - 64, size=6, align="C",
            colour=GREY,
        )  # fmt: skip
        if name:
            high = 4.0 * len(sheet.wrapped(name, width - 64, 8.5))
            sheet.put(name, x + 60, foot - high, width - 64, align="C")
    sheet.set_y(top + ((len(who) + 1) // 2) * 13)
