"""`Idempotency-Key`: a POST that is sent again has one effect and one answer.

The answer is kept in the transaction of its effect, so a kill leaves both or neither.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Awaitable, Callable
from datetime import datetime
from hashlib import sha256, shake_256
from typing import Annotated, Any

from fastapi import Depends, Header, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from portal.api.deps import Now, OptionalCaller, Writing
from portal.db.models import IdempotentAnswer
from portal.db.session import try_serialise
from portal.domain.errors import Refused

Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=100,
        description="Send the same key again after a timeout: the same answer comes, and nothing"
        " happens twice",
    ),
]


class OnceOnly:
    """How a route acts at most once: `return await once(act)`.

    `act` does the work and returns the answer. `source` names a caller without a token, in the
    channel's own words. With `secret` the kept answer can be opened only with the caller's token.
    An `act` that places an order sets `once.order_id`, so that the order is found by its key.
    """

    def __init__(
        self,
        session: AsyncSession,
        key: str | None,
        person_id: int | None,
        request_hash: str,
        token: str,
        now: datetime,
    ) -> None:
        self.order_id: int | None = None
        self._session = session
        self._key = key
        self._person_id = person_id
        self._request_hash = request_hash
        self._token = token
        self._now = now

    async def __call__(
        self,
        act: Callable[[], Awaitable[BaseModel]],
        *,
        status: int = 200,
        source: str = "",
        secret: bool = False,
    ) -> Response:
        if self._key is None:
            return JSONResponse((await act()).model_dump(mode="json"), status)
        # Prefixes, so that no channel can call somebody what another one's person is called.
        whose = f"channel:{source}" if self._person_id is None else f"person:{self._person_id}"
        if not await try_serialise(self._session, f"idempotency {whose} {self._key}"):
            raise Refused("request_running", 409)
        kept = await self._session.get(IdempotentAnswer, (whose, self._key))
        if kept is not None:
            return self._again(kept)
        answer = (await act()).model_dump(mode="json")
        self._session.add(
            IdempotentAnswer(
                source=whose,
                key=self._key,
                request_hash=self._request_hash,
                status=status,
                answer={"sealed": self._seal(answer)} if secret else answer,
                order_id=self.order_id,
                created_at=self._now,
            )
        )
        return JSONResponse(answer, status)

    def _again(self, kept: IdempotentAnswer) -> Response:
        if kept.request_hash != self._request_hash:
            raise Refused("idempotency_mismatch", 422)
        answer = kept.answer or {}
        if answer.keys() == {"sealed"}:
            answer = self._unseal(answer["sealed"])
        return JSONResponse(answer, kept.status or 200)

    def _seal(self, answer: dict[str, Any]) -> str:
        return b64encode(self._masked(json.dumps(answer).encode())).decode()

    def _unseal(self, sealed: str) -> dict[str, Any]:
        opened: dict[str, Any] = json.loads(self._masked(b64decode(sealed)))
        return opened

    def _masked(self, data: bytes) -> bytes:
        """XOR with a stream that only this token and key give; used for one answer, never twice."""
        stream = shake_256(f"{self._token}\n{self._key}".encode()).digest(len(data))
        return bytes(one ^ other for one, other in zip(data, stream, strict=True))


async def _once(
    request: Request, session: Writing, caller: OptionalCaller, now: Now, key: Key = None
) -> OnceOnly:
    token = request.headers.get("Authorization", "")
    person_id = caller.person.id if caller else None
    return OnceOnly(session, key, person_id, await _hash_of(request), token, now)


async def _hash_of(request: Request) -> str:
    """Of what is asked for, not of how it is spelled: JSON may be written in many ways."""
    body = await request.body()
    content = json.loads(body) if body else None
    company = request.headers.get("Artikul-Company")
    asked = [request.method, request.url.path, request.url.query, company, content]
    return sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


Once = Annotated[OnceOnly, Depends(_once)]
