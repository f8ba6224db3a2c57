"""Papers without a database: a supplier, a buyer, as many lines as a test needs; reading a PDF."""

from datetime import date

import pypdfium2

from portal.db.models import Company, Contract, DocumentKind, Order, Supplier
from portal.domain.money import amount_of, vat_within
from portal.domain.papers import Paper, PaperLine

NAMES = (
    "Болт DIN 933 М6×20 8.8 цинк",
    "Набор инструментов слесарно-монтажных универсальный в кейсе, 142 предмета, с трещоткой на"
    " 72 зуба, карданным шарниром и набором бит (арт. производителя GEDORE-1992-PRO/24)",
    "Сверхдлинноенаименованиебезединогопробелакотороенеможетперенестисьиначекакпобуквам",
)
ARTICLES = ("0893106", "WD-40-400-SUPER-LONG-ARTICLE/2026-EXTRA", "")


def a_supplier(**more: str) -> Supplier:
    known = {
        "name": "ООО «Артикул Снабжение»",
        "inn": "7707083893",
        "kpp": "770701001",
        "address": "127030, г. Москва, ул. Новослободская, д. 16, стр. 3, офис 214",
        "phone": "+7 495 000-00-00",
        "bank": "ПАО СБЕРБАНК г. Москва",
        "bic": "044525225",
        "account": "40702810900000012345",
        "correspondent_account": "30101810400000000225",
        "director": "Крылатская О. И.",
        "accountant": "Небосклонова Е. В.",
    }
    return Supplier(**known | more)


def a_buyer() -> Company:
    return Company(
        inn="7736050003",
        kpp="773601001",
        name="Общество с ограниченной ответственностью «Торгово-производственное объединение"
        " Северо-Западный Крепёж и Инструмент»",
        payment_delay_days=14,
    )


def a_paper(
    count: int,
    kind: DocumentKind = DocumentKind.INVOICE,
    *,
    rates: tuple[int | None, ...] = (2200,),
    supplier: Supplier | None = None,
    currency: str = "RUB",
) -> Paper:
    lines = []
    for number in range(1, count + 1):
        quantity = 2500 if number % 5 == 0 else (number * 37 % 900 + 1) * 1000
        price = 123_45 + number * 71
        amount, rate = amount_of(price, quantity), rates[number % len(rates)]
        lines.append(
            PaperLine(
                number=number,
                article=ARTICLES[number % len(ARTICLES)],
                name=NAMES[number % len(NAMES)],
                unit=("шт", "компл", "кг")[number % 3],
                quantity=quantity,
                price=price,
                amount=amount,
                vat_rate=rate,
                vat=vat_within(amount, rate),
            )
        )
    order = Order(
        number="1001",
        currency=currency,
        address="Москва, ул. Лесная, 5, склад 2",
        comment="Позвонить за час",
        snapshot_hash="ab" * 32,
    )
    contract = Contract(number="Д-25/014", signed_on=date(2025, 1, 9))
    return Paper(
        kind=kind,
        number="1001",
        on_date=date(2026, 11, 25),
        supplier=supplier or a_supplier(),
        buyer=a_buyer(),
        contract=contract,
        order=order,
        lines=tuple(lines),
        author="Анна Смирнова",
        carrier="Деловые Линии",
        track="26-00123456789",
    )


def texts(pdf: bytes) -> list[str]:
    """The words of each page, with the spaces that a keyboard has."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            page.get_textpage().get_text_bounded().replace("\u00a0", " ").replace("\r\n", "\n")
            for page in document
        ]
    finally:
        document.close()
