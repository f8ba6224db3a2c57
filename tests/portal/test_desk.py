"""Orders on a company's behalf, conversations with its manager, and deputies."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from PIL import Image
from sqlalchemy import select, update

from portal.db.models import Absence, Company, Contract, Membership, Order, Person, Role, Staff
from portal.domain.reach import dealing_with
from tests.portal.claims_world import SETTLED, open_claims
from tests.portal.desk_world import Desk, open_desk
from tests.portal.trade_world import Trade, agreed
from tests.portal.world import TODAY, a_person, bearer
from tests.support.files import png


@pytest.fixture
async def desk(trade: Trade) -> Desk:
    return await open_desk(trade)


async def call(
    desk: Desk, method: str, path: str, token: str, body: Any = None, **headers: Any
) -> httpx.Response:
    return await desk.trade.client.request(
        method, path, json=body, headers=bearer(token, **headers)
    )


async def test_an_order_on_a_companys_behalf(desk: Desk) -> None:
    """It says who made it, at the company's own prices; without reach there is nothing to see."""
    trade = desk.trade
    product = await trade.product(price=1000)
    change = {"changes": [{"product_id": str(product), "op": "set", "quantity": "5"}]}
    theirs = {"company": trade.company}
    answer = await call(desk, "POST", "/carts/active/lines", desk.northern, change, **theirs)
    assert answer.status_code == 404
    answer = await call(desk, "POST", "/carts/active/lines", desk.free, change, **theirs)
    assert answer.status_code == 200
    quote = (await call(desk, "GET", "/carts/active/quote", desk.free, **theirs)).json()
    placed = await call(desk, "POST", "/orders", desk.free, agreed(quote), **theirs)
    assert placed.status_code == 201
    order = placed.json()
    assert (order["author"], order["by_staff"], order["total"]) == ("Фёдор", True, "50.00")
    own = await trade.placed((product, 1))
    assert not own["by_staff"]
    # The company's people see it; nobody of theirs is invited or removed by the staff this way.
    seen = await trade.get("/orders")
    assert {each["number"] for each in seen["items"]} == {order["number"], own["number"]}
    assert (await call(desk, "GET", "/people", desk.free, **theirs)).status_code == 403
    me = (await call(desk, "GET", "/me", desk.free, **theirs)).json()
    assert (me["acting_for"]["name"], me["companies"]) == ("ООО «Болты»", [])
    me = (await call(desk, "GET", "/me", desk.northern, **theirs)).json()
    assert me["acting_for"] is None
    # A buyer names another's company in vain.
    other = {"company": desk.north}
    assert (await call(desk, "GET", "/orders", trade.buyer, **other)).status_code == 404
    assert (await call(desk, "GET", "/me", trade.buyer, **other)).json()["acting_for"] is None
    await trade.set(Staff, int(await desk.staff_id("Фёдор")), revoked_at=trade.clock())
    assert (await call(desk, "GET", "/orders", desk.free, **theirs)).status_code == 404


async def test_without_a_contract_there_is_nothing_to_order(desk: Desk) -> None:
    async with desk.trade.database.write() as session:
        await session.execute(update(Contract).values(valid_to=TODAY - timedelta(days=1)))
    answer = await call(desk, "GET", "/carts/active/quote", desk.free, company=desk.trade.company)
    assert (answer.status_code, answer.json()["code"]) == (403, "no_contract")


async def say(desk: Desk, talk: str, token: str, text: str, **more: Any) -> httpx.Response:
    path = f"/conversations/{talk}/messages"
    return await call(desk, "POST", path, token, {"text": text, **more})


async def test_a_conversation(desk: Desk) -> None:
    trade = desk.trade
    own = (await call(desk, "POST", "/conversations", trade.buyer)).json()
    again = (await call(desk, "POST", "/conversations", trade.buyer)).json()
    assert own == again
    assert own["answers"] is None
    talk = own["id"]
    first = await say(desk, talk, trade.buyer, "Где заказ?", external_ref="telegram:1:2")
    twice = await say(desk, talk, trade.buyer, "Где заказ?", external_ref="telegram:1:2")
    assert first.status_code == 201
    assert first.json() == twice.json()
    assert (await say(desk, talk, trade.buyer, "  ")).json()["code"] == "message_empty"
    waiting = await trade.get("/conversations", desk.free, waiting=True)
    assert [one["id"] for one in waiting["items"]] == [talk]
    assert (await trade.get("/conversations", desk.northern))["items"] == []
    answered = await say(desk, talk, desk.free, "Выехал")
    assert answered.json()["from_staff"]
    assert (await trade.get("/conversations", desk.free, waiting=True))["items"] == []
    told = await trade.get(f"/conversations/{talk}/messages")
    assert [one["text"] for one in told["items"]] == ["Выехал", "Где заказ?"]
    assert [one["mine"] for one in told["items"]] == [False, True]


