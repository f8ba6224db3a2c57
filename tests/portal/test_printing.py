"""Papers as PDF: pages, sums, words; nothing runs over its edge or over anything else."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise

import numpy
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.db.models import DocumentKind, EntryKind, SettlementEntry
from portal.domain.ledger import Movement, Turnover
from portal.domain.papers import Paper
from portal.domain.reconciliation import Act
from portal.printing import sums
from portal.printing.act import act_pdf, conclusion
from portal.printing.kinds import PDF
from portal.printing.paging import paged
from portal.printing.payments import payment_of
from portal.printing.qr import payment_text
from tests.portal.paper_world import a_buyer, a_paper, a_supplier, texts

Draw = Callable[[Paper], bytes]


def spaced(text: str) -> str:
    return text.replace(sums.NBSP, " ")


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.floats(3, 60), st.integers(0, 10**9)), min_size=1, max_size=80),
    st.floats(0, 250),
    st.floats(0, 60),
)
def test_every_row_is_on_one_page_and_what_is_carried_adds_up(
    rows: list[tuple[float, int]], first: float, tail: float
) -> None:
    heights, amounts = [high for high, _ in rows], [amount for _, amount in rows]
    pages = paged(heights, amounts, first=first, room=250, carry=6, tail=tail)
    assert [n for page in pages for n in range(page.start, page.stop)] == list(range(len(rows)))
    assert pages[-1].carried == sum(amounts)
    for before, after in pairwise(pages):
        assert after.brought == before.carried
    for at, page in enumerate(pages):
        assert page.carried == sum(amounts[: page.stop])
        room = first if at == 0 else 250 - 6
        below = tail if page is pages[-1] else 6
        if page.stop > page.start:
            assert sum(heights[page.start : page.stop]) + below <= room + 1e-6
        else:
            assert at == 0


def boxes(page: pypdfium2.PdfPage) -> numpy.ndarray:
    """(left, bottom, right, top) of each letter, in points."""
    text = page.get_textpage()
    content = text.get_text_range()
    found = [text.get_charbox(at) for at in range(len(content)) if not content[at].isspace()]
    return numpy.array([box for box in found if box[2] > box[0]])


def overlapping(of: numpy.ndarray) -> int:
    """Letters that lie on one another, by more than letters do that stand side by side."""
    wide = numpy.minimum(of[:, None, 2], of[None, :, 2]) - numpy.maximum(
        of[:, None, 0], of[None, :, 0]
    )
    high = numpy.minimum(of[:, None, 3], of[None, :, 3]) - numpy.maximum(
        of[:, None, 1], of[None, :, 1]
    )
    both = (wide > 1) & (high > 1)
    return int(both.sum() - numpy.diagonal(both).sum()) // 2


@pytest.mark.parametrize("kind", PDF)
def test_nothing_lies_over_anything_or_off_the_page(kind: DocumentKind) -> None:
    pdf = PDF[kind](a_paper(16, kind, rates=(2200, 1000, None)))
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        wide, high = page.get_size()
        found = boxes(page)
        assert overlapping(found) == 0
        assert found[:, 0].min() > 28
        assert found[:, 2].max() < wide - 28
        assert found[:, 1].min() > 15
        assert found[:, 3].max() < high - 28
    document.close()


def test_the_check_above_sees_what_overlaps() -> None:
    one = numpy.array([[10, 10, 16, 18], [13, 10, 19, 18], [40, 10, 46, 18]])
    assert overlapping(one) == 1


def test_five_hundred_lines_run_over_pages_with_header_and_what_is_carried() -> None:
    paper = a_paper(500)
    pages = texts(PDF[DocumentKind.INVOICE](paper))
    assert len(pages) > 15
    assert all("Артикул" in page and "Кол-во" in page for page in pages)
    assert all(f"Страница {n} из {len(pages)}" in page for n, page in enumerate(pages, 1))
    running = 0
    carried = {}
    for line in paper.lines:
        running += line.amount
        carried[spaced(sums.money(running))] = line.number
    for before, after in pairwise(pages):
        [said] = [line for line in before.split("\n") if line.startswith("К переносу:")]
        amount = said.removeprefix("К переносу: ")
        assert amount in carried
        assert f"Перенесено с предыдущей страницы: {amount}" in after
        number = carried[amount]
        assert f"\n{number + 1} " in after
        assert f"\n{number + 1} " not in before
    assert f"Всего к оплате: {spaced(sums.money(paper.total))}" in pages[-1]
    assert sums.in_words(paper.total) in pages[-1].replace("\n", " ")


def test_an_invoice_has_all_that_one_has() -> None:
    [page] = texts(PDF[DocumentKind.INVOICE](a_paper(3)))
    page = page.replace("\n", " ")
    for words in (
        "Счёт на оплату № 1001 от 25 ноября 2026 г.", "БИК 044525225", "40702810900000012345",
        "30101810400000000225", "ИНН 7707083893", "Банк получателя", "Поставщик:", "Покупатель:",
        "Договор № Д-25/014 от 09.01.2025, заказ № 1001", "14 календарных дней со дня отгрузки",
        "В том числе НДС 22%: 5 075,92", "Всего к оплате: 28 148,29",
        "Всего наименований 3, на сумму 28 148,29 руб.",
        "Двадцать восемь тысяч сто сорок восемь рублей 29 копеек", "Крылатская О. И.",
        "Главный бухгалтер",
    ):  # fmt: skip
        assert words in page, page


def test_vat_is_what_the_data_say() -> None:
    pdf = PDF[DocumentKind.DELIVERY_NOTE](a_paper(3, rates=(2200, 1050, None)))
    page = " ".join(texts(pdf)).replace("\n", " ")
    assert "В том числе НДС 22%" in page
    assert "В том числе НДС 10,5%" in page
    assert "без НДС" in page
    assert "Деловые Линии 26-00123456789" in page
    page = texts(PDF[DocumentKind.INVOICE](a_paper(1, rates=(None,))))[0]
    assert "Без налога (НДС)" in page


def test_the_code_on_the_paper_can_be_scanned_off_it() -> None:
    paper = a_paper(3)
    document = pypdfium2.PdfDocument(PDF[DocumentKind.INVOICE](paper))
    picture = document[0].render(scale=200 / 72).to_pil()
    document.close()
    [found] = zxingcpp.read_barcodes(picture)
    assert bytes(found.bytes) == payment_text(payment_of(paper))
    plain = a_paper(3, supplier=a_supplier(bic=""))
    document = pypdfium2.PdfDocument(PDF[DocumentKind.INVOICE](plain))
    assert not zxingcpp.read_barcodes(document[0].render(scale=2).to_pil())
    document.close()


def an_act(*amounts: int, opening: int = 0) -> Act:
    movements, balance = [], opening
    for number, amount in enumerate(amounts):
        balance += amount
        entry = SettlementEntry(
            kind=EntryKind.SHIPMENT if amount > 0 else EntryKind.PAYMENT,
            document=f"УПД № {number}",
            amount=amount,
            on_date=date(2026, 1 + number // 28, 1 + number % 28),
        )
        movements.append(Movement(entry, None, None, balance))
    charged = sum(amount for amount in amounts if amount > 0)
    turned = Turnover(opening, charged, charged - sum(amounts))
    days = date(2026, 1, 1), date(2026, 9, 30)
    return Act(a_supplier(), a_buyer(), *days, None, turned, movements)


def test_an_act_of_reconciliation_over_pages() -> None:
    act = an_act(*(480_050 if n % 3 else -700_000 - n for n in range(90)), opening=-150_000)
    pages = texts(act_pdf(act))
    assert len(pages) > 2
    for before, after in pairwise(pages):
        [said] = [line for line in before.split("\n") if "Сальдо к переносу" in line]
        assert f"Сальдо с предыдущей страницы: {said.rpartition(': ')[2]}" in after
    assert spaced(sums.money(act.turnover.charged)) in pages[-1]
    assert spaced(conclusion(act)).replace("\n", " ") in pages[-1].replace("\n", " ")


@pytest.mark.parametrize(
    ("amounts", "words"),
    [
        ((100_00, -100_00), "задолженность отсутствует"),
        ((1_00,), "в пользу ООО «Артикул Снабжение» составляет 1,00 руб. (Один рубль 00 копеек)"),
        ((-2_01,), "Крепёж и Инструмент» составляет 2,01 руб. (Два рубля 01 копейка)"),
    ],
)
def test_what_an_act_comes_to(amounts: tuple[int, ...], words: str) -> None:
    assert words in conclusion(an_act(*amounts))


@pytest.mark.parametrize(
    ("kopecks", "words"),
    [
        (0, "Ноль рублей 00 копеек"),
        (1_01, "Один рубль 01 копейка"),
        (2_000_22, "Две тысячи рублей 22 копейки"),
        (21_011_11, "Двадцать одна тысяча одиннадцать рублей 11 копеек"),
        (1_000_001_54, "Один миллион один рубль 54 копейки"),
    ],
)
def test_sums_in_words(kopecks: int, words: str) -> None:
    assert sums.in_words(kopecks) == words
