"""What a cart costs as a whole: the ladder of price types, and discounts by sum and by group.

The rules and the examples are those of docs/pricing.md.
"""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.db.models import (
    Company,
    Discount,
    Group,
    Price,
    PriceType,
    Product,
    ProductState,
)
from portal.domain.basket import priced_together
from portal.domain.goods import Goods, Line
from portal.domain.pricing import Break, Terms
from tests.portal.trade_world import Trade


async def cart(trade: Trade, *lines: tuple[int, int]) -> list[tuple[str, str]]:
    """Price and sum of each line of a new cart."""
    answer = await trade.change(*((product, "set", quantity) for product, quantity in lines))
    return [(line["price"], line["amount"]) for line in answer["cart"]["lines"]]


async def rung(trade: Trade, from_total: int, prices: dict[int, int]) -> int:
    async with trade.database.write() as session:
        kind = PriceType(name="Крупный опт", from_total=from_total)
        session.add(kind)
        await session.flush()
        for product, amount in prices.items():
            session.add(
                Price(product_id=product, price_type_id=kind.id, from_quantity=0, amount=amount)
            )
        return kind.id


async def discount(trade: Trade, percent: int, from_amount: int = 0, **more: Any) -> None:
    async with trade.database.write() as session:
        session.add(Discount(name="Скидка", percent=percent, from_amount=from_amount, **more))


async def test_a_cart_of_so_much_climbs_to_the_next_price_type(trade: Trade) -> None:
    bolt, nut = await trade.product("B", price=1000), await trade.product("N", price=500)
    await rung(trade, 100_000, {bolt: 900, nut: 600})
    assert await cart(trade, (bolt, 99), (nut, 1)) == [("10.00", "990.00"), ("5.00", "5.00")]
    # The bolt becomes cheaper; the nut would be dearer there, and stays as it is.
    assert await cart(trade, (bolt, 99), (nut, 2)) == [("9.00", "891.00"), ("5.00", "10.00")]


async def test_a_pinned_price_type_holds_below_its_volume(trade: Trade) -> None:
    bolt = await trade.product(price=1000)
    large = await rung(trade, 100_000, {bolt: 900})
    await trade.set(PriceType, trade.price_type, from_total=0)
    await trade.set(Company, trade.company, price_type_id=large)
    assert await cart(trade, (bolt, 1)) == [("9.00", "9.00")]
    await trade.set(Company, trade.company, price_type_pinned=False)
    assert await cart(trade, (bolt, 1)) == [("10.00", "10.00")]
    assert await cart(trade, (bolt, 100)) == [("9.00", "900.00")]


async def test_the_sum_of_the_cart_brings_a_discount_on_all_of_it(trade: Trade) -> None:
    bolt, nut = await trade.product("B", price=1000), await trade.product("N", price=500)
    await discount(trade, 500, 50_000)
    assert await cart(trade, (bolt, 49), (nut, 1)) == [("10.00", "490.00"), ("5.00", "5.00")]
    assert await cart(trade, (bolt, 49), (nut, 2)) == [("9.50", "465.50"), ("4.75", "9.50")]


async def test_a_group_brings_a_discount_on_its_own_goods_and_those_below(trade: Trade) -> None:
    bolt, nut = await trade.product("B", price=1000), await trade.product("N", price=500)
    async with trade.database.write() as session:
        fasteners = Group(name="Крепёж")
        session.add(fasteners)
        await session.flush()
        bolts = Group(name="Болты", parent_id=fasteners.id)
        session.add(bolts)
        await session.flush()
    await trade.set(Product, bolt, group_id=bolts.id)
    await discount(trade, 1000, 20_000, group_id=fasteners.id)
    assert await cart(trade, (bolt, 19), (nut, 50)) == [("10.00", "190.00"), ("5.00", "250.00")]
    assert await cart(trade, (bolt, 20), (nut, 50)) == [("9.00", "180.00"), ("5.00", "250.00")]


async def test_of_several_discounts_the_largest_counts_alone(trade: Trade) -> None:
    bolt = await trade.product(price=1000)
    await trade.discount(300)
    await discount(trade, 500, 50_000)
    assert await cart(trade, (bolt, 10)) == [("9.70", "97.00")]
    assert await cart(trade, (bolt, 50)) == [("9.50", "475.00")]


async def test_whose_and_when_a_discount_is(trade: Trade) -> None:
    bolt = await trade.product(price=1000)
    today = trade.clock().date()
    await discount(trade, 500, company_id=trade.company, valid_to=today.replace(year=2000))
    await discount(trade, 600, price_type_id=await rung(trade, 10**9, {}))
    assert await cart(trade, (bolt, 1)) == [("10.00", "10.00")]
    await discount(trade, 700, company_id=trade.company, valid_from=today, valid_to=today)
    assert await cart(trade, (bolt, 1)) == [("9.30", "9.30")]
    # What is due on one piece is in the catalogue too.
    assert (await trade.get(f"/products/{bolt}"))["price"] == "9.30"


GOODS = Goods(1, "", "", "шт", 1000, 1000, 2200, ProductState.ACTIVE, 0, 10**9, available=True)
PRICES = st.integers(1, 10**6)
LINES = st.lists(
    st.tuples(PRICES, st.integers(1, 10**6), st.integers(1, 3)), min_size=1, max_size=8
)
BREAKS = st.lists(
    st.tuples(st.integers(0, 10**9), st.integers(0, 10_000), st.none() | st.integers(1, 3)),
    max_size=4,
)


@settings(max_examples=150, deadline=None)
@given(data=st.data(), lines=LINES, breaks=BREAKS, standing=st.integers(0, 3000))
async def test_the_order_of_the_lines_does_not_matter(
    data: st.DataObject, lines: Any, breaks: Any, standing: int
) -> None:
    terms = Terms(
        1, "Опт", "RUB", standing,
        breaks=tuple(
            Break("", start, percent, None if group is None else frozenset([group]))
            for start, percent, group in breaks
        ),
    )  # fmt: skip
    cart = [
        Line(
            replace(
                GOODS, id=n, price=terms.net(price, group), list_price=price, group_id=group,
                available=bool(terms.net(price, group)),
            ),
            quantity,
        )
        for n, (price, quantity, group) in enumerate(lines)
    ]  # fmt: skip
    mixed = data.draw(st.permutations(cart))
    one = await priced_together(None, terms, cart, look_ahead=True)  # type: ignore[arg-type]
    other = await priced_together(None, terms, mixed, look_ahead=True)  # type: ignore[arg-type]
    assert (one.total, one.worth, one.saved) == (other.total, other.worth, other.saved)
    assert {line.goods.id: line for line in one.lines} == {
        line.goods.id: line for line in other.lines
    }
    step, another = one.step, other.step
    assert (step is None) == (another is None)
    if step and another:
        assert (step.lacking, step.saving) == (another.lacking, another.saving)
        assert step.lacking > 0
        assert step.saving > 0
    for line in one.lines:
        if line.price is not None and line.goods.list_price is not None:
            assert Decimal(line.price) <= line.goods.list_price
