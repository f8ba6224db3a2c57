"""The only place that knows HTTP: one `_request`, and a line for every call of the portal's API."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar, overload
from urllib.parse import unquote

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.services.portal import claim_models as claims
from bot.services.portal import desk_models as desk
from bot.services.portal import models as m
from bot.services.portal import nudge_models as nudges
from bot.services.portal import reminder_models as reminders
from bot.services.portal.errors import PortalRefused, PortalUnavailable

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")

PREFIX = "/api/v1"
CONNECT = 3.0
TOTAL = 10.0
"""Seconds for a call with all its retries: nobody looks at a silent chat for longer."""
DRAWN = 30.0
"""The same for a picture or a paper, which is drawn up while one waits for it."""
BROUGHT = 60.0
"""The same for a file on its way."""
PIECE = 256 * 1024
PAUSES = (0.2, 0.6)
"""Seconds before each retry."""
NOT_READY = "search_not_ready"
"""The one refusal with a 5xx: the portal is well, and nothing was done."""

_adapters: dict[Any, TypeAdapter[Any]] = {}


class Portal:
    """The portal on behalf of nobody, or of a person acting for a company.

    Every call may raise PortalUnavailable (no sensible answer; the effect is unknown) and
    PortalRefused (a problem with a stable code). Calls that create take the `key` under which the
    portal makes them once, however often they are sent.
    """

    def __init__(
        self,
        http: httpx.AsyncClient,
        *,
        token: str | None = None,
        company_id: str | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._http = http
        self._token = token
        self._company_id = company_id
        self._sleep = sleep

    def on_behalf(self, token: str | None, company_id: str | None) -> "Portal":
        return Portal(self._http, token=token, company_id=company_id, sleep=self._sleep)

    @property
    def linked(self) -> bool:
        return self._token is not None

    async def health(self) -> None:
        await self._request("GET", "/health", m.Model)

    # Who calls, and how somebody comes in

    async def preview_invitation(self, code: str, source: str) -> m.InvitationOut:
        body = {"code": code, "source": source}
        return await self._request("POST", "/invitations/preview", m.InvitationOut, body=body)

    async def claim_invitation(
        self, key: str, *, code: str, source: str, name: str, token: str
    ) -> m.Account:
        body = {"code": code, "source": source, "name": name, "token": token}
        return await self._request("POST", "/invitations/claim", m.Account, body=body, key=key)

    async def invite(
        self, key: str, *, role: str, inn: str | None = None, name: str = ""
    ) -> m.InvitationCode:
        body = {"role": role, "inn": inn, "name": name}
        return await self._request("POST", "/invitations", m.InvitationCode, body=body, key=key)

    async def request_access(
        self,
        key: str,
        *,
        source: str,
        reply_to: str,
        name: str,
        phone: str = "",
        inn: str = "",
        company_name: str = "",
    ) -> m.AccessRequestOut:
        body = {
            "source": source,
            "reply_to": reply_to,
            "name": name,
            "phone": phone,
            "inn": inn,
            "company_name": company_name,
        }
        return await self._request(
            "POST", "/access-requests", m.AccessRequestOut, body=body, key=key
        )

    async def access_requests(self, cursor: str | None = None) -> m.Page[m.AccessRequestOut]:
        return await self._request(
            "GET",
            "/access-requests",
            m.Page[m.AccessRequestOut],
            query={"state": "waiting", "cursor": cursor},
        )

    async def approve_access(
        self, key: str, request_id: str, *, price_type_id: str | None = None, role: str = "owner"
    ) -> m.Approved:
        body = {"price_type_id": price_type_id, "role": role}
        return await self._request(
            "POST", f"/access-requests/{request_id}/approve", m.Approved, body=body, key=key
        )

    async def decline_access(self, key: str, request_id: str) -> m.AccessRequestOut:
        return await self._request(
            "POST", f"/access-requests/{request_id}/decline", m.AccessRequestOut, key=key
        )

    async def price_types(self) -> list[m.Named]:
        return await self._request("GET", "/price-types", list[m.Named])

    async def me(self) -> m.Account:
        return await self._request("GET", "/me", m.Account)

    async def people(self, cursor: str | None = None) -> m.Page[m.Member]:
        return await self._request("GET", "/people", m.Page[m.Member], query={"cursor": cursor})

    async def remove_person(self, person_id: str) -> None:
        await self._request("DELETE", f"/people/{person_id}", None)

    # The catalogue

    async def products(
        self,
        query: str = "",
        *,
        group: str | None = None,
        in_stock: bool = False,
        sort: str | None = None,
        limit: int = 8,
        cursor: str | None = None,
    ) -> m.ProductPage:
        """`sort` is name or price; without, the likeliest first."""
        return await self._request(
            "GET",
            "/products",
            m.ProductPage,
            query={
                "query": query or None,
                "group": group,
                "in_stock": in_stock or None,
                "sort": sort,
                "limit": limit,
                "cursor": cursor,
            },
        )

    async def product(self, product_id: str) -> m.ProductCard:
        return await self._request("GET", f"/products/{product_id}", m.ProductCard)

    async def variants(
        self, product_id: str, *, limit: int | None = None, cursor: str | None = None
    ) -> m.Page[m.ProductRow]:
        return await self._request(
            "GET",
            f"/products/{product_id}/variants",
            m.Page[m.ProductRow],
            query={"limit": limit, "cursor": cursor},
        )

    async def analogues(
        self, product_id: str, *, limit: int | None = None, cursor: str | None = None
    ) -> m.Page[m.ProductRow]:
        return await self._request(
            "GET",
            f"/products/{product_id}/analogues",
            m.Page[m.ProductRow],
            query={"limit": limit, "cursor": cursor},
        )

    async def resolve_list(self, lines: Sequence[dict[str, Any]]) -> m.ListOut:
        """Looks up lines of a list, 5,000 at most; each bears its `readings`, or a `product_id`
        that is known already. Changes nothing."""
        # By POST for the length of the question alone: it may be sent again.
        return await self._request(
            "POST", "/lists/resolve", m.ListOut, body={"lines": lines}, again=True
        )

    async def my_products(
        self, *, limit: int | None = None, cursor: str | None = None
    ) -> m.Page[m.UsualProduct]:
        """What the company orders, the most usual first."""
        return await self._request(
            "GET",
            "/my-products",
            m.Page[m.UsualProduct],
            query={"limit": limit, "cursor": cursor},
        )

    async def groups(self, parent: str | None = None, cursor: str | None = None) -> m.GroupPage:
        """The groups within a group; None: the top of the tree."""
        return await self._request(
            "GET", "/groups", m.GroupPage, query={"parent": parent, "cursor": cursor}
        )

    # What a person keeps of it

    async def usual_order(self) -> m.Page[m.UsualProduct]:
        """Of the last three months."""
        return await self._request("GET", "/usual-order", m.Page[m.UsualProduct])

    async def running_out(self) -> m.Page[m.UsualProduct]:
        return await self._request("GET", "/running-out", m.Page[m.UsualProduct])

    async def favourites(
        self, *, limit: int | None = None, cursor: str | None = None
    ) -> m.Page[m.ProductRow]:
        return await self._request(
            "GET", "/favourites", m.Page[m.ProductRow], query={"limit": limit, "cursor": cursor}
        )

    async def mark(self, product_id: str) -> None:
        await self._request("PUT", f"/favourites/{product_id}", None)

    async def unmark(self, product_id: str) -> None:
        await self._request("DELETE", f"/favourites/{product_id}", None)

    async def watch(self, product_id: str) -> None:
        """Be told when it comes in; 409 `in_stock` when it has."""
        await self._request("PUT", f"/products/{product_id}/watch", None)

    async def unwatch(self, product_id: str) -> None:
        await self._request("DELETE", f"/products/{product_id}/watch", None)

    async def watches(self) -> m.Page[m.ProductRow]:
        return await self._request("GET", "/watches", m.Page[m.ProductRow])

    async def carts(self) -> m.Page[m.CartOut]:
        return await self._request("GET", "/carts", m.Page[m.CartOut])

    async def cart(self) -> m.CartOut:
        """The active one."""
        return await self._request("GET", "/carts/active", m.CartOut)

    async def change_cart(
        self, key: str, changes: Sequence[m.CartChangeIn], *, cart_id: str = "active"
    ) -> m.CartChanged:
        body = {"changes": [change.model_dump() for change in changes]}
        return await self._request(
            "POST", f"/carts/{cart_id}/lines", m.CartChanged, body=body, key=key
        )

    async def undo_cart(self, key: str, *, cart_id: str = "active") -> m.CartChanged:
        return await self._request("POST", f"/carts/{cart_id}/undo", m.CartChanged, key=key)

    async def make_cart(self, key: str, name: str, supply_id: str | None = None) -> m.CartOut:
        body = {"name": name, "supply_id": supply_id}
        return await self._request("POST", "/carts", m.CartOut, body=body, key=key)

    async def name_cart(self, cart_id: str, name: str) -> m.CartOut:
        return await self._request("PATCH", f"/carts/{cart_id}", m.CartOut, body={"name": name})

    async def fill_cart(self, cart_id: str) -> m.CartOut:
        """This one from now on."""
        return await self._request("PUT", f"/carts/{cart_id}/active", m.CartOut)

    async def copy_cart(self, key: str, cart_id: str, name: str) -> m.CartOut:
        return await self._request(
            "POST", f"/carts/{cart_id}/copy", m.CartOut, body={"name": name}, key=key
        )

    async def merge_carts(self, key: str, cart_id: str, other_id: str) -> m.CartChanged:
        """The other is put into the first, and thrown away."""
        body = {"other_id": other_id}
        return await self._request(
            "POST", f"/carts/{cart_id}/merge", m.CartChanged, body=body, key=key
        )

    async def remove_cart(self, cart_id: str) -> None:
        await self._request("DELETE", f"/carts/{cart_id}", None)

    async def brand(self, cart_id: str, product_id: str, *, on: bool) -> m.CartOut:
        """With the company's own logo, or without."""
        body = {"product_id": product_id, "on": on}
        return await self._request("PUT", f"/carts/{cart_id}/brand", m.CartOut, body=body)

    async def supply_kinds(self) -> m.Page[m.SupplyOut]:
        return await self._request("GET", "/supply-kinds", m.Page[m.SupplyOut])

    async def quote(self, cart_id: str = "active") -> m.Quote:
        return await self._request("GET", f"/carts/{cart_id}/quote", m.Quote)

    async def addresses(self) -> m.Page[m.AddressOut]:
        return await self._request("GET", "/addresses", m.Page[m.AddressOut])

    async def add_address(self, key: str, text: str) -> m.AddressOut:
        return await self._request("POST", "/addresses", m.AddressOut, body={"text": text}, key=key)

    # Orders and money

    async def place_order(self, key: str, body: dict[str, Any]) -> m.OrderOut:
        """`body` is the draft's, as it was shown. 409 `quote_changed` has `differences`."""
        return await self._request("POST", "/orders", m.OrderOut, body=body, key=key)

    async def orders(
        self,
        query: str = "",
        *,
        article: str = "",
        author: str = "",
        status: Sequence[str] = (),
        first: str | None = None,
        last: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> m.Page[m.OrderOut]:
        """`query` finds by number; the others narrow the history. Days in ISO, both included."""
        return await self._request(
            "GET",
            "/orders",
            m.Page[m.OrderOut],
            query={
                "query": query or None,
                "article": article or None,
                "author": author or None,
                "status": list(status) or None,
                "from": first,
                "to": last,
                "limit": limit,
                "cursor": cursor,
            },
        )

    async def order_by_key(self, key: str) -> m.OrderOut | None:
        """The order that this person placed under `key`; None: the portal has none."""
        page = await self._request("GET", "/orders", m.Page[m.OrderOut], query={"key": key})
        return page.items[0] if page.items else None

    async def order(self, order_id: str) -> m.OrderOut:
        return await self._request("GET", f"/orders/{order_id}", m.OrderOut)

    async def cancel_order(self, key: str, order_id: str) -> m.OrderOut:
        return await self._request("POST", f"/orders/{order_id}/cancel", m.OrderOut, key=key)

    async def change_order(self, key: str, order_id: str) -> m.CartOut:
        """A cart with what it has, which replaces it when it is ordered."""
        return await self._request("POST", f"/orders/{order_id}/change", m.CartOut, key=key)

    async def merge_orders(self, key: str, order_ids: Sequence[str]) -> m.OrderOut:
        body = {"order_ids": list(order_ids)}
        return await self._request("POST", "/orders/merge", m.OrderOut, body=body, key=key)

    async def score_order(
        self, order_id: str, score: int, word: str | None = None
    ) -> nudges.ScoreOut:
        """How it went, by its author; `word` None: as it was."""
        body = {"score": score, "word": word}
        return await self._request("PUT", f"/orders/{order_id}/score", nudges.ScoreOut, body=body)

    async def receipt(self, order_id: str) -> m.ReceiptOut:
        return await self._request("GET", f"/orders/{order_id}/receipt", m.ReceiptOut)

    async def split_proposal(self, order_id: str) -> m.SplitProposal:
        """By what is in stock."""
        return await self._request("GET", f"/orders/{order_id}/split", m.SplitProposal)

    async def split_order(
        self, key: str, order_id: str, lines: Mapping[int, Decimal], planned_on: date | None = None
    ) -> m.OrderOut:
        """These quantities, by the numbers of the lines, come in a delivery of their own."""
        part = {
            "planned_on": planned_on.isoformat() if planned_on else None,
            "lines": [
                {"number": number, "quantity": f"{quantity:f}"}
                for number, quantity in lines.items()
            ],
        }
        return await self._request(
            "POST", f"/orders/{order_id}/split", m.OrderOut, body={"parts": [part]}, key=key
        )

    async def merge_deliveries(self, key: str, order_id: str) -> m.OrderOut:
        """All that are planned."""
        return await self._request(
            "POST", f"/orders/{order_id}/deliveries/merge", m.OrderOut, body={}, key=key
        )

    async def repeat(self, order_id: str) -> m.RepeatOut:
        return await self._request("GET", f"/orders/{order_id}/repeat", m.RepeatOut)

    async def balance(self) -> m.BalanceOut:
        return await self._request("GET", "/balance", m.BalanceOut)

    async def ledger(
        self,
        *,
        first: str | None = None,
        last: str | None = None,
        contract: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> m.LedgerOut:
        """Newest first. Days in ISO, both included."""
        return await self._request(
            "GET",
            "/balance/ledger",
            m.LedgerOut,
            query={
                "from": first,
                "to": last,
                "contract": contract,
                "limit": limit,
                "cursor": cursor,
            },
        )

    async def schedule_picture(self, theme: str, language: str) -> bytes:
        """A PNG; 409 `nothing_due` where there is nothing to draw."""
        query = {"theme": theme, "language": language}
        return await self._request("GET", "/balance/schedule.png", bytes, query=query)

    async def loyalty(self) -> m.LoyaltyOut:
        """404 `no_loyalty` where there is no programme."""
        return await self._request("GET", "/loyalty", m.LoyaltyOut)

    async def points(self, *, limit: int | None = None) -> m.Page[m.PointsOut]:
        """Their ledger, newest first."""
        return await self._request(
            "GET", "/loyalty/points", m.Page[m.PointsOut], query={"limit": limit}
        )

    async def spend_points(self, key: str, points: int) -> m.LoyaltyOut:
        """A rouble each off what is owed."""
        body = {"points": points}
        return await self._request("POST", "/loyalty/spend", m.LoyaltyOut, body=body, key=key)

    # Files

    async def bring_file(self, path: Path, name: str) -> m.Uploaded:
        """The file at `path`, sent piece by piece. Twice brought, it is kept once."""
        request = self._http.build_request(
            "POST",
            f"{PREFIX}/files",
            params={"name": name[:200]},
            content=_pieces(path),
            headers=self._headers(None),
            timeout=httpx.Timeout(BROUGHT, connect=CONNECT),
        )
        brought: m.Uploaded = await self._once(request, m.Uploaded)
        return brought

    # Claims

    async def save_claim_file(self, claim_id: str, file_id: str, path: Path) -> None:
        """A file of a claim, written to `path` piece by piece."""
        url = f"{PREFIX}/claims/{claim_id}/files/{file_id}"
        timeout = httpx.Timeout(BROUGHT, connect=CONNECT)
        try:
            async with self._http.stream(
                "GET", url, headers=self._headers(None), timeout=timeout
            ) as response:
                if response.status_code >= 400:
                    await response.aread()
                    if response.status_code >= 500:
                        raise PortalUnavailable(f"status {response.status_code}")
                    raise _refusal(response)
                with path.open("wb") as file:
                    async for piece in response.aiter_bytes():
                        await asyncio.to_thread(file.write, piece)
        except httpx.HTTPError as error:
            raise PortalUnavailable(type(error).__name__) from error

    async def claimable(self, order_id: str) -> list[claims.ClaimableLine]:
        return await self._request(
            "GET", f"/orders/{order_id}/claimable", list[claims.ClaimableLine]
        )

    async def make_claim(self, key: str, body: dict[str, Any]) -> claims.ClaimOut:
        return await self._request("POST", "/claims", claims.ClaimOut, body=body, key=key)

    async def my_claims(
        self, *, only_open: bool = False, limit: int = 8, cursor: str | None = None
    ) -> m.Page[claims.ClaimOut]:
        """The company's, newest first."""
        return await self._request(
            "GET",
            "/claims",
            m.Page[claims.ClaimOut],
            query={"open": only_open or None, "limit": limit, "cursor": cursor},
        )

    async def claim(self, claim_id: str) -> claims.ClaimOut:
        return await self._request("GET", f"/claims/{claim_id}", claims.ClaimOut)

    async def claim_messages(
        self, claim_id: str, *, limit: int = 50, cursor: str | None = None
    ) -> m.Page[claims.ClaimMessage]:
        """From the first."""
        return await self._request(
            "GET",
            f"/claims/{claim_id}/messages",
            m.Page[claims.ClaimMessage],
            query={"limit": limit, "cursor": cursor},
        )

    async def claim_message(self, claim_id: str, message_id: str) -> claims.ClaimMessage:
        return await self._request(
            "GET", f"/claims/{claim_id}/messages/{message_id}", claims.ClaimMessage
        )

    async def say_of_claim(
        self, key: str | None, claim_id: str, body: dict[str, Any]
    ) -> claims.ClaimMessage:
        """`body`: text, uploads, internal, reply_to, external_ref, which keeps it from being said
        twice where there is no key."""
        path = f"/claims/{claim_id}/messages"
        return await self._request(
            "POST", path, claims.ClaimMessage, body=body, key=key, again=key is None
        )

    async def edit_claim_message(
        self, claim_id: str, message_id: str, text: str
    ) -> claims.ClaimMessage:
        return await self._request(
            "PATCH",
            f"/claims/{claim_id}/messages/{message_id}",
            claims.ClaimMessage,
            body={"text": text},
        )

    async def delete_claim_message(self, claim_id: str, message_id: str) -> None:
        await self._request("DELETE", f"/claims/{claim_id}/messages/{message_id}", None)

    async def work_on_claim(
        self, key: str, claim_id: str, deed: str, body: dict[str, Any] | None = None
    ) -> claims.ClaimOut:
        """`deed`: take, ask, hand-over, resolve, decline; rate and reopen of the buyer's."""
        return await self._request(
            "POST", f"/claims/{claim_id}/{deed}", claims.ClaimOut, body=body, key=key
        )

    async def claim_queue(
        self, *, mine: bool = False, limit: int = 10, cursor: str | None = None
    ) -> m.Page[claims.ClaimOut]:
        """What the staff is to deal with, the earliest deadline first."""
        return await self._request(
            "GET",
            "/claims/queue",
            m.Page[claims.ClaimOut],
            query={"mine": mine or None, "limit": limit, "cursor": cursor},
        )

    async def claim_colleagues(self, claim_id: str) -> list[desk.StaffOut]:
        path = f"/claims/{claim_id}/colleagues"
        return await self._request("GET", path, list[desk.StaffOut])

    async def claim_book(self, language: str) -> bytes:
        """This month's, as Excel."""
        query = {"language": language}
        return await self._request("GET", "/claims/statistics.xlsx", bytes, query=query)

    # Whom a broadcast is for

    async def segment_choices(self) -> desk.SegmentChoices:
        return await self._request("GET", "/segments/choices", desk.SegmentChoices)

    async def count_segment(self, segment: dict[str, Any]) -> desk.SegmentCount:
        return await self._request(
            "POST", "/segments/count", desk.SegmentCount, body=segment, again=True
        )

    async def segment_people(
        self, segment: dict[str, Any], *, cursor: str | None = None, limit: int = 1000
    ) -> m.Page[desk.ReachedOut]:
        return await self._request(
            "POST",
            "/segments/people",
            m.Page[desk.ReachedOut],
            query={"cursor": cursor, "limit": limit},
            body=segment,
            again=True,
        )

    async def segment_prices(self, product_id: str, company_ids: Sequence[str]) -> desk.PricesOut:
        """Up to a thousand companies."""
        body = {"product_id": product_id, "company_ids": list(company_ids)}
        return await self._request(
            "POST", "/segments/prices", desk.PricesOut, body=body, again=True, wait=20
        )

    # What happens, for a channel

    async def events(self, after: str | None, *, wait: float = 0) -> m.EventPage:
        """What has happened after that; the portal waits so many seconds for the first of it."""
        query = {"after": after, "wait": wait}
        return await self._request("GET", "/events", m.EventPage, query=query, wait=wait)

    async def unscored(
        self, hours: int, days: int, cursor: str | None = None
    ) -> m.Page[nudges.UnscoredOut]:
        """Orders delivered so long ago, at least and at most, that nobody has spoken of."""
        query = {"hours": hours, "days": days, "cursor": cursor}
        return await self._request("GET", "/nudges/scores", m.Page[nudges.UnscoredOut], query=query)

    async def owing(self, until: date, cursor: str | None = None) -> reminders.OwingPage:
        """Companies that owe what is due by a day, with who pays for them."""
        query = {"until": until.isoformat(), "cursor": cursor}
        return await self._request("GET", "/nudges/payments", reminders.OwingPage, query=query)

    async def left_carts(
        self, hours: int, days: int, cursor: str | None = None
    ) -> m.Page[nudges.LeftCartOut]:
        """Carts that nobody has changed for so long, at least and at most."""
        query = {"hours": hours, "days": days, "cursor": cursor}
        return await self._request("GET", "/nudges/carts", m.Page[nudges.LeftCartOut], query=query)

    async def due_usual(self, cursor: str | None = None) -> m.Page[nudges.DueUsualOut]:
        """Companies whose usual order is due."""
        query = {"cursor": cursor}
        return await self._request("GET", "/nudges/usual", m.Page[nudges.DueUsualOut], query=query)

    async def lapsing_levels(
        self, days: int, cursor: str | None = None
    ) -> m.Page[nudges.LapsingOut]:
        """Levels that lapse in so many days at most."""
        query = {"days": days, "cursor": cursor}
        return await self._request("GET", "/nudges/levels", m.Page[nudges.LapsingOut], query=query)

    # The staff

    async def customers(
        self, query: str = "", *, limit: int = 8, cursor: str | None = None
    ) -> m.Page[desk.CustomerRow]:
        """Companies that the caller deals with, by name."""
        return await self._request(
            "GET",
            "/customers",
            m.Page[desk.CustomerRow],
            query={"query": query or None, "limit": limit, "cursor": cursor},
        )

    async def customer(self, company_id: str) -> desk.CustomerOut:
        return await self._request("GET", f"/customers/{company_id}", desk.CustomerOut)

    async def assign_customer(
        self, company_id: str, *, manager_id: str | None, region: str
    ) -> desk.CustomerOut:
        body = {"manager_id": manager_id, "region": region}
        return await self._request(
            "PUT", f"/customers/{company_id}/manager", desk.CustomerOut, body=body
        )

    async def staff(self) -> list[desk.StaffOut]:
        return await self._request("GET", "/staff", list[desk.StaffOut])

    async def absence(self) -> desk.AbsenceOut | None:
        return (await self._request("GET", "/absence", desk.MaybeAbsence)).root

    async def go_away(self, *, first_day: date, last_day: date, deputy_id: str) -> desk.AbsenceOut:
        body = {
            "first_day": first_day.isoformat(),
            "last_day": last_day.isoformat(),
            "deputy_id": deputy_id,
        }
        return await self._request("PUT", "/absence", desk.AbsenceOut, body=body)

    async def come_back(self) -> None:
        await self._request("DELETE", "/absence", None)

    async def digest(self) -> desk.DigestOut:
        return await self._request("GET", "/digest", desk.DigestOut)

    # Conversations with the manager

    async def own_conversation(self, key: str) -> desk.ConversationOut:
        """The person's own in the active company, made where there is none."""
        return await self._request("POST", "/conversations", desk.ConversationOut, key=key)

    async def conversations(
        self, *, waiting: bool = False, limit: int = 8, cursor: str | None = None
    ) -> m.Page[desk.ConversationOut]:
        return await self._request(
            "GET",
            "/conversations",
            m.Page[desk.ConversationOut],
            query={"waiting": waiting or None, "limit": limit, "cursor": cursor},
        )

    async def conversation(self, talk_id: str) -> desk.ConversationOut:
        return await self._request("GET", f"/conversations/{talk_id}", desk.ConversationOut)

    async def conversation_messages(
        self, talk_id: str, *, limit: int = 5
    ) -> m.Page[desk.TalkMessage]:
        """The latest first."""
        path = f"/conversations/{talk_id}/messages"
        return await self._request("GET", path, m.Page[desk.TalkMessage], query={"limit": limit})

    async def say(
        self,
        talk_id: str,
        *,
        ref: str,
        text: str = "",
        uploads: Sequence[str] = (),
        order_id: str | None = None,
    ) -> desk.TalkMessage:
        """`ref` is what the channel calls the message: the same again is the same message."""
        body = {
            "text": text,
            "uploads": list(uploads),
            "order_id": order_id,
            "external_ref": ref,
        }
        path = f"/conversations/{talk_id}/messages"
        # Its ref keeps it from being said twice.
        return await self._request("POST", path, desk.TalkMessage, body=body, again=True)

    async def say_otherwise(self, talk_id: str, message_id: str, text: str) -> desk.TalkMessage:
        path = f"/conversations/{talk_id}/messages/{message_id}"
        return await self._request("PATCH", path, desk.TalkMessage, body={"text": text})

    async def take_back(self, talk_id: str, message_id: str) -> None:
        await self._request("DELETE", f"/conversations/{talk_id}/messages/{message_id}", None)

    # Documents, and asking the manager

    async def documents(
        self, kind: str | None = None, *, limit: int | None = None, cursor: str | None = None
    ) -> m.Page[m.DocumentOut]:
        """Newest first."""
        return await self._request(
            "GET",
            "/documents",
            m.Page[m.DocumentOut],
            query={"kind": kind, "limit": limit, "cursor": cursor},
        )

    async def order_documents(self, order_id: str) -> list[m.DocumentOut]:
        page = await self._request("GET", f"/orders/{order_id}/documents", m.Page[m.DocumentOut])
        return page.items

    async def document(self, document_id: str) -> m.Download:
        return await self._request("GET", f"/documents/{document_id}/file", m.Download)

    async def invoice_code(self, document_id: str) -> bytes:
        """A PNG with the QR; 409 `no_bank_details`."""
        return await self._request("GET", f"/documents/{document_id}/qr", bytes)

    async def due_code(self, due_id: str) -> bytes:
        """A PNG with the QR for what is still owed; `not_found` once it is paid."""
        return await self._request("GET", f"/balance/due/{due_id}/qr", bytes)

    async def act(self, first: date, last: date, kind: str) -> m.Download:
        """Of reconciliation, both days included, as pdf or xlsx."""
        query = {"from": first.isoformat(), "to": last.isoformat(), "format": kind}
        return await self._request("GET", "/documents/act", m.Download, query=query)

    async def price_list(self) -> m.Download:
        return await self._request("GET", "/documents/price-list", m.Download, wait=DRAWN)

    async def ask_manager(
        self, key: str, kind: str, *, order_id: str | None = None, text: str = ""
    ) -> m.RequestOut:
        """`kind` is edo, limit, paid or other."""
        body = {"kind": kind, "order_id": order_id, "text": text}
        return await self._request("POST", "/requests", m.RequestOut, body=body, key=key)

    async def company_requests(self, cursor: str | None = None) -> m.Page[m.RequestOut]:
        """What waits, the longest first: for staff, of all companies."""
        return await self._request(
            "GET", "/requests", m.Page[m.RequestOut], query={"cursor": cursor}
        )

    async def close_request(self, key: str, request_id: str, answer: str = "") -> m.RequestOut:
        body = {"answer": answer}
        return await self._request(
            "POST", f"/requests/{request_id}/close", m.RequestOut, body=body, key=key
        )

    async def set_edo(self, operator: str, edo_id: str) -> None:
        body = {"operator": operator, "edo_id": edo_id}
        await self._request("PUT", "/company/edo", None, body=body)

    async def set_logo(self, upload_id: str) -> None:
        await self._request("PUT", "/company/logo", None, body={"upload_id": upload_id})

    async def logo(self) -> m.Download:
        return await self._request("GET", "/company/logo", m.Download)

    async def remove_logo(self) -> None:
        await self._request("DELETE", "/company/logo", None)

    # How

    @overload
    async def _request(
        self,
        method: str,
        path: str,
        answer: type[Answer],
        *,
        query: dict[str, Any] | None = None,
        body: dict[str, Any] | None = None,
        key: str | None = None,
        again: bool = False,
        wait: float = 0,
    ) -> Answer: ...
    @overload
    async def _request(
        self,
        method: str,
        path: str,
        answer: None,
        *,
        query: dict[str, Any] | None = None,
        body: dict[str, Any] | None = None,
        key: str | None = None,
        again: bool = False,
        wait: float = 0,
    ) -> None: ...
    async def _request(
        self,
        method: str,
        path: str,
        answer: Any,
        *,
        query: dict[str, Any] | None = None,
        body: dict[str, Any] | None = None,
        key: str | None = None,
        again: bool = False,
        wait: float = 0,
    ) -> Any:
        """`again`: a POST that changes nothing. `wait`: how long the portal may take on purpose."""
        total = (DRAWN if answer in (bytes, m.Download) else TOTAL) + wait
        request = self._http.build_request(
            method,
            PREFIX + path,
            params={name: value for name, value in (query or {}).items() if value is not None},
            json=body,
            headers=self._headers(key),
            timeout=httpx.Timeout(total, connect=CONNECT),
        )
        # A POST without a key might do its work twice; anything else may be sent again.
        pauses = () if method == "POST" and not key and not again else PAUSES
        try:
            async with asyncio.timeout(total):
                for pause in pauses:
                    try:
                        return await self._once(request, answer)
                    except PortalUnavailable as error:
                        log.info("portal: %s %s: %s; again", method, path, error)
                    await self._sleep(pause)
                return await self._once(request, answer)
        except TimeoutError:
            raise PortalUnavailable("no answer in time") from None

    def _headers(self, key: str | None) -> dict[str, str]:
        headers = {}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        if self._company_id:
            headers["Artikul-Company"] = self._company_id
        if key:
            headers["Idempotency-Key"] = key
        return headers

    async def _once(self, request: httpx.Request, answer: Any) -> Any:
        try:
            response = await self._http.send(request)
        except httpx.HTTPError as error:
            raise PortalUnavailable(type(error).__name__) from error
        if response.status_code >= 500:
            if response.status_code == 503 and (refusal := _refusal(response)).code == NOT_READY:
                raise refusal
            raise PortalUnavailable(f"status {response.status_code}")
        if response.status_code >= 400:
            refusal = _refusal(response)
            if refusal.code == "request_running":
                # Our own first try is still at work: what comes of it is not known yet.
                raise PortalUnavailable(refusal.code)
            raise refusal
        if answer is None:
            return None
        if answer is bytes:
            return response.content
        if answer is m.Download:
            return m.Download(name=_file_name(response), data=response.content)
        try:
            return _adapter(answer).validate_json(response.content)
        except ValidationError as error:
            raise PortalUnavailable(f"not the answer of the contract: {error.title}") from error


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while piece := await asyncio.to_thread(file.read, PIECE):
            yield piece


def _file_name(response: httpx.Response) -> str:
    """As the portal names it, in the only way it does: `filename*=UTF-8''...`."""
    return unquote(response.headers.get("Content-Disposition", "").partition("UTF-8''")[2])


def _adapter(answer: Any) -> TypeAdapter[Any]:
    if answer not in _adapters:
        _adapters[answer] = TypeAdapter(answer)
    return _adapters[answer]


class _Problem(BaseModel):
    code: str
    args: dict[str, Any] = {}


def _refusal(response: httpx.Response) -> PortalRefused:
    try:
        problem = _Problem.model_validate_json(response.content)
    except ValidationError:
        # A refusal, but not the portal's: a proxy's, say. Nothing says what became of the call.
        raise PortalUnavailable(f"status {response.status_code} without a problem") from None
    return PortalRefused(response.status_code, problem.code, problem.args)