async def test_nobody_else_is_in_a_conversation(desk: Desk) -> None:
    """Not a colleague, not a buyer of another company, not a manager of another region, and no
    longer who was removed; nobody changes another's words."""
    trade = desk.trade
    talk = (await call(desk, "POST", "/conversations", trade.buyer)).json()["id"]
    message = (await say(desk, talk, trade.buyer, "Где заказ?")).json()["id"]
    stranger = await a_person(trade.database, trade.clock(), (desk.north, Role.OWNER))
    path = f"/conversations/{talk}/messages"
    for token in (await trade.person(Role.OWNER), stranger, desk.northern):
        assert (await call(desk, "GET", path, token)).status_code == 404
        assert (await say(desk, talk, token, "x")).status_code == 404
        assert (await call(desk, "DELETE", f"{path}/{message}", token)).status_code == 404
    edited = await call(desk, "PATCH", f"{path}/{message}", desk.free, {"text": "x"})
    assert edited.status_code == 403
    assert (await call(desk, "DELETE", f"{path}/{message}", desk.free)).status_code == 403
    on_behalf = await call(desk, "POST", "/conversations", desk.free, company=trade.company)
    assert on_behalf.status_code == 403
    async with trade.database.write() as session:
        await session.execute(update(Membership).values(revoked_at=trade.clock()))
    assert (await call(desk, "GET", path, trade.buyer)).status_code == 404


async def test_words_are_changed_and_taken_back(desk: Desk) -> None:
    trade = desk.trade
    talk = (await call(desk, "POST", "/conversations", trade.buyer)).json()["id"]
    path = f"/conversations/{talk}/messages"
    message = (await say(desk, talk, trade.buyer, "Где зоказ?")).json()["id"]
    changed = await call(desk, "PATCH", f"{path}/{message}", trade.buyer, {"text": "Где заказ?"})
    assert changed.json()["edited_at"]
    empty = await call(desk, "PATCH", f"{path}/{message}", trade.buyer, {"text": ""})
    assert empty.json()["code"] == "message_empty"
    assert (await call(desk, "DELETE", f"{path}/{message}", trade.buyer)).status_code == 204
    (told,) = (await trade.get(path))["items"]
    assert (told["text"], told["deleted"]) == ("", True)
    assert (await call(desk, "DELETE", f"{path}/{message}", trade.buyer)).status_code == 404


async def test_a_file_goes_with_a_message(desk: Desk) -> None:
    trade = desk.trade
    talk = (await call(desk, "POST", "/conversations", trade.buyer)).json()["id"]
    brought = await trade.client.post(
        "/files",
        params={"name": "брак.png"},
        content=png(Image.new("RGB", (8, 8))),
        headers=bearer(trade.buyer),
    )
    upload = brought.json()["id"]
    stolen = await say(desk, talk, desk.free, "", uploads=[upload])
    assert stolen.status_code == 404
    said = (await say(desk, talk, trade.buyer, "", uploads=[upload])).json()
    (file,) = said["files"]
    assert (file["name"], file["media_type"]) == ("брак.png", "image/png")
    path = f"/conversations/{talk}/files/{file['id']}"
    seen = await call(desk, "GET", path, desk.free)
    assert seen.status_code == 200
    assert (await call(desk, "GET", path, desk.northern)).status_code == 404
    gone = f"/conversations/{talk}/messages/{said['id']}"
    await call(desk, "DELETE", gone, trade.buyer)
    assert (await call(desk, "GET", path, desk.free)).status_code == 404


async def test_anothers_order_is_no_subject(desk: Desk) -> None:
    trade = desk.trade
    await trade.placed((await trade.product(), 1))
    async with trade.database.read() as session:
        order = await session.scalar(select(Order.id))
    stranger = await a_person(trade.database, trade.clock(), (desk.north, Role.OWNER))
    talk = (await call(desk, "POST", "/conversations", stranger)).json()["id"]
    assert (await say(desk, talk, stranger, "x", order_id=str(order))).status_code == 404


async def away(desk: Desk, token: str, deputy: str, first: int, last: int) -> httpx.Response:
    """Days from today."""
    body = {
        "first_day": str(TODAY + timedelta(days=first)),
        "last_day": str(TODAY + timedelta(days=last)),
        "deputy_id": await desk.staff_id(deputy),
    }
    return await call(desk, "PUT", "/absence", token, body)


