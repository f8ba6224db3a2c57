"""Claims to whoever the settings name: JSON by POST, signed, one after another.

`docs/webhooks.md` tells receivers how to check the signature.
"""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta
from hashlib import sha256

import httpx

from portal.db.models import EventKind
from portal.db.session import Database
from portal.domain.outgoing import OF_CLAIMS
from portal.exchange.claim_news import news
from portal.exchange.courier import Message, ReceiverRefuses, ReceiverSilent

SECONDS = 30
"""A receiver has so long to answer, all in all."""
LONGEST_PAUSE = 24 * 3600
"""Seconds that a receiver may ask for in Retry-After."""
BUSY = (408, 425, 429)


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """`sha256=` and the HMAC-SHA256, in hexadecimal, of the timestamp, a dot and the body."""
    told = f"{timestamp}.".encode() + body
    return "sha256=" + hmac.digest(secret.encode(), told, "sha256").hex()


class Webhook:
    """One address. Redirects are not followed: they might lead to where only the portal can go."""

    kinds: Collection[EventKind] = OF_CLAIMS

    def __init__(
        self,
        url: str,
        secret: str,
        database: Database,
        now: Callable[[], datetime],
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        # The address may have a secret in it, and the name is shown.
        self.name = f"webhook {httpx.URL(url).host} {sha256(url.encode()).hexdigest()[:8]}"
        self._url = url
        self._secret = secret
        self._database = database
        self._now = now
        self._http = httpx.AsyncClient(
            transport=transport, timeout=SECONDS, follow_redirects=False, trust_env=False
        )

    async def close(self) -> None:
        await self._http.aclose()

    async def tell(self, message: Message, hold: Callable[[], Awaitable[None]]) -> None:
        """200 to 299 is a yes, and anything else of 300 to 499 a no."""
        if message.event is None:
            return
        async with self._database.read() as session:
            told = await news(session, message.event)
        body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
        timestamp = int(self._now().timestamp())
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Artikul",
            "Artikul-Event": told["id"],
            "Artikul-Timestamp": str(timestamp),
            "Artikul-Signature": signature(self._secret, timestamp, body),
        }
        try:
            async with (
                asyncio.timeout(SECONDS),
                # Nobody reads the answer, so that however long it is, it costs nothing.
                self._http.stream("POST", self._url, content=body, headers=headers) as answer,
            ):
                status, after = answer.status_code, answer.headers.get("Retry-After", "")
        except (httpx.HTTPError, TimeoutError) as failure:
            raise ReceiverSilent(type(failure).__name__) from None
        if 200 <= status < 300:
            return
        if status >= 500 or status in BUSY:
            raise ReceiverSilent(f"HTTP {status}", self._until(after))
        raise ReceiverRefuses(f"HTTP {status}")

    def _until(self, retry_after: str) -> datetime | None:
        """Of seconds; a date is rare, and waiting as always does as well."""
        if not (retry_after.isascii() and retry_after.isdecimal()):
            return None
        return self._now() + timedelta(seconds=min(int(retry_after[:6]), LONGEST_PAUSE))
