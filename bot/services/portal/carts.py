"""Carts, up to the order."""

from collections.abc import Sequence
from typing import Any

from bot.services.portal import models as m
from bot.services.portal.calls import Calls


class Carts(Calls):
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

    async def place_order(self, key: str, body: dict[str, Any]) -> m.OrderOut:
        """`body` is the draft's, as it was shown. 409 `quote_changed` has `differences`."""
        return await self._request("POST", "/orders", m.OrderOut, body=body, key=key)
