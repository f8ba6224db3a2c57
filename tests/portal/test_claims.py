"""Claims: made on what was shipped, seen by those whom they concern, and never removed."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from portal.db.models import Claim, ClaimEvent, ClaimMessage
from tests.portal.claims_world import SETTLED, Claims, open_claims, picture
from tests.portal.trade_world import Trade
from tests.portal.world import bearer


@pytest.fixture
async def world(trade: Trade) -> Claims:
    return await open_claims(trade)


async def test_a_claim_from_the_first_word_to_the_rating(world: Claims) -> None:
    trade = world.trade
    photo = await world.bring(picture())
    again = await world.bring(picture(), "ещё раз.png")
    claim = await world.make((1, "2"), (2, "1"), key="k1", uploads=[photo, again])
    assert (claim["number"], claim["state"], claim["manager"]) == ("1001", "new", None)
    assert claim["at_stake"] == "23.33"
    # The same picture, brought twice, is one file of it.
    assert [file["media_type"] for file in claim["files"]] == ["image/png"]
    assert (await world.make((1, "2"), (2, "1"), key="k1", uploads=[photo, again])) == claim
    assert (await trade.get("/claims", key="k1"))["items"] == [claim]
    [queued] = (await trade.get("/claims/queue", world.igor))["items"]
    assert (queued["id"], queued["staff_only"]["can_take"]) == (claim["id"], True)
    taken = await world.do(claim, "take", by=world.igor)
    assert (taken["state"], taken["manager"]["name"]) == ("taken", "Игорь")
    trade.clock.move(timedelta(hours=1))
    asked = await world.do(claim, "ask", {"text": "Пришлите фото коробки"}, by=world.igor)
    assert (asked["state"], asked["deadline"]) == ("asked", None)
    box = await world.bring(picture(9), "коробка.png")
    said = await world.do(claim, "messages", {"text": "Вот", "uploads": [box]}, by=trade.buyer)
    assert [file["name"] for file in said["files"]] == ["коробка.png"]
    now = await world.get(claim, by=world.igor)
    # Asked with 15 of 16 working hours left, and they are left still.
    assert (now["state"], now["deadline"]) == ("answered", "2025-03-05T07:00:00Z")
    settled = await world.do(claim, "resolve", SETTLED, by=world.igor)
    assert settled["staff_only"]["stage"] == "packing"
    seen = await world.get(claim)
    assert (seen["state"], seen["amount"], seen["reason"]) == ("resolved", "20.00", "Вернём")
    assert (seen["staff_only"], seen["can_rate"]) == (None, True)
    closed = await world.do(claim, "rate", {"rating": 5}, by=trade.buyer)
    assert (closed["state"], closed["rating"], closed["can_say"]) == ("closed", 5, False)
    assert (await world.refused(claim, "messages", {"text": "?"}, by=trade.buyer))[
        "code"
    ] == "claim_state"
    kinds = [event["kind"] for event in closed["events"]]
    assert kinds == [
        "claim_created", "claim_taken", "claim_asked", "claim_message", "claim_answered",
        "claim_resolved", "claim_closed",
    ]  # fmt: skip


async def test_no_more_is_claimed_than_was_shipped(world: Claims) -> None:
    refused = await world.try_to_make((1, "10.001"))
    assert (refused.status_code, refused.json()["code"]) == (422, "claim_too_much")
    assert refused.json()["args"] == {"number": 1, "article": "B", "most": "10"}
    first = await world.make((1, "7"))
    [bolt, _] = await world.trade.get(f"/orders/{world.order['id']}/claimable")
    assert (bolt["shipped"], bolt["left"]) == ("10", "3")
    assert (await world.try_to_make((1, "4"))).json()["args"]["most"] == "3"
    assert (await world.try_to_make((1, "0"))).json()["code"] == "claim_too_much"
    assert (await world.try_to_make((7, "1"))).json()["code"] == "not_found"
    # What was declined may be claimed again; then it can't be reopened.
    await world.do(first, "decline", {"reason": "Всё на месте"}, by=world.igor)
    second = await world.make((1, "4"))
    body = {"words": "Не всё"}
    assert (await world.refused(first, "reopen", body, by=world.trade.buyer))[
        "code"
    ] == "claim_too_much"
    await world.do(second, "decline", {"reason": "Нет"}, by=world.igor)
    reopened = await world.do(first, "reopen", body, by=world.trade.buyer)
    assert (reopened["state"], reopened["manager"]["name"]) == ("reopened", "Игорь")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"lines": []}, "claim_without_lines"),
        ({"kind": "papers", "words": "", "lines": []}, "claim_empty"),
        ({"uploads": ["x"] * 31}, "too_many_files"),
        ({"uploads": ["guessed"]}, "not_found"),
        ({"order_id": "999"}, "not_found"),
    ],
)
async def test_what_is_no_claim(world: Claims, more: dict[str, Any], code: str) -> None:
    assert (await world.try_to_make((1, "1"), **more)).json()["code"] == code
    assert (await world.trade.get("/claims"))["items"] == []


async def test_nobody_claims_with_anothers_file_or_order(world: Claims) -> None:
    theirs = await world.bring(picture(), token=world.vera)
    assert (await world.try_to_make((1, "1"), uploads=[theirs])).status_code == 404
    assert (await world.try_to_make((1, "1"), token=world.vera)).status_code == 404
    assert (await world.try_to_make((1, "1"), token=world.gone)).status_code == 403


async def test_whom_it_does_not_concern_sees_and_changes_nothing(world: Claims) -> None:
    claim = await world.make((1, "1"), uploads=[await world.bring(picture())])
    said = await world.do(claim, "messages", {"text": "Ждём"}, by=world.trade.buyer)
    path, file = f"/claims/{claim['id']}", claim["files"][0]["id"]
    client = world.trade.client
    before = await world.get(claim)
    for stranger in (world.vera, world.gone, world.oleg):
        head = bearer(stranger)
        for seen in ("", "/messages", f"/messages/{said['id']}", f"/files/{file}"):
            assert (await client.get(path + seen, headers=head)).status_code == 404
        for verb, body in (
            ("take", None), ("ask", {"text": "?"}), ("resolve", SETTLED),
            ("decline", {"reason": "Нет"}), ("hand-over", {"staff_id": "1"}),
            ("messages", {"text": "!"}), ("rate", {"rating": 1}), ("reopen", {"words": "!"}),
        ):  # fmt: skip
            answer = await client.post(f"{path}/{verb}", json=body, headers=head)
            assert answer.status_code in (403, 404), (verb, answer.text)
        url = f"{path}/messages/{said['id']}"
        assert (await client.patch(url, json={"text": "!"}, headers=head)).status_code == 404
        assert (await client.delete(url, headers=head)).status_code == 404
    assert (await world.trade.get("/claims/queue", world.oleg))["items"] == []
    # A claim that is not there is told of in the same words.
    forged = await client.get("/claims/424242", headers=bearer(world.igor))
    assert forged.json()["code"] == "not_found"
    # The buyer's side can't do what is the staff's, nor the staff what is the buyer's.
    for verb, body in (("take", None), ("resolve", SETTLED), ("decline", {"reason": "Нет"})):
        refused = await world.refused(claim, verb, body, by=world.trade.buyer)
        assert refused["code"] == "forbidden"
    inside = {"text": "!", "internal": True}
    assert (await world.refused(claim, "messages", inside, by=world.trade.buyer))[
        "code"
    ] == "forbidden"
    await world.do(claim, "resolve", SETTLED, by=world.director)
    assert (await world.refused(claim, "rate", {"rating": 5}, by=world.igor))["code"] == "forbidden"
    assert before["events"] == (await world.get(claim))["events"][: len(before["events"])]
    assert (await world.get(claim, "/messages"))["items"][0]["text"] == "Ждём"


async def test_the_staff_claims_on_behalf_of_a_company_in_reach(world: Claims) -> None:
    """As on the company's own page; who has no reach finds no order there."""
    trade = world.trade
    body = {"order_id": world.order["id"], "kind": "other", "wanted": "refund", "words": "Звонили"}

    async def make(token: str) -> Any:
        headers = bearer(token, company=trade.company)
        return await trade.client.post("/claims", json=body, headers=headers)

    made = await make(world.igor)
    assert (made.status_code, made.json()["author"]) == (201, "Игорь")
    assert [each["number"] for each in (await trade.get("/claims"))["items"]] == ["1001"]
    for stranger in (world.oleg, world.vera):
        assert (await make(stranger)).status_code == 404


