"""The one place that knows how Bitrix24's REST is spoken to: through an incoming webhook.

Two requests a second, as its limits want; `QUERY_LIMIT_EXCEEDED` is waited out. No address gets
into an error: the webhook's key is in it.
"""

import asyncio
import json
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from portal.exchange.courier import ReceiverRefuses, ReceiverSilent

PACE = timedelta(seconds=0.5)
SECONDS = 90
"""For one request, all in all; less than the lease is."""
LIMIT_WAITS = (1, 2, 4, 8, 16)
"""Seconds, while other programs at the same Bitrix24 use its limit up."""
BLOCKED = timedelta(minutes=10)
"""A method that took too long is closed for so long, where it is not said until when."""
CLOSED_TO_US = (401, 403)
"""The key or its rights are wrong: no claim's fault, and somebody will mend it."""

Hold = Callable[[], Awaitable[None]]


class Bitrix24:
    """`url` as Bitrix24 shows it: `https://company.bitrix24.ru/rest/1/key/`.

    Every call raises ReceiverSilent, where trying it again may help, or ReceiverRefuses.
    """

    def __init__(
        self,
        url: str,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._url = url.rstrip("/")
        self._now = now
        self._sleep = sleep
        self._next = datetime.min.replace(tzinfo=UTC)
        self._http = httpx.AsyncClient(
            transport=transport, timeout=SECONDS, follow_redirects=False, trust_env=False
        )

    async def close(self) -> None:
        await self._http.aclose()

    async def call(self, hold: Hold, method: str, **params: Any) -> Any:
        """`result` of the answer."""
        body = json.dumps(params, ensure_ascii=False).encode()
        return await self._asked(hold, method, lambda: body, {})

    async def upload(
        self,
        hold: Hold,
        folder: int,
        name: str,
        size: int,
        read: Callable[[], AsyncIterator[bytes]],
    ) -> Any:
        """A file into a folder, never whole in memory. A name that is taken is refused."""
        before = json.dumps({"id": folder, "data": {"NAME": name}}, ensure_ascii=False)[:-1]
        head = f'{before},"fileContent":[{json.dumps(name, ensure_ascii=False)},"'.encode()
        tail = b'"]}'
        length = len(head) + 4 * ((size + 2) // 3) + len(tail)

        async def body() -> AsyncIterator[bytes]:
            yield head
            left = b""
            async for piece in read():
                left += piece
                # Three bytes make four letters: what is over waits for the next piece.
                whole = len(left) - len(left) % 3
                yield b64encode(left[:whole])
                left = left[whole:]
            yield b64encode(left) + tail

        headers = {"Content-Length": str(length)}
        return await self._asked(hold, "disk.folder.uploadFile", body, headers)

    async def _asked(
        self,
        hold: Hold,
        method: str,
        body: Callable[[], bytes | AsyncIterator[bytes]],
        headers: Mapping[str, str],
    ) -> Any:
        for wait in (*LIMIT_WAITS, None):
            await hold()
            status, told = await self._sent(method, body(), headers)
            error = str(told.get("error", ""))
            if error == "QUERY_LIMIT_EXCEEDED" and wait is not None:
                await self._sleep(wait)
                continue
            if error == "OPERATION_TIME_LIMIT" or status == 429:
                raise ReceiverSilent(f"{method}: {error or status}", self._open_again(told))
            if status == 200 and not error and "result" in told:
                return told["result"]
            why = f"{method}: HTTP {status} {error} {told.get('error_description', '')}"
            if 400 <= status < 500 and status not in CLOSED_TO_US:
                raise ReceiverRefuses(why)
            raise ReceiverSilent(why)
        raise ReceiverSilent(f"{method}: QUERY_LIMIT_EXCEEDED")

    async def _sent(
        self, method: str, body: bytes | AsyncIterator[bytes], headers: Mapping[str, str]
    ) -> tuple[int, Mapping[str, Any]]:
        await self._keep_pace()
        try:
            async with asyncio.timeout(SECONDS):
                answer = await self._http.post(
                    f"{self._url}/{method}",
                    content=body,
                    headers={"Content-Type": "application/json", **headers},
                )
            told = answer.json()
        except (httpx.HTTPError, TimeoutError) as failure:
            raise ReceiverSilent(f"{method}: {type(failure).__name__}") from None
        except ValueError:
            raise ReceiverSilent(f"{method}: HTTP {answer.status_code}, no JSON") from None
        return answer.status_code, told if isinstance(told, dict) else {}

    async def _keep_pace(self) -> None:
        wait = (self._next - self._now()).total_seconds()
        if wait > 0:
            await self._sleep(wait)
        self._next = self._now() + PACE

    def _open_again(self, told: Mapping[str, Any]) -> datetime:
        time = told.get("time")
        reset = time.get("operating_reset_at") if isinstance(time, dict) else None
        if isinstance(reset, int | float):
            # Within reason, whatever it says.
            until = datetime.fromtimestamp(min(max(reset, 0), 2**32), UTC)
            if self._now() < until < self._now() + 6 * BLOCKED:
                return until
        return self._now() + BLOCKED
