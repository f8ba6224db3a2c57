"""A claim is one task in Bitrix24, told of what happens, closed with it, and the other way."""

import hashlib
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr, ValidationError

from portal.config import Settings
from portal.exchange.bitrix24.missed import look_at_all
from tests.portal.bitrix24_world import (
    DEFAULT_USER,
    IGOR,
    PETR,
    Bitrix24World,
    open_bitrix24,
)
from tests.portal.claims_world import SETTLED, picture
from tests.portal.trade_world import Trade
from tests.portal.world import CHANNEL, INN
from tests.support.bitrix24 import KEY, URL, Problem, core

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
async def there(app: FastAPI, trade: Trade) -> Bitrix24World:
    return await open_bitrix24(app, trade)


async def test_a_new_claim_becomes_a_task_with_all_that_is_needed(there: Bitrix24World) -> None:
    claims, office = there.claims, there.office
    office.requisites += [
        {"ENTITY_ID": "90", "RQ_INN": INN, "RQ_KPP": "770401001"},
        {"ENTITY_ID": "91", "RQ_INN": INN, "RQ_KPP": None},
        {"ENTITY_ID": "92", "RQ_INN": "7736050003", "RQ_KPP": None},
    ]
    uploads = [await claims.bring(picture(1)), await claims.bring(picture(2), "ящик/бок.png")]
    words = "Разбит [URL=https://evil.example]ящик[/URL]"
    claim = await claims.make((1, "2"), kind="damage", words=words, uploads=uploads)
    assert await there.rounds() == 1
    task = there.task(claim)
    assert task["TITLE"] == (
        f"Претензия № {claim['number']}: повреждение, ООО «Болты», заказ № {claims.order['number']}"
    )
    for part in ("ООО «Болты»", "Анна, 03.03.2025 12:00", "B Болт: 2 шт", "20.00 RUB", "замена",
                 "Разбит (URL=https://evil.example)ящик", "https://t.me/bolts_bot"):  # fmt: skip
        assert part in task["DESCRIPTION"], (part, task["DESCRIPTION"])
    assert datetime.fromisoformat(task["DEADLINE"]) == datetime.fromisoformat(claim["deadline"])
    assert (task["RESPONSIBLE_ID"], task["GROUP_ID"]) == (DEFAULT_USER, 5)
    assert task["UF_CRM_TASK"] == ["CO_91"]
    assert [f"n{file}" for file in office.files] == task["UF_TASK_WEBDAV_FILES"]
    kept = [await _content(there, claim, file["id"]) for file in claim["files"]]
    assert [content for _, content in office.files.values()] == kept
    names = [name for name, _ in office.files.values()]
    assert names == [f"{claim['number']}-{claim['files'][0]['id']} фото.png",
                     f"{claim['number']}-{claim['files'][1]['id']} ящик_бок.png"]  # fmt: skip
    inside = await claims.get(claim, by=claims.igor)
    assert inside["staff_only"]["external_id"] == f"bitrix24:{task['ID']}"


async def _content(there: Bitrix24World, claim: Any, file_id: str) -> bytes:
    client = there.claims.trade.client
    headers = {"Authorization": f"Bearer {there.claims.igor}"}
    return (await client.get(f"/claims/{claim['id']}/files/{file_id}", headers=headers)).content


async def test_a_large_file_arrives_whole(there: Bitrix24World) -> None:
    """Its pieces are no multiples of three bytes, which is what base64 is made of."""
    film = b"\0\0\0\x18ftypmp42" + bytes(12) + b"\0\x0a\x00\x01mdat" + bytes(range(256)) * 2560
    claim = await there.claims.make((1, "1"), uploads=[await there.claims.bring(film, "а.mp4")])
    await there.rounds()
    [(_, content)] = there.office.files.values()
    kept = await _content(there, claim, claim["files"][0]["id"])
    assert hashlib.sha256(content).digest() == hashlib.sha256(kept).digest()
    assert len(content) > 2 * 256 * 1024