async def test_of_two_who_take_it_the_second_hears_who_did(world: Claims) -> None:
    claim = await world.make((1, "1"))
    await world.do(claim, "take", by=world.igor)
    refused = await world.refused(claim, "take", by=world.petr)
    assert (refused["code"], refused["args"]) == ("claim_taken", {"number": "1001", "by": "Игорь"})
    assert (await world.refused(claim, "resolve", SETTLED, by=world.petr))["code"] == "claim_taken"
    # A second tap of the same manager's is no error, and no second event.
    again = await world.do(claim, "take", by=world.igor)
    assert [each["kind"] for each in again["events"]] == ["claim_created", "claim_taken"]


async def test_it_is_handed_over_by_who_has_it_or_by_a_director(world: Claims) -> None:
    claim = await world.make((1, "1"))
    colleagues = {
        each["name"]: each["id"] for each in await world.get(claim, "/colleagues", by=world.igor)
    }
    assert sorted(colleagues) == ["Директор", "Игорь", "Пётр"]
    await world.do(claim, "take", by=world.igor)
    to_petr = {"staff_id": colleagues["Пётр"], "note": "В отпуске"}
    assert (await world.refused(claim, "hand-over", to_petr, by=world.petr))[
        "code"
    ] == "claim_taken"
    moved = await world.do(claim, "hand-over", to_petr, by=world.igor)
    assert (moved["manager"]["name"], moved["staff_only"]["mine"]) == ("Пётр", False)
    back = {"staff_id": colleagues["Игорь"]}
    assert (await world.do(claim, "hand-over", back, by=world.director))["manager"][
        "name"
    ] == "Игорь"
    assert "claim_handed_over" not in str(await world.get(claim))


