"""Being let in without a code, and being let go."""

import asyncio
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from portal.db.models import Company, Contract, Invitation, Role
from portal.db.session import Database
from tests.portal.world import INN, OTHER_INN, Clock, a_company, a_person, a_price_type, bearer


@pytest.fixture
async def manager(database: Database, clock: Clock) -> str:
    return await a_person(database, clock(), staff=Role.MANAGER, name="Игорь")


async def _ask(client: httpx.AsyncClient, **wish: Any) -> httpx.Response:
    body = {"source": "telegram:1", "reply_to": "telegram:1", "name": "Пётр", "inn": INN} | wish
    return await client.post("/access-requests", json=body)


async def _decide(
    client: httpx.AsyncClient, token: str, request: str, decision: str, **terms: Any
) -> httpx.Response:
    body = terms if decision == "approve" else None
    path = f"/access-requests/{request}/{decision}"
    return await client.post(path, json=body, headers=bearer(token))


async def _waiting(client: httpx.AsyncClient, token: str, **query: Any) -> dict[str, Any]:
    answer = await client.get("/access-requests", params=query, headers=bearer(token))
    page: dict[str, Any] = answer.json()
    return page


async def test_a_new_company_is_let_in(
    client: httpx.AsyncClient, database: Database, manager: str
) -> None:
    retail, trade = await a_price_type(database, "Розница"), await a_price_type(database, "Опт")
    asked = (await _ask(client, company_name="ООО «Гайки»", phone="+79123456789")).json()
    assert (asked["state"], asked["known_company"]) == ("waiting", None)
    assert (await _waiting(client, manager))["items"] == [asked]
    approved = await _decide(
        client, manager, asked["id"], "approve", price_type_id=str(trade), credit_limit="150000.50"
    )
    assert approved.json()["request"]["state"] == "approved"
    assert approved.json()["request"]["known_company"]["name"] == "ООО «Гайки»"
    assert (await _waiting(client, manager))["items"] == []
    claim = {
        "code": approved.json()["invitation"]["code"],
        "source": "telegram:1",
        "name": "petr",
        "token": "t" * 32,
    }
    account = (await client.post("/invitations/claim", json=claim)).json()
    assert account["name"] == "Пётр"
    (place,) = account["companies"]
    assert (place["inn"], place["role"], place["prices_visible"]) == (INN, "owner", True)
    async with database.read() as session:
        company = (await session.scalars(select(Company))).one()
        assert (company.price_type_id, company.credit_limit) == (trade, 150_000_50)
    assert retail != trade


async def test_a_known_company_stays_as_it_is(
    client: httpx.AsyncClient, database: Database, manager: str, clock: Clock
) -> None:
    price_type = await a_price_type(database)
    await a_price_type(database, "Розница")
    await a_company(database, clock(), name="ООО «Болты»", price_type_id=price_type)
    asked = (await _ask(client, company_name="Другая")).json()
    assert asked["known_company"]["name"] == "ООО «Болты»"
    approved = await _decide(client, manager, asked["id"], "approve", credit_limit="1")
    assert approved.json()["invitation"]["company"] == "ООО «Болты»"
    async with database.read() as session:
        company = (await session.scalars(select(Company))).one()
        assert (company.price_type_id, company.credit_limit) == (price_type, None)
        assert await session.scalar(select(func.count()).select_from(Contract)) == 1


async def test_asking_again_corrects(
    client: httpx.AsyncClient, database: Database, manager: str
) -> None:
    first = (await _ask(client)).json()
    second = (await _ask(client, inn=OTHER_INN)).json()
    assert (second["id"], second["inn"]) == (first["id"], OTHER_INN)
    await _decide(client, manager, first["id"], "decline")
    third = (await _ask(client)).json()
    assert third["id"] != first["id"]


async def test_a_wrong_inn_and_a_wrong_price_type(client: httpx.AsyncClient, manager: str) -> None:
    refused = await _ask(client, inn="7707083894")
    assert (refused.status_code, refused.json()["code"]) == (422, "inn_invalid")
    asked = (await _ask(client, inn="")).json()
    refused = await _decide(client, manager, asked["id"], "approve", price_type_id="77")
    assert refused.json()["code"] == "price_type_unknown"
    refused = await _decide(client, manager, asked["id"], "approve")
    assert refused.json()["code"] == "inn_invalid"
    assert [one["state"] for one in (await _waiting(client, manager))["items"]] == ["waiting"]