async def test_what_happens_is_told_in_the_task(there: Bitrix24World) -> None:
    claims = there.claims
    claim = await claims.make((1, "2"))
    await there.rounds()
    await claims.do(claim, "take", by=claims.igor)
    await there.rounds()
    assert there.task(claim)["RESPONSIBLE_ID"] == IGOR
    await claims.do(claim, "ask", {"text": "Пришлите фото"}, by=claims.igor)
    await there.rounds()
    assert there.task(claim)["DEADLINE"] == "", "it waits for the buyer"
    photo = await claims.bring(picture(3))
    await claims.do(claim, "messages", {"text": "Вот", "uploads": [photo]}, by=claims.trade.buyer)
    await claims.do(claim, "messages", {"text": "Врёт", "internal": True}, by=claims.igor)
    petr = next(
        each for each in await claims.get(claim, "/colleagues", by=claims.igor)
        if each["name"] == "Пётр"
    )  # fmt: skip
    await claims.do(claim, "hand-over", {"staff_id": petr["id"], "note": "Склад твой"},
                    by=claims.igor)  # fmt: skip
    await there.rounds()
    task = there.task(claim)
    assert (task["RESPONSIBLE_ID"], task["DEADLINE"] > "2025") == (PETR, True)
    await claims.do(claim, "resolve", SETTLED, by=claims.petr)
    await there.rounds()
    assert there.task(claim)["STATUS"] == "2"
    await claims.do(claim, "rate", {"rating": 4, "words": "Долго"}, by=claims.trade.buyer)
    await there.rounds()
    assert there.task(claim)["STATUS"] == "5"
    at = "03.03.2025 12:00"
    assert there.said(claim) == [
        f"{at}. Взято в работу: Игорь\n(Игорь)",
        f"{at}. Ждём ответа покупателя, срок остановлен\n(Игорь)",
        f"Игорь (сотрудник), {at}:\nПришлите фото",
        f"Анна (покупатель), {at}:\nВот",
        f"Игорь (сотрудник, внутреннее), {at}:\nВрёт",
        f"{at}. Передано: Пётр\nСклад твой\n(Игорь)",
        f"{at}. Решено: возврат денег, 20.00 RUB\nВернём\n(Пётр)",
        f"{at}. Претензия закрыта\nОценка: 4. Долго\n(Анна)",
    ]
    comments = there.office.comments[there.task(claim)["ID"]]
    assert [len(each.get("UF_FORUM_MESSAGE_DOC", [])) for each in comments] == [0, 0, 0, 1] + [
        0
    ] * 4


async def test_a_task_is_open_again_where_the_buyer_does_not_agree(there: Bitrix24World) -> None:
    claims = there.claims
    claim = await claims.make((1, "1"))
    await claims.do(claim, "resolve", SETTLED, by=claims.igor)
    await there.rounds()
    there.task(claim)["STATUS"] = "5"
    await claims.do(claim, "reopen", {"words": "Не вернули"}, by=claims.trade.buyer)
    # Bitrix24 tells of the closing only now: it was before the buyer said no.
    await there.changed(there.task(claim)["ID"])
    await there.rounds(2)
    assert there.task(claim)["STATUS"] == "2"
    assert (await claims.get(claim))["state"] == "reopened"
    assert there.said(claim)[-1].endswith("Не вернули")


async def test_a_task_closed_before_the_buyer_said_no_does_not_close_the_claim(
    there: Bitrix24World,
) -> None:
    claims = there.claims
    claim = await claims.make((1, "1"))
    await claims.do(claim, "resolve", SETTLED, by=claims.igor)
    await there.rounds()
    await there.close_there(claim)
    await claims.do(claim, "reopen", {"words": "Не вернули"}, by=claims.trade.buyer)
    await there.rounds(2)
    assert (await claims.get(claim))["state"] == "reopened"
    assert there.task(claim)["STATUS"] == "2"


# The other way.


async def test_a_task_closed_there_closes_the_claim_here(there: Bitrix24World) -> None:
    claims = there.claims
    claim = await claims.make((1, "10"))
    await claims.do(claim, "messages", {"text": "Разберёмся"}, by=claims.igor)
    await claims.do(claim, "resolve", SETTLED, by=claims.igor)
    await there.rounds()
    await there.close_there(claim)
    await there.rounds()
    closed = await claims.get(claim)
    assert (closed["state"], closed["can_rate"], closed["can_reopen"]) == ("closed", True, True)
    assert closed["events"][-1] | {"at": ""} == {
        "kind": "claim_closed", "state": "closed", "by": "Битрикс24", "at": "",
    }  # fmt: skip
    # The task is closed already, and so is the claim: neither tells the other again.
    await there.rounds()
    await there.changed(there.task(claim)["ID"])
    await there.rounds()
    kinds = [event["kind"] for event in (await claims.get(claim))["events"]]
    assert kinds.count("claim_closed") == 1


