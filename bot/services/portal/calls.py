"""The only place that knows HTTP: how the portal is asked, and what becomes of its silence."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar, overload
from urllib.parse import unquote

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.services.portal import models as m
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


class Calls:
    """Asks on behalf of nobody, or of a person acting for a company."""

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
            if response.status_code == 503 and (refusal := _refused(response)).code == NOT_READY:
                raise refusal
            raise PortalUnavailable(f"status {response.status_code}")
        if response.status_code >= 400:
            refusal = _refused(response)
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

    async def _save(self, url: str, path: Path) -> None:
        """What is there, written to `path` piece by piece."""
        timeout = httpx.Timeout(BROUGHT, connect=CONNECT)
        try:
            async with self._http.stream(
                "GET", PREFIX + url, headers=self._headers(None), timeout=timeout
            ) as response:
                if response.status_code >= 400:
                    await response.aread()
                    if response.status_code >= 500:
                        raise PortalUnavailable(f"status {response.status_code}")
                    raise _refused(response)
                with path.open("wb") as file:
                    async for piece in response.aiter_bytes():
                        await asyncio.to_thread(file.write, piece)
        except httpx.HTTPError as error:
            raise PortalUnavailable(type(error).__name__) from error


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


def _refused(response: httpx.Response) -> PortalRefused:
    try:
        problem = _Problem.model_validate_json(response.content)
    except ValidationError:
        # A refusal, but not the portal's: a proxy's, say. Nothing says what became of the call.
        raise PortalUnavailable(f"status {response.status_code} without a problem") from None
    return PortalRefused(response.status_code, problem.code, problem.args)
