"""An order confirmation: what was agreed, when it comes, and the hash that proves it."""

from portal.domain.papers import Paper
from portal.printing import goods, sums
from portal.printing.sheet import GREY, Sheet


def confirmation(paper: Paper) -> bytes:
    """A PDF."""
    title = f"Подтверждение заказа № {paper.number} от {sums.long_day(paper.on_date)}"
    sheet = Sheet(title)
    goods.titled(sheet, title)
    sheet.labelled("Поставщик:", goods.seller(paper.supplier))
    sheet.labelled("Покупатель:", goods.buyer(paper.buyer))
    if paper.contract:
        sheet.labelled("Договор:", goods.contract(paper.contract).removeprefix("Договор "))
    sheet.labelled("Заказал:", paper.author)
    sheet.labelled("Доставка:", paper.order.address or "самовывоз")
    if paper.order.comment:
        sheet.labelled("Комментарий:", paper.order.comment)
    sheet.set_y(sheet.get_y() + 1)
    goods.lines(sheet, paper, tail=goods.tail_of(paper, 24))
    goods.totals(sheet, paper)
    goods.summed_up(sheet, paper)
    sheet.say(
        "Цены и количества согласованы при оформлении заказа и не меняются. Контрольная сумма"
        f" (SHA-256): {paper.order.snapshot_hash}",
        size=7, colour=GREY,
    )  # fmt: skip
    sheet.rule(after=0, width=0.6)
    goods.signatures(sheet, ("Поставщик", ""), ("Покупатель", ""))
    return sheet.made()