async def test_an_undecided_claim_that_is_closed_there_is_not_hushed_up(
    there: Bitrix24World,
) -> None:
    """The director hears of it, the buyer may say no, and the goods may be claimed again."""
    claims = there.claims
    claim = await claims.make((1, "10"))
    await claims.do(claim, "messages", {"text": "Разберёмся"}, by=claims.igor)
    await there.rounds()
    await there.close_there(claim)
    await there.rounds()
    assert (await claims.get(claim))["state"] == "closed"
    closed = (await claims.trade.get("/events", CHANNEL))["items"][-1]
    assert (closed["data"]["undecided"], closed["data"]["by"]) == (True, "Битрикс24")
    director = (await claims.trade.get("/me", claims.director))["id"]
    assert director in [each["person_id"] for each in closed["recipients"]]
    assert (await claims.try_to_make((1, "11"))).status_code == 422
    await claims.do(claim, "reopen", {"words": "Никто не ответил"}, by=claims.trade.buyer)
    assert (await claims.try_to_make((1, "1"))).status_code == 422, "it is claimed again"
    reopened = await claims.get(claim)
    assert (reopened["state"], reopened["closed_at"]) == ("reopened", None)
    assert reopened["deadline"] is not None
    await there.rounds()
    assert there.task(claim)["STATUS"] == "2"


async def test_a_claim_closed_there_and_rated_is_closed_for_good(there: Bitrix24World) -> None:
    claims = there.claims
    claim = await claims.make((1, "1"))
    await claims.do(claim, "resolve", SETTLED, by=claims.igor)
    await there.rounds()
    await there.close_there(claim)
    await there.rounds()
    await claims.do(claim, "rate", {"rating": 5}, by=claims.trade.buyer)
    refusal = await claims.refused(claim, "reopen", {"words": "нет"}, by=claims.trade.buyer)
    assert refusal["code"] == "claim_state"


async def test_what_was_claimed_anew_meanwhile_cannot_be_claimed_twice(
    there: Bitrix24World,
) -> None:
    claims = there.claims
    claim = await claims.make((1, "10"))
    await there.rounds()
    await there.close_there(claim)
    await there.rounds()
    await claims.make((1, "5"))
    refusal = await claims.refused(claim, "reopen", {"words": "нет"}, by=claims.trade.buyer)
    assert refusal["code"] == "claim_too_much"


async def test_what_was_closed_while_the_portal_was_away_is_seen_in_time(
    there: Bitrix24World,
) -> None:
    claims = there.claims
    closed, other = await claims.make((1, "1")), await claims.make((2, "1"))
    await there.rounds()
    there.task(closed)["STATUS"] = "5"
    async with claims.trade.database.write() as session:
        assert await look_at_all(session, claims.trade.clock()) == 2
    await there.rounds()
    async with claims.trade.database.write() as session:
        assert await look_at_all(session, claims.trade.clock()) == 1
    assert (await claims.get(closed))["state"] == "closed"
    assert (await claims.get(other))["state"] == "new"


async def test_only_who_knows_the_token_is_believed(there: Bitrix24World) -> None:
    claims = there.claims
    claim = await claims.make((1, "1"))
    await there.rounds()
    task = there.task(claim)
    task["STATUS"] = "5"
    for token in ("", "51856fefc120afa4b628cc82d3935ccf", "тайна"):
        assert (await there.changed(task["ID"], token=token)).status_code == 401
    client = claims.trade.client
    assert (await client.post("/bitrix24/events")).status_code == 401
    assert (await client.post("/bitrix24/events", content=b"\xff" * 100)).status_code == 401
    assert (await client.post("/bitrix24/events", content=b"a=1&" * 99_999)).status_code == 401
    settings = there.app.state.settings
    there.app.state.settings = settings.model_copy(
        update={"bitrix24_application_token": SecretStr("")}
    )
    assert (await there.changed(task["ID"], token="")).status_code == 401
    there.app.state.settings = settings
    assert await there.rounds() == 0
    assert (await claims.get(claim))["state"] == "new"


