"""A delivery note: what came in one delivery, with VAT, for those who count it at the gate."""

from portal.domain.papers import Paper
from portal.printing import goods, sums
from portal.printing.sheet import Sheet


def delivery_note(paper: Paper) -> bytes:
    """A PDF. It goes with the goods; the accounting system makes what the tax office wants."""
    title = f"Накладная № {paper.number} от {sums.long_day(paper.on_date)}"
    sheet = Sheet(title)
    goods.titled(sheet, title)
    sheet.labelled("Поставщик:", goods.seller(paper.supplier))
    sheet.labelled("Покупатель:", goods.buyer(paper.buyer))
    sheet.labelled("Основание:", goods.basis(paper))
    sheet.labelled("Доставка:", paper.order.address or "самовывоз")
    if carrier := " ".join(filter(None, (paper.carrier, paper.track))):
        sheet.labelled("Перевозчик:", carrier)
    sheet.set_y(sheet.get_y() + 1)
    goods.lines(sheet, paper, tail=goods.tail_of(paper, 24), vat=True)
    goods.totals(sheet, paper)
    goods.summed_up(sheet, paper)
    sheet.rule(after=0, width=0.6)
    goods.signatures(sheet, ("Отпустил", ""), ("Получил", ""))
    return sheet.made()
