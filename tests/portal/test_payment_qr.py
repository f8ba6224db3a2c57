"""The code by which an invoice is paid: a scanner reads it back byte for byte, whatever it is."""

import io

import zxingcpp
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from portal.printing.payments import payment_of
from portal.printing.qr import LARGEST, SEPARATORS, Payment, payment_text, picture
from tests.portal.paper_world import a_paper, a_supplier

REQUIRED = ["Name", "PersonalAcc", "BankName", "BIC", "CorrespAcc"]
words = st.text(
    st.one_of(
        st.sampled_from("АБВГДЕЁЖабвгдеёж ABCxyz019«»№.,-=\n"),
        st.sampled_from(SEPARATORS),
        st.characters(),
    ),
    max_size=260,
)


def digits(count: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=count, max_size=count)


payments = st.builds(
    Payment,
    name=words,
    account=digits(20),
    bank=words,
    bic=digits(9),
    correspondent_account=st.one_of(st.just(""), digits(20)),
    amount=st.integers(1, 10**14),
    purpose=words,
    inn=st.one_of(st.just(""), digits(10), digits(12)),
    kpp=st.one_of(st.just(""), digits(9)),
)
LONG = Payment(
    "Я" * 200, "4" * 20, "Ы" * 200, "0" * 9, "3" * 20, 10**14, "Ю" * 300, "7" * 12, "7" * 9
)
EVERY_SIGN = Payment(SEPARATORS, "4" * 20, "Банк", "0" * 9, "", 1, "за |", "", "")


def scanned(content: bytes) -> bytes:
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture(content, scale=3))))
    return bytes(found.bytes)


def fields(content: bytes) -> dict[str, str]:
    text = content.decode()
    assert text.startswith("ST00012")
    pairs = [each.partition("=") for each in text[8:].split(text[7])]
    assert all(equals for _, equals, _ in pairs)
    return {name: value for name, _, value in pairs}


def tidy(text: str) -> str:
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


@settings(max_examples=40, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(payments)
@example(LONG)
@example(EVERY_SIGN)
def test_what_is_scanned_is_what_was_meant(payment: Payment) -> None:
    content = payment_text(payment)
    if content is None:
        assert not (tidy(payment.name) and tidy(payment.bank))
        return
    assert len(content) <= LARGEST
    assert scanned(content) == content
    read = fields(content)
    assert list(read)[:5] == REQUIRED
    assert read["PersonalAcc"] == payment.account
    assert read["BIC"] == payment.bic
    assert read["CorrespAcc"] == (payment.correspondent_account or "0")
    assert read["Sum"] == str(payment.amount)
    assert read.get("PayeeINN", "") == payment.inn
    assert read.get("KPP", "") == payment.kpp
    for name, value in (("Name", payment.name), ("BankName", payment.bank)):
        assert read[name]
        if not set(value) >= set(SEPARATORS):
            assert tidy(value).startswith(read[name])


def test_the_purpose_gives_way_first_and_the_payee_last() -> None:
    read = fields(payment_text(LONG) or b"")
    assert (len(read["Purpose"]), len(read["BankName"])) == (20, 10)
    assert len(read["Name"]) > 35


def test_an_invoice_says_whom_how_much_and_what_for() -> None:
    content = payment_text(payment_of(a_paper(3)))
    assert content is not None
    assert content.decode() == (
        "ST00012|Name=ООО «Артикул Снабжение»|PersonalAcc=40702810900000012345"
        "|BankName=ПАО СБЕРБАНК г. Москва|BIC=044525225|CorrespAcc=30101810400000000225"
        "|Sum=2814829|Purpose=Счёт 1001 от 25.11.2026, НДС 5075,92"
        "|PayeeINN=7707083893|KPP=770701001"
    )


def test_another_separator_where_a_value_holds_the_usual_one() -> None:
    supplier = a_supplier(name="ООО «Болт|Гайка»")
    content = payment_text(payment_of(a_paper(1, supplier=supplier)))
    assert content is not None
    assert content.startswith("ST00012~Name=ООО «Болт|Гайка»~PersonalAcc=".encode())


def test_no_code_rather_than_a_wrong_one() -> None:
    for wrong in (
        {"account": "4070281090000001234"},
        {"account": "4070281090000001234О"},
        {"correspondent_account": "12"},
        {"bic": ""},
        {"bank": " "},
    ):
        assert payment_text(payment_of(a_paper(1, supplier=a_supplier(**wrong)))) is None
    assert payment_text(payment_of(a_paper(1, currency="EUR"))) is None
