"""What the code on an invoice says, and that for what is still owed of a document."""

from portal.db.models import Supplier
from portal.domain.papers import Paper
from portal.domain.paying import ToPay
from portal.printing import goods, sums
from portal.printing.qr import Payment


def payment_of(paper: Paper) -> Payment:
    """300 bytes are few, so the purpose says no more than which, of when, and how much is VAT."""
    taxed = any(rate is not None for rate in paper.vat_by_rate)
    purpose = f"Счёт {paper.number} от {sums.day(paper.on_date)}, {_vat(paper.vat if taxed else 0)}"
    amount = paper.total if paper.order.currency == goods.ROUBLE else 0
    return _to(paper.supplier, amount, purpose)


def payment_of_due(found: ToPay) -> Payment:
    due = found.due
    purpose = f"{due.document} от {sums.day(due.on_date)}"
    if found.vat is not None:
        purpose += f", {_vat(found.vat)}"
    return _to(found.supplier, due.amount, purpose)


def _vat(amount: int) -> str:
    return f"НДС {sums.money(amount)}".replace(sums.NBSP, "") if amount else "без НДС"


def _to(supplier: Supplier, amount: int, purpose: str) -> Payment:
    return Payment(
        name=supplier.name,
        account=supplier.account,
        bank=supplier.bank,
        bic=supplier.bic,
        correspondent_account=supplier.correspondent_account,
        amount=amount,
        purpose=purpose,
        inn=supplier.inn,
        kpp=supplier.kpp,
    )
