"""The usual order, what soon runs out, what is taken along."""

from datetime import UTC, datetime, timedelta

from portal.domain.habits import Bought, habits, running_out, taken_along, usual_order
from tests.portal.trade_world import Trade

NOW = datetime(2026, 3, 31, 9, tzinfo=UTC)


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def bought(product: int, *when: tuple[float, int]) -> list[Bought]:
    """Of a product: (days ago, quantity), each in an order of its own day."""
    return [Bought(product, int(days), days_ago(days), quantity) for days, quantity in when]


def test_a_habit_is_the_median_of_quantities_and_of_intervals() -> None:
    [habit] = habits(bought(1, (5, 30), (15, 10), (40, 20)))
    assert (habit.orders, habit.quantity, habit.last_at) == (3, 20, days_ago(5))
    assert habit.interval == timedelta(days=17.5)
    assert habit.due_at == days_ago(5) + timedelta(days=17.5)


def test_a_product_twice_in_an_order_is_one_order() -> None:
    [habit] = habits([Bought(1, 7, NOW, 5), Bought(1, 7, NOW, 6)])
    assert (habit.orders, habit.quantity, habit.interval) == (1, 11, None)


def test_the_usual_is_what_was_ordered_twice_in_three_months() -> None:
    rows = bought(1, (5, 1), (20, 1)) + bought(2, (5, 1)) + bought(3, (10, 1), (100, 1))
    assert [habit.product_id for habit in usual_order(rows, NOW)] == [1]


def test_what_is_due_is_told_a_little_before_and_not_for_ever() -> None:
    every_ten_days = [(days, 1) for days in (9.5, 19.5, 29.5)]
    rows = (
        bought(1, *every_ten_days)
        + bought(2, (3, 1), (13, 1), (23, 1))
        + bought(3, (25, 1), (35, 1), (45, 1))
        + bought(4, (9.5, 1), (19.5, 1))
        + bought(5, (0.5, 1), (1.5, 1), (2.5, 1))
    )
    assert [habit.product_id for habit in running_out(rows, NOW)] == [1]


def test_what_most_orders_have_and_this_cart_lacks() -> None:
    rows = [
        each
        for order in range(10)
        for each in (
            [Bought(1, order, days_ago(order), 1), Bought(2, order, days_ago(order), 1)]
            + ([Bought(3, order, days_ago(order), 1)] if order < 3 else [])
        )
    ]
    assert [habit.product_id for habit in taken_along(rows, {1})] == [2]
    assert taken_along(rows[:4], {1}) == []


async def test_they_are_asked_for_and_come_with_todays_price(trade: Trade) -> None:
    bolt, nut = await trade.product("B", breaks={15: 800}), await trade.product("N")
    trade.clock.move(timedelta(days=-40))
    for _ in range(4):
        await trade.placed((bolt, 20), (nut, 3))
        trade.clock.move(timedelta(days=10))
    usual = (await trade.get("/usual-order"))["items"]
    assert [(one["product"]["article"], one["usual_quantity"]) for one in usual] == [
        ("B", "20"),
        ("N", "3"),
    ]
    assert usual[0]["product"]["price"] == "8.00"
    soon = (await trade.get("/running-out"))["items"]
    assert [one["product"]["article"] for one in soon] == ["B", "N"]
    await trade.change((bolt, "set", 1))
    quote = await trade.get("/carts/active/quote")
    assert [one["product"]["article"] for one in quote["also"]] == ["N"]