async def test_what_is_told_is_not_believed_but_looked_at(there: Bitrix24World) -> None:
    claims = there.claims
    claim = await claims.make((1, "1"))
    await there.rounds()
    task = there.task(claim)
    for status in ("2", "3", "4", "6"):
        task["STATUS"] = status
        assert (await there.changed(task["ID"])).status_code == 200
        assert await there.rounds() == 1
    for other in ("99999", "1' or 1=1", "", "9" * 30):
        assert (await there.changed(other)).status_code == 200
    assert (await there.changed(task["ID"], event="ONTASKDELETE")).status_code == 200
    assert await there.rounds() == 0
    assert (await claims.get(claim))["state"] == "new"
    # Ten changes are looked at once.
    for _ in range(10):
        await there.changed(task["ID"])
    assert await there.rounds() == 1


# Limits, errors, silence.


async def test_no_more_than_two_requests_a_second(there: Bitrix24World) -> None:
    there.office.burst = 1
    for _ in range(4):
        claim = await there.claims.make((1, "0.5"), uploads=[await there.claims.bring(picture())])
        await there.claims.do(claim, "take", by=there.claims.igor)
    await there.rounds()
    times = [at for at, _, _ in there.office.calls]
    assert len(times) >= 20
    gaps = [later - at for at, later in pairwise(times)]
    assert min(gaps) >= timedelta(seconds=0.5)


async def test_a_limit_that_others_use_up_is_waited_out(there: Bitrix24World) -> None:
    limited = 3

    def busy(method: str, params: Any) -> None:
        nonlocal limited
        if limited:
            limited -= 1
            raise Problem(503, "QUERY_LIMIT_EXCEEDED", "Too many requests")

    there.office.before = busy
    before = there.claims.trade.clock()
    claim = await there.claims.make((1, "1"))
    assert await there.rounds() == 1
    assert there.task(claim)
    assert there.claims.trade.clock() - before > timedelta(seconds=7)


async def test_a_method_that_is_closed_for_a_while_is_left_in_peace(there: Bitrix24World) -> None:
    clock = there.claims.trade.clock
    until = clock() + timedelta(minutes=7)

    def closed(method: str, params: Any) -> None:
        if method == "tasks.task.add" and clock() < until:
            raise Problem(
                429, "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit.",
                time={"operating": 481.2, "operating_reset_at": int(until.timestamp())},
            )  # fmt: skip

    there.office.before = closed
    claim = await there.claims.make((1, "1"))
    await there.rounds()
    asked = len(there.office.calls)
    await there.rounds(6, timedelta(minutes=1))
    assert len(there.office.calls) == asked
    await there.rounds(2, timedelta(minutes=1))
    assert there.task(claim)


async def test_down_for_a_day_nothing_is_lost_or_out_of_order_or_doubled(
    there: Bitrix24World,
) -> None:
    claims, office = there.claims, there.office

    def down(method: str, params: Any) -> None:
        raise httpx.ConnectError("down")

    first = await claims.make((1, "1"))
    await there.rounds()
    office.before = down
    second = await claims.make((2, "1"), uploads=[await claims.bring(picture())])
    await claims.do(first, "messages", {"text": "раз"}, by=claims.trade.buyer)
    await there.rounds(24, HOUR)
    await claims.do(first, "messages", {"text": "два"}, by=claims.trade.buyer)
    await claims.do(second, "take", by=claims.igor)
    await claims.do(first, "messages", {"text": "три"}, by=claims.igor)
    await there.another_process()
    office.before = lambda method, params: None
    await there.rounds(4, HOUR)
    assert [text.splitlines()[1] for text in there.said(first)] == ["раз", "два", "три"]
    assert there.task(second)["RESPONSIBLE_ID"] == IGOR
    assert (len(office.tasks), len(office.files)) == (2, 1)
    assert await there.aside() == []


@pytest.mark.parametrize(
    "lost", ["tasks.task.add", "disk.folder.uploadFile", "task.commentitem.add"]
)
async def test_an_answer_that_was_lost_doubles_nothing(there: Bitrix24World, lost: str) -> None:
    """It was done, and the portal does not know: a timeout, or its own death."""
    claims, left = there.claims, 2

    def cut(method: str, params: Any) -> None:
        nonlocal left
        if method == lost and left:
            left -= 1
            raise httpx.ReadTimeout("slow")

    there.office.after = cut
    claim = await claims.make((1, "1"), uploads=[await claims.bring(picture())])
    await claims.do(claim, "messages", {"text": "Где ответ?"}, by=claims.trade.buyer)
    for _ in range(6):
        await there.another_process()
        await there.rounds(1, timedelta(minutes=10))
    assert left < 2
    assert len(there.task(claim)["UF_TASK_WEBDAV_FILES"]) == len(there.office.files) == 1
    assert [text.splitlines()[1] for text in there.said(claim)] == ["Где ответ?"]


