"""The catalogue, and what a person keeps of it."""

from collections.abc import Sequence
from typing import Any

from bot.services.portal import models as m
from bot.services.portal.calls import Calls


class Catalogue(Calls):
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
