"""A one-time code: made, looked at, taken once, not guessed."""

import asyncio
import secrets
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select, text

from portal.db.models import Invitation, Membership, Person, Role, Staff
from portal.db.session import Database
from tests.portal.world import INN, OTHER_INN, Clock, a_company, a_person, bearer

NOBODY = "telegram:1"


async def _code(client: httpx.AsyncClient, token: str, **wish: Any) -> str:
    answer = await client.post("/invitations", json={"role": "buyer"} | wish, headers=bearer(token))
    assert answer.status_code == 200, answer.text
    return str(answer.json()["code"])


async def _claim(
    client: httpx.AsyncClient,
    code: str,
    *,
    source: str = NOBODY,
    token: str | None = None,
    headers: dict[str, str] | None = None,
) -> httpx.Response:
    body = {
        "code": code,
        "source": source,
        "name": "Пётр",
        "token": token or secrets.token_urlsafe(24),
    }
    return await client.post("/invitations/claim", json=body, headers=headers or {})


async def _preview(client: httpx.AsyncClient, code: str, source: str = NOBODY) -> httpx.Response:
    return await client.post("/invitations/preview", json={"code": code, "source": source})


@pytest.fixture
async def owner(database: Database, clock: Clock) -> str:
    company = await a_company(database, clock())
    return await a_person(database, clock(), (company, Role.OWNER), name="Владелец")


async def test_from_code_to_account(client: httpx.AsyncClient, owner: str) -> None:
    code = await _code(client, owner, name="Пётр Ильич")
    offer = (await _preview(client, code)).json()
    assert (offer["company"], offer["inn"], offer["role"]) == ("ООО «Болты»", INN, "buyer")
    token = secrets.token_urlsafe(24)
    account = (await _claim(client, code, token=token)).json()
    assert account["name"] == "Пётр Ильич"
    (company,) = account["companies"]
    assert (company["role"], company["prices_visible"]) == ("buyer", True)
    assert (await client.get("/me", headers=bearer(token))).json() == account


async def test_a_code_is_long_and_kept_by_nobody(
    client: httpx.AsyncClient, owner: str, database: Database
) -> None:
    answer = await client.post(
        "/invitations", json={"role": "buyer"}, headers=bearer(owner, key="k1")
    )
    code = answer.json()["code"]
    assert len(code) == 32
    token = secrets.token_urlsafe(24)
    await _claim(client, code, token=token, headers={"Idempotency-Key": "k2"})
    async with database.read() as session:
        for table in ("invitations", "tokens", "idempotent_answers"):
            kept = repr((await session.execute(text(f"select * from {table}"))).all())
            assert code not in kept
            assert token not in kept


async def test_used_expired_and_wrong_codes_are_refused_alike(
    client: httpx.AsyncClient, owner: str, clock: Clock
) -> None:
    used, late = await _code(client, owner), await _code(client, owner)
    assert (await _claim(client, used)).status_code == 200
    clock.move(timedelta(hours=24))
    refusals = []
    for code in (used, late, "wrong"):
        refusals.append(await _preview(client, code, source=f"preview {code}"))
        refusals.append(await _claim(client, code, source=f"claim {code}"))
    assert {answer.status_code for answer in refusals} == {404}
    assert len({answer.text for answer in refusals}) == 1
    assert refusals[0].json()["code"] == "code_unknown"


async def test_a_code_is_good_until_its_last_minute(
    client: httpx.AsyncClient, owner: str, clock: Clock
) -> None:
    code = await _code(client, owner)
    clock.move(timedelta(hours=23, minutes=59))
    assert (await _claim(client, code)).status_code == 200


async def test_of_many_who_claim_at_once_one_gets_it(
    client: httpx.AsyncClient, owner: str, database: Database
) -> None:
    code = await _code(client, owner)
    answers = await asyncio.gather(
        *(_claim(client, code, source=f"telegram:{n}") for n in range(8))
    )
    assert sorted(answer.status_code for answer in answers) == [200] + [404] * 7
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Person)) == 2
        assert await session.scalar(select(func.count()).select_from(Membership)) == 2


async def test_the_sixth_guess_waits_even_if_right(
    client: httpx.AsyncClient, owner: str, clock: Clock
) -> None:
    code = await _code(client, owner)
    for n in range(5):
        guess = _preview if n % 2 else _claim
        assert (await guess(client, f"guess {n}", source=NOBODY)).status_code == 404
        clock.move(timedelta(minutes=1))
    for refused in (await _preview(client, code), await _claim(client, code)):
        assert refused.status_code == 429
        assert refused.json()["code"] == "too_many_guesses"
        assert refused.json()["args"] == {"retry_after": 55 * 60}
        assert refused.headers["Retry-After"] == str(55 * 60)
    assert (await _preview(client, code, source="telegram:2")).status_code == 200
    clock.move(timedelta(minutes=55))
    assert (await _claim(client, code)).status_code == 200


