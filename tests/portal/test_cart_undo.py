"""/undo: one's own last change, and nothing of a colleague's."""

from tests.portal.test_carts import lines
from tests.portal.trade_world import Trade


async def undo(trade: Trade, cart: str = "active", token: str | None = None) -> dict:
    answer = await trade.post(f"/carts/{cart}/undo", token=token)
    assert answer.status_code == 200, answer.text
    return lines(answer.json()["cart"])


async def test_changes_are_taken_back_one_by_one_to_the_beginning(trade: Trade) -> None:
    bolt, nut = await trade.product("B"), await trade.product("N")
    await trade.change((bolt, "add", 5))
    await trade.change((bolt, "add", 5), (nut, "add", 1))
    await trade.change((bolt, "set", 0))
    assert await undo(trade) == {str(bolt): "10", str(nut): "1"}
    assert await undo(trade) == {str(bolt): "5"}
    assert await undo(trade) == {}
    answer = await trade.post("/carts/active/undo")
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_undo")


async def test_the_answer_says_what_was_taken_back(trade: Trade) -> None:
    bolt = await trade.product()
    await trade.change((bolt, "add", 5))
    [applied] = (await trade.post("/carts/active/undo")).json()["applied"]
    assert (applied["before"], applied["quantity"]) == ("5", "0")


async def test_what_a_colleague_added_stays(trade: Trade) -> None:
    bolt = await trade.product()
    boris = await trade.person()
    cart = (await trade.change((bolt, "add", 10)))["cart"]["id"]
    await trade.change((bolt, "add", 5), cart=cart, token=boris)
    assert await undo(trade) == {str(bolt): "5"}
    assert await undo(trade, cart, boris) == {}


async def test_both_ways_round(trade: Trade) -> None:
    bolt = await trade.product()
    boris = await trade.person()
    cart = (await trade.change((bolt, "add", 10)))["cart"]["id"]
    await trade.change((bolt, "add", 5), cart=cart, token=boris)
    assert await undo(trade, cart, boris) == {str(bolt): "10"}
    assert await undo(trade) == {}


async def test_what_a_colleague_set_to_less_stays(trade: Trade) -> None:
    bolt = await trade.product()
    boris = await trade.person()
    cart = (await trade.change((bolt, "set", 10)))["cart"]["id"]
    await trade.change((bolt, "set", 4), cart=cart, token=boris)
    assert await undo(trade) == {str(bolt): "4"}


async def test_a_line_taken_out_comes_back_beside_what_a_colleague_put_in(trade: Trade) -> None:
    bolt = await trade.product()
    boris = await trade.person()
    cart = (await trade.change((bolt, "set", 10)))["cart"]["id"]
    await trade.change((bolt, "set", 0))
    await trade.change((bolt, "add", 3), cart=cart, token=boris)
    assert await undo(trade) == {str(bolt): "13"}


async def test_fifty_changes_are_kept(trade: Trade) -> None:
    bolt = await trade.product()
    for _ in range(52):
        await trade.change((bolt, "add", 1))
    for left in range(51, 1, -1):
        assert await undo(trade) == {str(bolt): str(left)}
    assert (await trade.post("/carts/active/undo")).status_code == 409


async def test_what_was_ordered_does_not_come_back(trade: Trade) -> None:
    bolt = await trade.product()
    await trade.placed((bolt, 5))
    assert (await trade.post("/carts/active/undo")).json()["code"] == "nothing_to_undo"
