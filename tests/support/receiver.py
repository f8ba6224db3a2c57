"""A program outside that takes webhooks: it keeps what comes, and may be out of order."""

import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import httpx


def is_genuine(secret: str, headers: httpx.Headers, body: bytes) -> bool:
    """As docs/webhooks.md has it, and by nothing of the portal's."""
    told = headers["Artikul-Timestamp"].encode() + b"." + body
    made = hmac.new(secret.encode(), told, sha256).hexdigest()
    return hmac.compare_digest(f"sha256={made}", headers["Artikul-Signature"])


@dataclass
class Program(httpx.AsyncBaseTransport):
    """`answers` come first, one each, then 204s; `fails` may say no to what it is shown."""

    answers: list[int | Exception] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    fails: Callable[[Any], int | None] = lambda _: None
    taken: list[Any] = field(default_factory=list)
    requests: list[httpx.Request] = field(default_factory=list)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        self.requests.append(request)
        answer = self.answers.pop(0) if self.answers else self.fails(json.loads(body)) or 204
        if isinstance(answer, Exception):
            raise answer
        if 200 <= answer < 300:
            self.taken.append(json.loads(body))
        return httpx.Response(answer, headers=self.headers)
