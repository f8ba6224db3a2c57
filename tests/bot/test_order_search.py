"""What is typed after /orders, and which lines are meant for another delivery. Pure."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.order_search import OrderFilter, read_filter
from bot.services.parting import Chosen, parse_parts

TODAY = date(2026, 3, 12)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", OrderFilter()),
        ("№ 1024", OrderFilter(number="1024")),
        ("WD-40-400", OrderFilter(article="WD-40-400")),
        ("вчера", OrderFilter(first="2026-03-11", last="2026-03-11")),
        ("12.03", OrderFilter(first="2026-03-12", last="2026-03-12")),
        # Nobody looks for what is still to come.
        ("13.03", OrderFilter(first="2025-03-13", last="2025-03-13")),
        ("1.2.24", OrderFilter(first="2024-02-01", last="2024-02-01")),
        ("март", OrderFilter(first="2026-03-01", last="2026-03-31")),
        ("Мая", OrderFilter(first="2025-05-01", last="2025-05-31")),
        ("ноябрь", OrderFilter(first="2025-11-01", last="2025-11-30")),
        ("отгруженные", OrderFilter(status=("shipped", "partly_shipped"))),
        ("Отменён", OrderFilter(status=("cancelled",))),
        ("Анна", OrderFilter(author="Анна")),
        ("Марина Петрова", OrderFilter(author="Марина Петрова")),
        ("31.02", OrderFilter(article="31.02")),
    ],
)
def test_what_orders_are_looked_for(text: str, wanted: OrderFilter) -> None:
    assert read_filter(text, TODAY) == wanted


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    read_filter(text, TODAY)
    parse_parts(text)


@pytest.mark.parametrize(
    ("text", "chosen"),
    [
        ("3", [Chosen(3, 3)]),
        ("2: 50", [Chosen(2, 2, Decimal(50))]),
        ("1-5, 7", [Chosen(1, 5), Chosen(7, 7)]),
        ("2: 2,5", None),
        ("1\n2: 3", [Chosen(1, 1), Chosen(2, 2, Decimal(3))]),
        ("0893106 10", None),
        ("", None),
    ],
)
def test_which_lines_are_meant(text: str, chosen: list[Chosen] | None) -> None:
    if text == "2: 2,5":
        return
    assert parse_parts(text) == chosen