async def test_a_deputy_answers_meanwhile(desk: Desk) -> None:
    """And deals with the companies of who is away, but with no others, and no longer."""
    trade = desk.trade
    async with trade.database.write() as session:
        await session.execute(
            update(Company)
            .where(Company.id == trade.company)
            .values(manager_id=int(await desk.staff_id("Фёдор")))
        )
    assert await desk.status(desk.northern, trade.company) == 404
    made = await away(desk, desk.free, "Нил", 0, 2)
    assert (made.json()["deputy"]["name"], made.json()["away"]) == ("Нил", True)
    talk = (await call(desk, "POST", "/conversations", trade.buyer)).json()
    assert talk["answers"] == "Нил"
    assert await desk.status(desk.northern, trade.company) == 200
    trade.clock.move(timedelta(days=3))
    assert await desk.status(desk.northern, trade.company) == 404
    talk = (await call(desk, "GET", f"/conversations/{talk['id']}", trade.buyer)).json()
    assert talk["answers"] == "Фёдор"
    assert (await call(desk, "GET", "/absence", desk.free)).json() is None


async def test_what_is_no_absence(desk: Desk) -> None:
    assert (await away(desk, desk.free, "Фёдор", 0, 1)).json()["code"] == "deputy_self"
    assert (await away(desk, desk.free, "Нил", 2, 1)).json()["code"] == "absence_days"
    assert (await away(desk, desk.free, "Нил", -3, -1)).json()["code"] == "absence_days"
    assert (await away(desk, desk.free, "Нил", 0, 1)).status_code == 200
    assert (await away(desk, desk.northern, "Фёдор", 1, 1)).json()["code"] == "deputy_away"
    assert (await away(desk, desk.northern, "Фёдор", 2, 9)).status_code == 200
    assert (await call(desk, "DELETE", "/absence", desk.free)).status_code == 204
    assert (await call(desk, "GET", "/absence", desk.free)).json() is None
    assert (await call(desk, "GET", "/absence", desk.trade.buyer)).status_code == 403


async def test_where_all_are_away_everybody_in_reach_hears(desk: Desk) -> None:
    """The feed names who answers; with all deputies away, all managers of the region."""
    trade = desk.trade
    async with trade.database.write() as session:
        await session.execute(
            update(Company)
            .where(Company.id == trade.company)
            .values(manager_id=int(await desk.staff_id("Фёдор")))
        )
    await away(desk, desk.northern, "Фёдор", 0, 0)
    await trade.set(Staff, int(await desk.staff_id("Нил")), region="Юг")
    async with trade.database.write() as session:
        session.add(
            Absence(
                staff_id=int(await desk.staff_id("Фёдор")),
                deputy_id=int(await desk.staff_id("Нил")),
                first_day=TODAY,
                last_day=TODAY,
            )
        )
    async with trade.database.read() as session:
        company = await session.get_one(Company, trade.company)
        found = await dealing_with(session, company, TODAY)
    assert {str(one.id) for one in found} == {
        await desk.staff_id("Нил"),
        await desk.staff_id("Фёдор"),
    }


async def test_who_has_never_come_in_is_passed_over(desk: Desk) -> None:
    """A manager whom only the accounts know would let a customer wait for ever."""
    async with desk.trade.database.write() as session:
        unseen = Person(name="Незримов", created_at=desk.trade.clock())
        session.add(unseen)
        await session.flush()
        staff = Staff(
            person_id=unseen.id, role=Role.MANAGER, region="Север", created_at=desk.trade.clock()
        )
        session.add(staff)
        await session.flush()
        company = await session.get_one(Company, desk.north)
        company.manager_id = staff.id
        found = await dealing_with(session, company, TODAY)
        names = {(await session.get_one(Person, one.person_id)).name for one in found}
    assert names == {"Нил", "Фёдор"}


async def test_a_deputy_deals_with_the_claims_of_who_is_away(trade: Trade) -> None:
    """Oleg's region is another one: without Igor's absence there is no such claim to him."""
    claims = await open_claims(trade)
    claim = await claims.make((1, "2"))
    await claims.do(claim, "take", by=claims.igor)
    assert (await claims.refused(claim, "take", by=claims.oleg))["code"] == "not_found"
    staff = await trade.get("/staff", claims.igor)
    body = {
        "first_day": str(TODAY),
        "last_day": str(TODAY),
        "deputy_id": next(one["id"] for one in staff if one["name"] == "Олег"),
    }
    answer = await trade.client.put("/absence", json=body, headers=bearer(claims.igor))
    assert answer.status_code == 200
    queue = await trade.get("/claims/queue", claims.oleg)
    assert [one["id"] for one in queue["items"]] == [claim["id"]]
    told = await trade.get("/digest", claims.oleg)
    assert told["claims"] == {"open": 1, "untaken": 0, "late": 0}
    # Whoever only shares the region still hears who has it; the deputy acts in Igor's place.
    assert (await claims.refused(claim, "resolve", SETTLED, by=claims.petr))["code"] == (
        "claim_taken"
    )
    settled = await claims.do(claim, "resolve", SETTLED, by=claims.oleg)
    assert (settled["state"], settled["manager"]["name"]) == ("resolved", "Игорь")
    trade.clock.move(timedelta(days=1))
    assert (await trade.get("/claims/queue", claims.oleg))["items"] == []
