"""The portal client: what is asked again, what is not, and what an answer means."""

import asyncio
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import httpx
import pytest

from bot.services.portal.client import Portal
from bot.services.portal.errors import PortalRefused, PortalUnavailable
from bot.services.portal.models import CartChangeIn
from tests.support.clock import Clock

BALANCE = {
    "debt": "1234.50",
    "overdue": "0.00",
    "credit_limit": None,
    "available": None,
    "currency": "RUB",
    "due": [],
    "something_new": {"of": "a later portal"},
}
ADDRESS = {"id": "5", "text": "Москва, ул. Лесная, 5"}


class Server:
    """Answers in turn; an exception stands for a connection that fails."""

    def __init__(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def portal(server: Callable[..., Any], **more: Any) -> Portal:
    http = httpx.AsyncClient(transport=httpx.MockTransport(server), base_url="http://portal")
    return Portal(http, sleep=Clock().sleep, **more)


def ok(body: Any, status: int = 200) -> httpx.Response:
    return httpx.Response(status, json=body)


def problem(status: int, code: str, **args: Any) -> httpx.Response:
    body = {"type": "about:blank", "title": "No", "status": status, "code": code, "args": args}
    return httpx.Response(status, json=body)


FAILURES = [
    httpx.ConnectError("refused"),
    httpx.ReadTimeout("slow"),
    httpx.Response(500),
    httpx.Response(502, text="<html>nginx</html>"),
    httpx.Response(200, text='{"debt": "12'),
    httpx.Response(200, json={"debt": "12"}),
    httpx.Response(404, text="<html>not here</html>"),
    problem(409, "request_running"),
]


@pytest.mark.parametrize("failure", FAILURES, ids=repr)
async def test_a_read_is_asked_again_after_a_failure(failure: Any) -> None:
    server = Server(failure, ok(BALANCE))
    assert (await portal(server).balance()).debt == Decimal("1234.50")
    assert len(server.requests) == 2


async def test_a_search_that_is_being_made_is_said_to_be() -> None:
    server = Server(problem(503, "search_not_ready", retry_after=5))
    with pytest.raises(PortalRefused) as refused:
        await portal(server).resolve_list([])
    assert refused.value.code == "search_not_ready"


@pytest.mark.parametrize("failure", FAILURES, ids=repr)
async def test_a_portal_that_keeps_failing_is_unavailable(failure: Any) -> None:
    server = Server(*[failure] * 3)
    with pytest.raises(PortalUnavailable):
        await portal(server).balance()
    assert server.answers == []


@pytest.mark.parametrize("failure", FAILURES, ids=repr)
async def test_a_keyed_post_is_repeated_under_the_same_key(failure: Any) -> None:
    server = Server(failure, ok(ADDRESS, 201))
    assert (await portal(server).add_address("u17", "Москва")).id == "5"
    assert [request.headers["Idempotency-Key"] for request in server.requests] == ["u17", "u17"]
    assert server.requests[0].content == server.requests[1].content


@pytest.mark.parametrize("failure", FAILURES, ids=repr)
async def test_a_post_without_a_key_is_sent_once(failure: Any) -> None:
    server = Server(failure, ok({}))
    with pytest.raises(PortalUnavailable):
        await portal(server).preview_invitation("code", "telegram:1")
    assert len(server.requests) == 1


async def test_a_refusal_is_final_and_bears_its_code_and_arguments() -> None:
    server = Server(problem(409, "not_for_sale", article="0893106"))
    with pytest.raises(PortalRefused) as raised:
        await portal(server).change_cart(
            "u1", [CartChangeIn(product_id="1", op="add", quantity="10")]
        )
    refused = raised.value
    assert (refused.status, refused.code) == (409, "not_for_sale")
    assert refused.details == {"article": "0893106"}
    assert len(server.requests) == 1


async def test_a_silent_portal_is_given_up_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.services.portal.calls.TOTAL", 0.05)

    async def silent(request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    with pytest.raises(PortalUnavailable):
        await portal(silent).balance()


async def test_a_call_says_for_whom_and_for_which_company() -> None:
    server = Server(ok(BALANCE), ok(BALANCE))
    anybody = portal(server)
    assert not anybody.linked
    await anybody.balance()
    assert "Authorization" not in server.requests[0].headers
    assert "Artikul-Company" not in server.requests[0].headers
    anna = anybody.on_behalf("secret", "7")
    assert anna.linked
    await anna.balance()
    assert server.requests[1].headers["Authorization"] == "Bearer secret"
    assert server.requests[1].headers["Artikul-Company"] == "7"


async def test_arguments_go_where_the_contract_has_them() -> None:
    empty = {"items": [], "next_cursor": None}
    server = Server(ok(empty), ok(empty), ok({"items": []}))
    client = portal(server)
    await client.products("болт м8", limit=8, cursor="next")
    assert dict(server.requests[0].url.params) == {
        "query": "болт м8",
        "limit": "8",
        "cursor": "next",
    }
    assert await client.order_by_key("k1") is None
    assert server.requests[1].url.path == "/api/v1/orders"
    assert dict(server.requests[1].url.params) == {"key": "k1"}
    await client.orders("1001")
    assert dict(server.requests[2].url.params) == {"query": "1001"}


async def test_a_cart_is_changed_in_the_contracts_words() -> None:
    server = Server(problem(409, "x"))
    with pytest.raises(PortalRefused):
        await portal(server).change_cart(
            "u1", [CartChangeIn(product_id="12", op="set", quantity="2.5", unit="кг")]
        )
    sent = server.requests[0]
    assert sent.url.path == "/api/v1/carts/active/lines"
    assert json.loads(sent.content) == {
        "changes": [{"product_id": "12", "op": "set", "quantity": "2.5", "unit": "кг"}]
    }
