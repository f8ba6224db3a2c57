"""Orders and their deliveries."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from bot.services.portal import models as m
from bot.services.portal import nudge_models as nudges
from bot.services.portal.calls import Calls


class Orders(Calls):
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
