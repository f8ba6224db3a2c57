"""A POST that is sent again has one effect and one answer."""

import asyncio
import json
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select
from starlette.types import Message

from portal.api.idempotency import OnceOnly
from portal.api.schemas.common import Named
from portal.db.models import AccessRequest, Group, IdempotentAnswer, Invitation, Role
from portal.db.session import Database, try_serialise
from tests.portal.world import Clock, a_company, a_person, bearer

WISH = {"source": "telegram:1", "name": "Пётр", "inn": "", "company_name": "Болты"}


@pytest.fixture
async def owner(database: Database, clock: Clock) -> str:
    company = await a_company(database, clock())
    return await a_person(database, clock(), (company, Role.OWNER))


async def _ask(client: httpx.AsyncClient, key: str | None, **wish: Any) -> httpx.Response:
    """Without a waiting request of the same `reply_to` each POST makes a row of its own."""
    headers = {} if key is None else {"Idempotency-Key": key}
    body = WISH | {"reply_to": "telegram:1"} | wish
    return await client.post("/access-requests", json=body, headers=headers)


async def _invite(client: httpx.AsyncClient, token: str, key: str, **wish: Any) -> httpx.Response:
    body = {"role": "buyer"} | wish
    return await client.post("/invitations", json=body, headers=bearer(token, key=key))


async def _count(database: Database, model: type[Any]) -> int:
    async with database.read() as session:
        return await session.scalar(select(func.count()).select_from(model)) or 0


async def test_the_same_request_has_one_effect_and_one_answer(
    client: httpx.AsyncClient, owner: str, database: Database
) -> None:
    first = await _invite(client, owner, "k")
    second = await _invite(client, owner, "k")
    assert first.status_code == second.status_code == 200
    assert first.json() == second.json()
    assert await _count(database, Invitation) == 1


async def test_without_a_key_or_with_another_it_is_another_request(
    client: httpx.AsyncClient, owner: str, database: Database
) -> None:
    codes = {(await _invite(client, owner, key)).json()["code"] for key in ("k1", "k2")}
    body = {"role": "buyer"}
    for _ in range(2):
        answer = await client.post("/invitations", json=body, headers=bearer(owner))
        codes.add(answer.json()["code"])
    assert len(codes) == await _count(database, Invitation) == 4


async def test_another_body_under_the_key_is_refused(
    client: httpx.AsyncClient, owner: str, database: Database
) -> None:
    await _invite(client, owner, "k")
    refused = await _invite(client, owner, "k", role="owner")
    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency_mismatch")
    assert await _count(database, Invitation) == 1


async def test_another_call_or_company_under_the_key_is_refused(
    client: httpx.AsyncClient, database: Database, clock: Clock
) -> None:
    first = await a_company(database, clock())
    second = await a_company(database, clock(), inn="7736050003")
    owner = await a_person(database, clock(), (first, Role.OWNER), (second, Role.OWNER))
    body = {"role": "buyer"}
    headers = bearer(owner, key="k", company=first)
    assert (await client.post("/invitations", json=body, headers=headers)).status_code == 200
    headers = bearer(owner, key="k", company=second)
    refused = await client.post("/invitations", json=body, headers=headers)
    assert refused.json()["code"] == "idempotency_mismatch"
    wish = WISH | {"reply_to": "telegram:1"}
    refused = await client.post("/access-requests", json=wish, headers=headers)
    assert refused.json()["code"] == "idempotency_mismatch"


async def test_how_the_body_is_spelled_does_not_matter(client: httpx.AsyncClient) -> None:
    body = WISH | {"reply_to": "telegram:1"}
    headers = {"Idempotency-Key": "k", "Content-Type": "application/json"}
    spelled = [
        json.dumps(body),
        json.dumps(body, indent=2, ensure_ascii=False),
        json.dumps(dict(reversed(body.items()))),
    ]
    answers = [
        await client.post("/access-requests", content=text, headers=headers) for text in spelled
    ]
    assert [answer.status_code for answer in answers] == [200] * 3


async def test_a_key_is_its_senders_own(
    client: httpx.AsyncClient, owner: str, database: Database, clock: Clock
) -> None:
    company = await a_company(database, clock(), inn="7736050003")
    other = await a_person(database, clock(), (company, Role.OWNER))
    assert (await _invite(client, owner, "k")).json() != (await _invite(client, other, "k")).json()
    await _ask(client, "k")
    await _ask(client, "k", source="telegram:2", reply_to="telegram:2")
    # Nobody becomes a person by calling themselves one.
    await _ask(client, "k", source="person:1", reply_to="telegram:3")
    assert await _count(database, AccessRequest) == 3


async def test_at_once_they_are_one(
    client: httpx.AsyncClient, owner: str, database: Database
) -> None:
    answers = await asyncio.gather(*(_invite(client, owner, "k") for _ in range(6)))
    done = [answer for answer in answers if answer.status_code == 200]
    rest = {(answer.status_code, answer.json()["code"]) for answer in answers if answer not in done}
    assert done
    assert rest <= {(409, "request_running")}
    assert len({answer.json()["code"] for answer in done}) == 1
    assert await _count(database, Invitation) == 1


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_while_the_first_is_running_the_second_hears_so(
    client: httpx.AsyncClient, database: Database
) -> None:
    async with database.write() as session:
        await try_serialise(session, "idempotency channel:telegram:1 k")
        refused = await _ask(client, "k")
        assert (refused.status_code, refused.json()["code"]) == (409, "request_running")
    assert (await _ask(client, "k")).status_code == 200


async def test_a_refusal_is_not_kept(
    client: httpx.AsyncClient, database: Database, clock: Clock
) -> None:
    manager = await a_person(database, clock(), staff=Role.MANAGER)
    assert (await _invite(client, manager, "k", inn="7707083893")).status_code == 404
    await a_company(database, clock())
    assert (await _invite(client, manager, "k", inn="7707083893")).status_code == 200


async def test_effect_and_answer_are_kept_together_or_not_at_all(
    database: Database, clock: Clock
) -> None:
    async def once(fails: bool) -> None:
        async with database.write() as session:
            once = OnceOnly(session, "k", None, "hash", "", clock())

            async def act() -> Named:
                session.add(Group(name="Болты"))
                await session.flush()
                return Named(id="1", name="Болты")

            await once(act)
            if fails:
                raise RuntimeError

    with pytest.raises(RuntimeError):
        await once(fails=True)
    assert await _count(database, Group) == await _count(database, IdempotentAnswer) == 0
    await once(fails=False)
    await once(fails=False)
    assert await _count(database, Group) == await _count(database, IdempotentAnswer) == 1


async def test_a_key_that_is_too_long_is_refused(client: httpx.AsyncClient) -> None:
    assert (await _ask(client, "k" * 100)).status_code == 200
    assert (await _ask(client, "k" * 101)).json()["code"] == "invalid"
    assert (await _ask(client, "")).json()["code"] == "invalid"


async def test_it_is_committed_before_the_answer_goes_out(app: FastAPI, database: Database) -> None:
    """Else a kill in between leaves a buyer who was told of what never happened."""
    seen: list[int] = []
    body = json.dumps(WISH | {"reply_to": "telegram:1"}).encode()

    async def receive() -> Message:
        return {"type": "http.request", "body": body}

    async def send(message: Message) -> None:
        seen.append(await _count(database, AccessRequest))

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/api/v1/access-requests",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
    }
    await app(scope, receive, send)
    assert seen
    assert set(seen) == {1}