async def test_a_claim_that_is_refused_is_set_aside_and_the_next_of_it_makes_up_for_it(
    there: Bitrix24World, caplog: pytest.LogCaptureFixture
) -> None:
    claims = there.claims
    bad, good = await claims.make((1, "1")), await claims.make((2, "1"))

    def refuse(method: str, params: Any) -> None:
        if method == "tasks.task.add" and f"№ {bad['number']}:" in params["fields"]["TITLE"]:
            raise core("Не заполнено обязательное поле")

    there.office.before = refuse
    assert await there.rounds() == 1
    assert there.task(good)
    await there.rounds(10, timedelta(minutes=45))
    [row] = await there.aside()
    assert "Не заполнено обязательное поле" in row.error
    assert f"claim {bad['number']} was not sent" in caplog.text
    assert "set aside" in caplog.text
    there.office.before = lambda method, params: None
    await claims.do(bad, "take", by=claims.igor)
    await there.rounds()
    assert there.task(bad)["RESPONSIBLE_ID"] == IGOR


async def test_a_wrong_key_is_nobodys_claim_s_fault(there: Bitrix24World) -> None:
    def closed(method: str, params: Any) -> None:
        raise Problem(401, "NO_AUTH_FOUND", "Wrong authorization data")

    there.office.before = closed
    claim = await there.claims.make((1, "1"))
    await there.rounds(9, HOUR)
    there.office.before = lambda method, params: None
    await there.rounds(2, HOUR)
    assert there.task(claim)


async def test_without_the_right_to_the_crm_there_is_a_task_without_a_card(
    there: Bitrix24World,
) -> None:
    def narrow(method: str, params: Any) -> None:
        if method.startswith("crm."):
            raise Problem(403, "insufficient_scope", "The request requires higher privileges")

    there.office.before = narrow
    claim = await there.claims.make((1, "1"))
    await there.rounds()
    assert there.task(claim)["UF_CRM_TASK"] == []


async def test_a_file_that_is_lost_does_not_hold_up_its_claim(there: Bitrix24World) -> None:
    claims = there.claims
    uploads = [await claims.bring(picture(number), f"{number}.png") for number in (1, 2)]
    claim = await claims.make((1, "1"), uploads=uploads)
    folder = there.app.state.settings.files
    kept = await _content(there, claim, claim["files"][0]["id"])
    name = hashlib.sha256(kept).hexdigest()
    (folder / name[:2] / name).unlink()
    await there.rounds()
    assert len(there.task(claim)["UF_TASK_WEBDAV_FILES"]) == 1


async def test_the_key_is_in_no_log(there: Bitrix24World, caplog: pytest.LogCaptureFixture) -> None:
    def odd(method: str, params: Any) -> None:
        raise httpx.ConnectError(f"cannot connect to {URL}")

    there.office.before = odd
    await there.claims.make((1, "1"))
    await there.rounds()
    assert "was not sent" in caplog.text
    assert KEY not in caplog.text


@pytest.mark.parametrize(
    "given",
    [
        {"bitrix24_url": "ftp://bolts.bitrix24.ru/rest/1/key/"},
        {"bitrix24_url": "https://bolts.bitrix24.ru/"},
        {"bitrix24_url": URL, "bitrix24_folder": 1},
        {"bitrix24_url": URL, "bitrix24_responsible": 1},
        {
            "bitrix24_url": URL,
            "bitrix24_responsible": 1,
            "bitrix24_folder": 1,
            "bitrix24_users": "Игорь=17, Анна",
        },
        {
            "bitrix24_url": URL,
            "bitrix24_responsible": 1,
            "bitrix24_folder": 1,
            "bitrix24_users": "Игорь=семь",
        },
    ],
)
def test_settings_that_cannot_be_right_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="BITRIX24_") as refusal:
        Settings(**given, _env_file=None)
    assert KEY not in str(refusal.value)
