"""What every call shares: who calls, problems, the description."""

import logging
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import update

from portal.api.openapi import DESCRIPTION, TAGS
from portal.db.models import Role, Staff, Token
from portal.db.session import Database
from tests.portal.world import INN, OTHER_INN, Clock, a_company, a_person, bearer


def _problem(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body.keys() == {"type", "title", "status", "code", "detail", "args"}
    assert body["status"] == answer.status_code
    return answer.status_code, body["code"]


async def test_health(client: httpx.AsyncClient) -> None:
    answer = await client.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_what_starlette_refuses_is_a_problem_too(client: httpx.AsyncClient) -> None:
    assert _problem(await client.get("/nothing")) == (404, "not_found")
    assert _problem(await client.put("/me")) == (405, "method_not_allowed")


async def test_what_nobody_foresaw_is_a_problem_and_a_log_entry(
    app: FastAPI, client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    @app.get("/api/v1/broken")
    async def broken() -> None:
        raise RuntimeError("deep inside")

    answer = await client.get("/broken")
    assert _problem(answer) == (500, "internal")
    assert "deep inside" not in answer.text
    assert "deep inside" in caplog.text
    # The app serves other tests too.
    app.router.routes.pop()


async def test_a_wrong_body_is_not_sent_back(client: httpx.AsyncClient) -> None:
    body = {"code": "secret-code", "source": "telegram:1", "token": "secret-token", "name": ["x"]}
    answer = await client.post("/invitations/claim", json=body)
    assert _problem(answer) == (422, "invalid")
    assert {error["at"] for error in answer.json()["args"]["errors"]} == {"body.token", "body.name"}
    assert "secret" not in answer.text


async def test_nobody_without_a_token(
    client: httpx.AsyncClient, database: Database, clock: Clock
) -> None:
    for headers in ({}, bearer("x" * 32), {"Authorization": "Basic eDp5"}):
        answer = await client.get("/me", headers=headers)
        assert _problem(answer) == (401, "unauthorized")
        assert answer.headers["WWW-Authenticate"] == "Bearer"


async def test_the_token_is_in_no_log_line(
    client: httpx.AsyncClient,
    database: Database,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    company = await a_company(database, clock())
    token = await a_person(database, clock(), (company, Role.OWNER))
    code = (await client.post("/invitations", json={"role": "buyer"}, headers=bearer(token))).json()
    claim = {"code": code["code"], "source": "telegram:1", "name": "x", "token": "t" * 40}
    await client.post("/invitations/claim", json=claim)
    await client.get("/me", headers=bearer("t" * 40))
    assert caplog.text
    for secret in (token, code["code"], "t" * 40):
        assert secret not in caplog.text


async def test_acting_for_one_of_several_companies(
    client: httpx.AsyncClient, database: Database, clock: Clock
) -> None:
    first = await a_company(database, clock())
    second = await a_company(database, clock(), inn=OTHER_INN, name="ИП Гайкин")
    foreign = await a_company(database, clock(), inn="7830002293", name="Чужая")
    token = await a_person(database, clock(), (second, Role.OWNER), (first, Role.BUYER))

    async def people(company: Any) -> httpx.Response:
        return await client.get("/people", headers=bearer(token, company=company))

    assert (await people(None)).json()["items"][0]["role"] == "owner"
    assert (await people(second)).status_code == 200
    assert _problem(await people(first)) == (403, "forbidden")
    for unknown in (foreign, 999, 2**40, "x", "-1", "١"):
        headers = bearer(token) | {"Artikul-Company": str(unknown)}
        encoded = {name.encode(): value.encode() for name, value in headers.items()}
        answer = await client.get("/people", headers=encoded)
        assert _problem(answer) == (404, "not_found")


@pytest.mark.parametrize(
    ("until", "visible"),
    [(None, True), (date(2025, 3, 3), True), (date(2025, 3, 2), False)],
)
async def test_prices_are_for_those_with_a_contract_in_force(
    client: httpx.AsyncClient, database: Database, clock: Clock, until: date | None, visible: bool
) -> None:
    company = await a_company(database, clock(), contract_until=until)
    token = await a_person(database, clock(), (company, Role.OWNER))
    (place,) = (await client.get("/me", headers=bearer(token))).json()["companies"]
    assert place["prices_visible"] is visible


async def test_a_contract_ends_with_the_suppliers_day(
    client: httpx.AsyncClient, database: Database, clock: Clock
) -> None:
    """At 23:30 UTC it is the next morning in Moscow."""
    company = await a_company(database, clock(), contract_until=date(2025, 3, 3))
    token = await a_person(database, clock(), (company, Role.OWNER))
    clock.move(timedelta(hours=14, minutes=30))
    (place,) = (await client.get("/me", headers=bearer(token))).json()["companies"]
    assert place["prices_visible"] is False


async def test_staff_is_nothing_to_be_guessed(
    client: httpx.AsyncClient, database: Database, clock: Clock
) -> None:
    company = await a_company(database, clock())
    owner = await a_person(database, clock(), (company, Role.OWNER))
    manager = await a_person(database, clock(), staff=Role.MANAGER)
    for path in ("/price-types", "/access-requests"):
        assert _problem(await client.get(path)) == (401, "unauthorized")
        assert _problem(await client.get(path, headers=bearer(owner))) == (403, "forbidden")
        assert (await client.get(path, headers=bearer(manager))).status_code == 200
    assert _problem(await client.get("/people", headers=bearer(manager))) == (403, "no_company")


async def test_the_description(client: httpx.AsyncClient) -> None:
    document = (await client.get("http://portal/openapi.json")).json()
    assert document["info"]["description"] == DESCRIPTION
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            where = f"{method} {path}"
            assert set(operation["tags"]) <= TAGS.keys(), where
            assert " " in operation["summary"], where
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    assert "application/problem+json" in response["content"], (where, status)
    claim = document["paths"]["/api/v1/invitations/claim"]["post"]
    assert claim["responses"].keys() == {"200", "401", "404", "409", "422", "429"}
    assert "Problem" in document["components"]["schemas"]
    assert "HTTPValidationError" not in str(document)


async def test_no_page_that_loads_from_elsewhere(client: httpx.AsyncClient) -> None:
    for path in ("/docs", "/redoc"):
        assert (await client.get(f"http://portal{path}")).status_code == 404


async def test_inn_of_the_company_is_the_callers_own(
    client: httpx.AsyncClient, database: Database, clock: Clock
) -> None:
    company = await a_company(database, clock())
    token = await a_person(database, clock(), (company, Role.ACCOUNTANT))
    account = (await client.get("/me", headers=bearer(token))).json()
    assert (account["companies"][0]["inn"], account["staff_role"]) == (INN, None)


async def test_what_is_revoked_counts_no_more(
    client: httpx.AsyncClient, database: Database, clock: Clock
) -> None:
    manager = await a_person(database, clock(), staff=Role.MANAGER)
    for table, status in ((Staff, 403), (Token, 401)):
        async with database.write() as session:
            await session.execute(update(table).values(revoked_at=clock()))
        answer = await client.get("/price-types", headers=bearer(manager))
        assert answer.status_code == status