async def test_one_decision_only(
    client: httpx.AsyncClient, database: Database, manager: str
) -> None:
    asked = (await _ask(client)).json()
    decisions = ["approve", "decline"] * 3
    answers = await asyncio.gather(
        *(_decide(client, manager, asked["id"], decision) for decision in decisions)
    )
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 5
    assert {a.json()["code"] for a in answers if a.status_code == 409} == {"already_decided"}
    approved = [answer for answer in answers[::2] if answer.status_code == 200]
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Invitation)) == len(approved)
    assert (await _decide(client, manager, "999", "decline")).status_code == 404
    assert (await _decide(client, manager, "x", "decline")).status_code == 404


async def test_a_staff_role_is_not_given_away_this_way(
    client: httpx.AsyncClient, manager: str
) -> None:
    asked = (await _ask(client)).json()
    refused = await _decide(client, manager, asked["id"], "approve", role="director")
    assert (refused.status_code, refused.json()["code"]) == (422, "role_mismatch")


async def test_pages(client: httpx.AsyncClient, manager: str) -> None:
    for n in range(5):
        await _ask(client, reply_to=f"telegram:{n}", name=f"Имя {n}")
    seen: list[str] = []
    cursor = None
    for _ in range(3):
        page = await _waiting(client, manager, limit=2, **({"cursor": cursor} if cursor else {}))
        seen += [one["name"] for one in page["items"]]
        cursor = page["next_cursor"]
    assert (seen, cursor) == ([f"Имя {n}" for n in range(5)], None)
    for wrong in ("x", "W10", "WyJ4Il0", "é"):
        assert (await _waiting(client, manager, cursor=wrong))["code"] == "cursor_invalid"


async def test_an_owner_lets_people_go_but_for_the_last_owner(
    client: httpx.AsyncClient, database: Database, clock: Clock
) -> None:
    company = await a_company(database, clock())
    other = await a_company(database, clock(), inn=OTHER_INN)
    owner = await a_person(database, clock(), (company, Role.OWNER), name="Владелец")
    buyer = await a_person(database, clock(), (company, Role.BUYER), name="Анна")
    await a_person(database, clock(), (other, Role.BUYER), name="Чужой")

    async def members() -> dict[str, str]:
        page = (await client.get("/people", headers=bearer(owner))).json()
        return {person["name"]: person["id"] for person in page["items"]}

    async def let_go(person: str, by: str = owner) -> int:
        return (await client.delete(f"/people/{person}", headers=bearer(by))).status_code

    people = await members()
    assert people.keys() == {"Владелец", "Анна"}
    assert await let_go(people["Анна"], by=buyer) == 403
    assert await let_go("3") == 404
    assert await let_go(people["Владелец"]) == 409
    assert await let_go(people["Анна"]) == 204
    assert await let_go(people["Анна"]) == 404
    assert (await members()).keys() == {"Владелец"}
    assert (await client.get("/carts", headers=bearer(buyer))).json()["code"] == "no_company"


async def test_of_two_owners_who_let_each_other_go_one_stays(
    client: httpx.AsyncClient, database: Database, clock: Clock
) -> None:
    company = await a_company(database, clock())
    owners = [await a_person(database, clock(), (company, Role.OWNER)) for _ in range(2)]
    mine = [(await client.get("/me", headers=bearer(owner))).json()["id"] for owner in owners]
    answers = await asyncio.gather(
        *(
            client.delete(f"/people/{other}", headers=bearer(owner))
            for owner, other in zip(owners, reversed(mine), strict=True)
        )
    )
    assert sorted(answer.status_code for answer in answers)[0] == 204
    places = [(await client.get("/me", headers=bearer(o))).json()["companies"] for o in owners]
    assert sorted(map(len, places)) == [0, 1]


async def test_asking_twice_at_once_is_asking_once(client: httpx.AsyncClient, manager: str) -> None:
    await asyncio.gather(*(_ask(client) for _ in range(6)))
    assert len((await _waiting(client, manager))["items"]) == 1
