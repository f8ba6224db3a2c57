"""Who may do what: a table, and the same of every route that docs/portal-api.md tells of."""

import re
from collections.abc import Mapping
from typing import Any

import httpx
from sqlalchemy import select

from portal.db.models import Membership, Role
from tests.portal.trade_world import Trade, agreed
from tests.portal.world import INN, a_person, bearer
from tests.test_portal_api_docs import PAGE

WHO = ("owner", "buyer", "accountant", "manager", "nobody")
TABLE = """
                        owner  buyer  accountant  manager  nobody
see the catalogue       yes    yes    yes         yes      yes
see prices              yes    yes    yes         no       no
fill a cart             yes    yes    no          no       no
ask what it would be    yes    yes    no          no       no
order                   yes    yes    no          no       no
order for more than 50  yes    no     no          no       no
see orders              yes    yes    yes         no       no
repeat                  yes    yes    no          no       no
divide an order         yes    yes    no          no       no
cancel                  yes    yes    no          no       no
see the balance         yes    yes    yes         no       no
see the movements       yes    yes    yes         no       no
see the level           yes    yes    yes         no       no
spend points            yes    yes    no          no       no
tell of a payment       no     no     no          yes      no
ship                    no     no     no          yes      no
move an order on        no     no     no          yes      no
see the people          yes    no     no          no       no
invite an accountant    yes    no     no          yes      no
"""
"""In docs/orders.md too. 50 ₽ is the most that this buyer's order may come to."""
REFUSED = {"unauthorized", "forbidden", "no_company", "over_personal_limit"}
PHRASES = {
    "anyone": set(WHO),
    "anyone linked": set(WHO) - {"nobody"},
    "the company's people": {"owner", "buyer", "accountant"},
    "owner": {"owner"},
    "owner, buyer": {"owner", "buyer"},
    "owner, accountant": {"owner", "accountant"},
    "staff": {"manager"},
}
"""What the page says of who may call. What depends on more than the role is tested where it is."""
ELSEWHERE = ("/claims/{claim_id}",)
"""A claim is found by those alone who may see it, before anybody's role is asked for."""


async def people(trade: Trade) -> dict[str, str]:
    """Tokens by role; the buyer may order for 50 ₽ at most."""
    tokens = {
        "owner": await trade.person(Role.OWNER, "Ольга"),
        "buyer": trade.buyer,
        "accountant": await trade.person(Role.ACCOUNTANT, "Вера"),
        "manager": await a_person(trade.database, trade.clock(), staff=Role.MANAGER, name="Игорь"),
        "nobody": "",
    }
    async with trade.database.write() as session:
        of_buyer = await session.scalar(select(Membership).where(Membership.role == Role.BUYER))
        assert of_buyer
        of_buyer.order_limit = 50_00
    return tokens


async def call(
    trade: Trade, token: str, method: str, path: str, body: Any = None
) -> httpx.Response:
    headers = bearer(token) if token else {}
    return await trade.client.request(method, path, json=body, headers=headers)


def allowed(answer: httpx.Response) -> bool:
    if answer.status_code < 400:
        return True
    return answer.json()["code"] not in REFUSED


async def test_the_table(trade: Trade) -> None:
    tokens = await people(trade)
    bolt = await trade.product(price=10_00, stock=None)
    await trade.change((bolt, "set", 6), token=tokens["owner"])
    mine = await trade.get("/carts/active/quote", tokens["owner"])
    order = (await call(trade, tokens["owner"], "POST", "/orders", agreed(mine))).json()
    found: dict[str, list[bool]] = {}

    async def row(name: str, who: str, method: str, path: str, body: Any = None) -> Any:
        answer = await call(trade, tokens[who], method, path, body)
        found.setdefault(name, []).append(allowed(answer))
        return answer.json()

    def put(many: int) -> Any:
        change = {"product_id": str(bolt), "op": "set", "quantity": str(many)}
        return {"changes": [change]}

    for who in WHO:
        own, card = f"/orders/{order['id']}", f"/products/{bolt}"
        await row("see the catalogue", who, "GET", card)
        shown = await call(trade, tokens[who], "GET", card)
        found.setdefault("see prices", []).append(shown.json()["price"] is not None)
        await row("fill a cart", who, "POST", "/carts/active/lines", put(2))
        quote = await row("ask what it would be", who, "GET", "/carts/active/quote")
        body = agreed(quote) if "lines" in quote else agreed(mine)
        placed = await row("order", who, "POST", "/orders", body)
        await call(trade, tokens[who], "POST", "/carts/active/lines", put(6))
        await row("order for more than 50", who, "POST", "/orders", agreed(mine) | {
            "cart_id": body["cart_id"],
        })  # fmt: skip
        await row("see orders", who, "GET", "/orders")
        await row("repeat", who, "GET", f"{own}/repeat")
        parts = {"parts": [{"lines": [{"number": 1, "quantity": "1"}]}]}
        await row("divide an order", who, "POST", f"{own}/split", parts)
        await row("cancel", who, "POST", f"/orders/{placed.get('id', order['id'])}/cancel")
        await row("see the balance", who, "GET", "/balance")
        await row("see the movements", who, "GET", "/balance/ledger")
        await row("see the level", who, "GET", "/loyalty")
        await row("spend points", who, "POST", "/loyalty/spend", {"points": 1})
        paid = {"external_id": who, "inn": INN, "kind": "payment", "amount": "1"}
        told = {"entries": [paid | {"on_date": "2025-03-03"}]}
        await row("tell of a payment", who, "POST", "/settlements", told)
        delivery = order["deliveries"][0]["id"]
        await row("ship", who, "POST", f"/deliveries/{delivery}/ship", {})
        await row("move an order on", who, "POST", f"{own}/status", {"status": "confirmed"})
        await row("see the people", who, "GET", "/people")
        invited = {"role": "accountant", "inn": INN}
        await row("invite an accountant", who, "POST", "/invitations", invited)
    head, *rows = TABLE.strip("\n").splitlines()
    assert tuple(head.split()) == WHO
    wanted = {line[:24].strip(): [cell == "yes" for cell in line[24:].split()] for line in rows}
    assert found == wanted


def told_of() -> Mapping[tuple[str, str], set[str]]:
    """Routes whose page says who may call in one of the phrases."""
    line = re.compile(r"^\| `([A-Z]+) (/[^`]*)`[^|]*\| ([^|]+) \|", flags=re.M)
    return {
        (method, path): PHRASES[who]
        for method, path, who in line.findall(PAGE)
        if who in PHRASES and not path.startswith(ELSEWHERE)
    }


async def test_every_route_lets_in_whom_its_page_names(trade: Trade) -> None:
    tokens = await people(trade)
    found = {}
    for method, path in told_of():
        there = re.sub(r"\{\w+\}", "99999", path)
        body = {} if method in ("POST", "PUT", "PATCH") else None
        found[method, path] = {
            who
            for who, token in tokens.items()
            if allowed(await call(trade, token, method, there, body))
        }
    assert found == told_of()
    assert len(found) > 60