async def test_what_is_internal_stays_inside(world: Claims) -> None:
    claim = await world.make((1, "1"))
    photo = await world.bring(picture(3), token=world.igor)
    inside = {"text": "Опять этот склад", "internal": True, "uploads": [photo]}
    kept = await world.do(claim, "messages", inside, by=world.igor)
    told = await world.do(claim, "messages", {"text": "Разбираемся"}, by=world.igor)
    assert [each["text"] for each in (await world.get(claim, "/messages"))["items"]] == [
        "Разбираемся"
    ]
    assert len((await world.get(claim, "/messages", by=world.petr))["items"]) == 2
    client, buyer = world.trade.client, bearer(world.trade.buyer)
    for path in (f"/messages/{kept['id']}", f"/files/{kept['files'][0]['id']}"):
        hidden = await client.get(f"/claims/{claim['id']}{path}", headers=buyer)
        assert hidden.status_code == 404
    reply = {"text": "?", "reply_to": kept["id"]}
    assert (await world.refused(claim, "messages", reply, by=world.trade.buyer))[
        "code"
    ] == "not_found"
    reply = {"text": "Ждём", "reply_to": told["id"]}
    assert (await world.do(claim, "messages", reply, by=world.trade.buyer))["reply_to"]


async def test_messages_are_changed_and_taken_back_by_who_said_them(world: Claims) -> None:
    claim = await world.make((1, "1"))
    said = await world.do(
        claim, "messages", {"text": "Двадцать", "external_ref": "7:1"}, by=world.trade.buyer
    )
    twice = await world.do(
        claim, "messages", {"text": "Двадцать", "external_ref": "7:1"}, by=world.trade.buyer
    )
    assert twice["id"] == said["id"]
    client, url = world.trade.client, f"/claims/{claim['id']}/messages/{said['id']}"
    other = await client.patch(url, json={"text": "Нет"}, headers=bearer(world.igor))
    assert other.status_code == 403
    changed = await client.patch(url, json={"text": "Две"}, headers=bearer(world.trade.buyer))
    assert (changed.json()["text"], changed.json()["edited_at"] is not None) == ("Две", True)
    await client.delete(url, headers=bearer(world.trade.buyer))
    [left] = (await world.get(claim, "/messages", by=world.igor))["items"]
    assert (left["text"], left["deleted"]) == ("", True)
    # On record it stays.
    async with world.trade.database.read() as session:
        assert await session.scalar(select(ClaimMessage.text)) == "Две"
        events = [each.data for each in await session.scalars(select(ClaimEvent))]
    assert any(data.get("before") == "Двадцать" for data in events)


async def test_a_refund_has_a_sum_and_causes_are_always_said(world: Claims) -> None:
    claim = await world.make((1, "1"))
    for more, code in (
        ({"amount": None}, "claim_sum_needed"),
        ({"amount": "1000000.00"}, "claim_sum_too_large"),
        ({"stage": None}, "invalid"),
        ({"loss": None}, "invalid"),
        ({"culprit": " "}, "invalid"),
    ):
        refused = await world.refused(claim, "resolve", SETTLED | more, by=world.igor)
        assert refused["code"] == code
    assert (await world.refused(claim, "decline", {"reason": ""}, by=world.igor))[
        "code"
    ] == "invalid"
    assert (await world.get(claim))["state"] == "new"


@pytest.mark.parametrize("table", [Claim, ClaimEvent, ClaimMessage])
async def test_nothing_of_a_claim_is_ever_removed(world: Claims, table: Any) -> None:
    claim = await world.make((1, "1"))
    await world.do(claim, "messages", {"text": "Ждём"}, by=world.trade.buyer)
    with pytest.raises(DBAPIError, match=r"never removed|stays as it happened"):
        async with world.trade.database.write() as session:
            await session.execute(delete(table))
    with pytest.raises(DBAPIError, match="stays as it happened"):
        async with world.trade.database.write() as session:
            await session.execute(update(ClaimEvent).values(person_id=None))
