"""An invoice, «Счёт на оплату»: the bank's table, a code to pay by, goods, the sum in words."""

from portal.domain.papers import Paper
from portal.printing import goods, qr, sums
from portal.printing.payments import payment_of
from portal.printing.sheet import GREY, MARGIN, Sheet

QR_SIDE = 34.0


def invoice(paper: Paper) -> bytes:
    """A PDF. The code is left out where the supplier's details would not make a payment."""
    title = f"Счёт на оплату № {paper.number} от {sums.long_day(paper.on_date)}"
    sheet = Sheet(title)
    _bank(sheet, paper)
    goods.titled(sheet, title)
    sheet.labelled("Поставщик:", goods.seller(paper.supplier))
    sheet.labelled("Покупатель:", goods.buyer(paper.buyer))
    sheet.labelled("Основание:", goods.basis(paper))
    if paper.delay:
        sheet.labelled("Срок оплаты:", _delay(paper.delay))
    sheet.set_y(sheet.get_y() + 1)
    goods.lines(sheet, paper, tail=goods.tail_of(paper, 24))
    goods.totals(sheet, paper)
    goods.summed_up(sheet, paper)
    sheet.rule(after=0, width=0.6)
    goods.signatures(
        sheet,
        ("Руководитель", paper.supplier.director),
        ("Главный бухгалтер", paper.supplier.accountant),
    )
    return sheet.made()


def _delay(days: int) -> str:
    word = sums.plural(days, ("календарный день", "календарных дня", "календарных дней"))
    return f"{days} {word} со дня отгрузки"


def _bank(sheet: Sheet, paper: Paper) -> None:
    """As banks' own forms have it: whose account at which bank, and the code beside it."""
    supplier = paper.supplier
    content = qr.payment_text(payment_of(paper))
    side = QR_SIDE if content else 0.0
    wide = sheet.wide - (side + 4 if side else 0)
    left, label = wide - 62, 14.0
    x, y = MARGIN, MARGIN
    bank = sheet.wrapped(supplier.bank, left - 2, 9)
    name = sheet.wrapped(supplier.name, left - 2, 9)
    high, low = max(12.0, 4.2 * len(bank) + 5.5), max(12.0, 4.2 * len(name) + 5.5)
    sheet.rect(x, y, left, high)
    sheet.put(supplier.bank, x + 1, y + 1, left - 2, size=9)
    sheet.put("Банк получателя", x + 1, y + high - 4, left - 2, size=7, colour=GREY)
    sheet.rect(x + left, y, label, high)
    sheet.rect(x + left + label, y, 62 - label, high)
    sheet.put("БИК", x + left + 1, y + 1, label - 2)
    sheet.put(supplier.bic, x + left + label + 1, y + 1, 60 - label, size=9)
    sheet.line(x + left, y + 6, x + wide, y + 6)
    sheet.put("Сч. №", x + left + 1, y + 7, label - 2)
    sheet.put(supplier.correspondent_account, x + left + label + 1, y + 7, 60 - label, size=9)
    y += high
    half = left / 2
    sheet.rect(x, y, half, 6)
    sheet.put(f"ИНН {supplier.inn}", x + 1, y + 1, half - 2)
    sheet.rect(x + half, y, half, 6)
    sheet.put(f"КПП {supplier.kpp}" if supplier.kpp else "", x + half + 1, y + 1, half - 2)
    sheet.rect(x + left, y, label, 6 + low)
    sheet.put("Сч. №", x + left + 1, y + 1, label - 2)
    sheet.rect(x + left + label, y, 62 - label, 6 + low)
    sheet.put(supplier.account, x + left + label + 1, y + 1, 60 - label, size=9)
    y += 6
    sheet.rect(x, y, left, low)
    sheet.put(supplier.name, x + 1, y + 1, left - 2, size=9)
    sheet.put("Получатель", x + 1, y + low - 4, left - 2, size=7, colour=GREY)
    y += low
    if content:
        at = MARGIN + wide + 4
        sheet.modules(qr.rows_of(content), at, MARGIN, side)
        sheet.put(
            "Наведите камеру в приложении банка", at - 2, MARGIN + side + 1, side + 4,
            size=6, align="C", colour=GREY,
        )  # fmt: skip
        y = max(y, MARGIN + side + 6)
    sheet.set_y(y + 6)
