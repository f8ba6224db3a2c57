"""A bucket of an S3-compatible service as the storage: `ab/abcdef...` in it, as in a folder.

Signed by AWS Signature Version 4. The name of a file is the SHA-256 of what is in it, which is just
what a signature covers: so a file goes there piece by piece, and what arrives otherwise is refused.
"""

import asyncio
import hmac
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx

PIECE = 256 * 1024
NOTHING = sha256(b"").hexdigest()
PAUSES = (0.2, 1.0)
"""Seconds before each further try."""
CONNECT, TOTAL = 5.0, 60.0


class StorageSilent(OSError):  # noqa: N818 - it says what it does
    """The service does not do what it is asked for: nothing was stored for certain."""


@dataclass(frozen=True, slots=True)
class Keys:
    key_id: str
    secret: str
    region: str


class Bucket:
    """`endpoint` as `https://s3.example.com`; the bucket is the first part of each path."""

    def __init__(
        self,
        endpoint: str,
        bucket: str,
        keys: Keys,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._endpoint = endpoint.rstrip("/")
        self._bucket = bucket
        self._keys = keys
        self._now = now
        self._http = httpx.AsyncClient(timeout=httpx.Timeout(TOTAL, connect=CONNECT))

    async def close(self) -> None:
        await self._http.aclose()

    async def keep(self, path: Path, sha256: str) -> None:
        """Takes the file over, which is gone afterwards. What is there already is not sent."""
        if (await self._call("HEAD", sha256)).status_code != 200:
            answer = await self._call("PUT", sha256, path)
            if answer.status_code != 200:
                raise StorageSilent(f"PUT: {answer.status_code} {answer.text[:200]}")
        await asyncio.to_thread(path.unlink, missing_ok=True)

    async def read(self, sha256: str) -> AsyncIterator[bytes]:
        url, headers = self._signed("GET", sha256, NOTHING)
        try:
            async with self._http.stream("GET", url, headers=headers) as answer:
                if answer.status_code == 404:
                    raise FileNotFoundError(sha256)
                if answer.status_code != 200:
                    raise StorageSilent(f"GET: {answer.status_code}")
                async for piece in answer.aiter_bytes(PIECE):
                    yield piece
        except httpx.HTTPError as error:
            raise StorageSilent(type(error).__name__) from error

    async def _call(self, method: str, name: str, path: Path | None = None) -> httpx.Response:
        """Tried again where the service is silent or not well: done twice, it is the same."""
        error = ""
        for pause in (*PAUSES, None):
            url, headers = self._signed(method, name, name if path else NOTHING)
            if path is not None:
                size = (await asyncio.to_thread(path.stat)).st_size
                headers["Content-Length"] = str(size)
            try:
                answer = await self._http.request(
                    method, url, headers=headers, content=_pieces(path) if path else None
                )
            except httpx.HTTPError as failure:
                error = type(failure).__name__
            else:
                if answer.status_code < 500:
                    return answer
                error = str(answer.status_code)
            if pause is not None:
                await asyncio.sleep(pause)
        raise StorageSilent(f"{method}: {error}")

    def _signed(self, method: str, name: str, content: str) -> tuple[str, dict[str, str]]:
        path = f"/{self._bucket}/{name[:2]}/{name}"
        host = urlsplit(self._endpoint).netloc
        now = self._now().astimezone(UTC)
        headers = {
            "host": host,
            "x-amz-content-sha256": content,
            "x-amz-date": f"{now:%Y%m%dT%H%M%SZ}",
        }
        headers["Authorization"] = authorization(method, path, headers, self._keys)
        return self._endpoint + quote(path), headers


def authorization(method: str, path: str, headers: Mapping[str, str], keys: Keys) -> str:
    """The value of `Authorization` for a request without a query. `headers` are all in lower case,
    with `host`, `x-amz-date` and `x-amz-content-sha256` among them; all of them are signed."""
    names = ";".join(sorted(headers))
    listed = "".join(f"{name}:{headers[name].strip()}\n" for name in sorted(headers))
    asked = "\n".join((method, quote(path), "", listed, names, headers["x-amz-content-sha256"]))
    at = headers["x-amz-date"]
    scope = f"{at[:8]}/{keys.region}/s3/aws4_request"
    told = "\n".join(("AWS4-HMAC-SHA256", at, scope, sha256(asked.encode()).hexdigest()))
    key = f"AWS4{keys.secret}".encode()
    for part in (at[:8], keys.region, "s3", "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, told.encode(), "sha256").hex()
    return (
        f"AWS4-HMAC-SHA256 Credential={keys.key_id}/{scope},"
        f"SignedHeaders={names},Signature={signature}"
    )


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while piece := await asyncio.to_thread(file.read, PIECE):
            yield piece
