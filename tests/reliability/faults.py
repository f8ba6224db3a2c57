"""A portal that is reached over a bad network, or not at all."""

import random
from collections import deque

import httpx

PAGE = b"<html><body>502 Bad Gateway</body></html>"


class BadNetwork(httpx.AsyncBaseTransport):
    """A share `rate` of the calls goes wrong in one of the ways that calls go wrong. The same
    `seed`, the same mishaps.

    `refuses` calls of `POST /orders` get no answer at all first.
    """

    WAYS = (
        "timeout",
        "timeout after accepting",
        "timeout, and it arrives later",
        "500",
        "500 after accepting",
        "502 of a proxy",
        "broken JSON",
        "another answer",
        "connection reset",
    )

    def __init__(self, seed: int, *, rate: float = 0.3, refuses: int = 0) -> None:
        self.chance = random.Random(seed)
        self.rate = rate
        self.refuses = refuses
        self.late: deque[httpx.Request] = deque()
        self.mishaps: list[str] = []

    def over(self, inner: httpx.AsyncBaseTransport) -> "BadNetwork":
        """The same network, with another life's portal at its end. What was on its way arrives."""
        self.inner = inner
        return self

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        while self.late:
            await self._arrive(self.late.popleft())
        if self.refuses and request.method == "POST" and request.url.path.endswith("/orders"):
            self.refuses -= 1
            raise httpx.ConnectTimeout("out of reach", request=request)
        if self.chance.random() >= self.rate:
            return await self.inner.handle_async_request(request)
        way = self.chance.choice(self.WAYS)
        self.mishaps.append(f"{way}: {request.method} {request.url.path}")
        match way:
            case "timeout":
                raise httpx.ConnectTimeout("timeout", request=request)
            case "timeout after accepting":
                await self._arrive(request)
                raise httpx.ReadTimeout("timeout", request=request)
            case "timeout, and it arrives later":
                self.late.append(request)
                raise httpx.ReadTimeout("timeout", request=request)
            case "500":
                return httpx.Response(500, content=b"Internal Server Error")
            case "500 after accepting":
                await self._arrive(request)
                return httpx.Response(500, content=b"Internal Server Error")
            case "502 of a proxy":
                return httpx.Response(502, content=PAGE)
            case "broken JSON":
                body = await self._arrive(request)
                return httpx.Response(200, content=body[: len(body) * 2 // 3])
            case "another answer":
                await self._arrive(request)
                return httpx.Response(200, json={"status": "ok", "lines": None})
            case _:
                raise httpx.ReadError("connection reset", request=request)

    async def _arrive(self, request: httpx.Request) -> bytes:
        response = await self.inner.handle_async_request(request)
        body = await response.aread()
        await response.aclose()
        return body