async def test_guesses_at_once_are_counted_one_by_one(
    client: httpx.AsyncClient, owner: str
) -> None:
    answers = await asyncio.gather(*(_preview(client, f"guess {n}") for n in range(12)))
    assert sorted(answer.status_code for answer in answers) == [404] * 5 + [429] * 7


async def test_right_codes_are_no_guesses(client: httpx.AsyncClient, owner: str) -> None:
    code = await _code(client, owner)
    for _ in range(7):
        assert (await _preview(client, code)).status_code == 200


async def test_a_retried_claim_is_one_claim(
    client: httpx.AsyncClient, owner: str, database: Database
) -> None:
    code, token = await _code(client, owner), secrets.token_urlsafe(24)
    again = {"Idempotency-Key": "link-1"}
    first = await _claim(client, code, token=token, headers=again)
    second = await _claim(client, code, token=token, headers=again)
    assert first.status_code == second.status_code == 200
    assert first.json() == second.json()
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Person)) == 2


async def test_a_known_person_gets_the_new_role(
    client: httpx.AsyncClient, owner: str, database: Database, clock: Clock
) -> None:
    other = await a_company(database, clock(), inn=OTHER_INN, name="ИП Гайкин", contract=False)
    theirs = await a_person(database, clock(), (other, Role.OWNER))
    code = await _code(client, owner, role="accountant")
    account = (await _claim(client, code, headers=bearer(theirs))).json()
    places = [
        (place["name"], place["role"], place["prices_visible"]) for place in account["companies"]
    ]
    assert places == [("ИП Гайкин", "owner", False), ("ООО «Болты»", "accountant", True)]
    code = await _code(client, owner, role="buyer")
    account = (await _claim(client, code, headers=bearer(theirs))).json()
    assert [place["role"] for place in account["companies"]] == ["owner", "buyer"]


async def test_a_revoked_person_may_come_back(client: httpx.AsyncClient, owner: str) -> None:
    token = secrets.token_urlsafe(24)
    account = (await _claim(client, await _code(client, owner), token=token)).json()
    assert (
        await client.delete(f"/people/{account['id']}", headers=bearer(owner))
    ).status_code == 204
    assert (await client.get("/me", headers=bearer(token))).json()["companies"] == []
    code = await _code(client, owner, role="accountant")
    account = (await _claim(client, code, headers=bearer(token))).json()
    assert [place["role"] for place in account["companies"]] == ["accountant"]


async def test_a_code_to_the_staff(
    client: httpx.AsyncClient, database: Database, clock: Clock
) -> None:
    director = await a_person(database, clock(), staff=Role.DIRECTOR)
    code = await _code(client, director, role="manager", name="Игорь Петров")
    assert (await _preview(client, code)).json()["company"] is None
    account = (await _claim(client, code)).json()
    assert (account["name"], account["staff_role"]) == ("Игорь Петров", "manager")
    async with database.read() as session:
        roles = await session.scalars(select(Staff.role).order_by(Staff.id))
        assert roles.all() == [Role.DIRECTOR, Role.MANAGER]


async def test_anothers_token_cannot_be_taken(
    client: httpx.AsyncClient, owner: str, database: Database
) -> None:
    code = await _code(client, owner)
    refused = await _claim(client, code, token=owner)
    assert (refused.status_code, refused.json()["code"]) == (409, "token_taken")
    async with database.read() as session:
        assert await session.scalar(select(Invitation.claimed_at)) is None


async def test_a_claim_with_a_wrong_bearer_is_refused(
    client: httpx.AsyncClient, owner: str
) -> None:
    answer = await _claim(client, await _code(client, owner), headers=bearer("x" * 32))
    assert answer.status_code == 401


WHO_MAY = [
    # who invites, role, the INN given, the answer
    ("owner", "buyer", None, 200),
    ("owner", "owner", INN, 200),
    ("owner", "buyer", OTHER_INN, 404),
    ("owner", "manager", None, 403),
    ("buyer", "buyer", None, 403),
    ("accountant", "buyer", None, 403),
    ("manager", "buyer", INN, 200),
    ("manager", "buyer", "7830002293", 404),
    ("manager", "buyer", "7707083894", 422),
    ("manager", "buyer", None, 403),
    ("manager", "manager", None, 403),
    ("director", "director", None, 200),
    ("nobody", "buyer", INN, 401),
]


async def test_who_may_invite_where(
    client: httpx.AsyncClient, database: Database, clock: Clock
) -> None:
    company = await a_company(database, clock())
    await a_company(database, clock(), inn=OTHER_INN, name="ИП Гайкин")
    tokens: dict[str, str] = {"nobody": "x" * 32}
    for role in Role:
        staff = role in {Role.MANAGER, Role.DIRECTOR}
        places = () if staff else ((company, role),)
        tokens[str(role)] = await a_person(
            database, clock(), *places, staff=role if staff else None
        )
    for who, offered, inn, status in WHO_MAY:
        answer = await client.post(
            "/invitations", json={"role": offered, "inn": inn}, headers=bearer(tokens[who])
        )
        assert answer.status_code == status, (who, offered, inn, answer.text)
