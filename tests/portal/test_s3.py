"""Files in a bucket: signed as the service wants it, sent once, read in pieces, tried again."""

import hashlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

import portal.storage.s3 as s3
from portal.config import Settings
from portal.storage import storage_of
from portal.storage.s3 import Bucket, Keys, StorageSilent, authorization

KEYS = Keys("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "us-east-1")


def test_a_signature_is_as_the_services_manual_has_it() -> None:
    """The worked example of «Signature Calculations for the Authorization Header»."""
    headers = {
        "host": "examplebucket.s3.amazonaws.com",
        "range": "bytes=0-9",
        "x-amz-content-sha256": hashlib.sha256(b"").hexdigest(),
        "x-amz-date": "20130524T000000Z",
    }
    made = authorization("GET", "/test.txt", headers, KEYS)
    assert made.endswith(
        "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
    )


class Service:
    """Keeps objects, checks signatures and content as S3 does, and may be out of order."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.puts = 0
        self.fails = 0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if self.fails:
            self.fails -= 1
            return web.Response(status=503)
        signed = {
            name: request.headers[name] for name in ("host", "x-amz-content-sha256", "x-amz-date")
        }
        if request.headers["Authorization"] != authorization(
            request.method, request.path, signed, KEYS
        ):
            return web.Response(status=403, text="SignatureDoesNotMatch")
        if request.method == "PUT":
            data = await request.read()
            if hashlib.sha256(data).hexdigest() != signed["x-amz-content-sha256"]:
                return web.Response(status=400, text="XAmzContentSHA256Mismatch")
            self.objects[request.path], self.puts = data, self.puts + 1
            return web.Response()
        if request.path not in self.objects:
            return web.Response(status=404)
        body = self.objects[request.path] if request.method == "GET" else b""
        return web.Response(body=body)


@pytest.fixture
async def service(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Service, str]]:
    monkeypatch.setattr(s3, "PAUSES", (0.0, 0.0))
    service, app = Service(), web.Application(client_max_size=1 << 30)
    app.router.add_route("*", "/{path:.*}", service.answer)
    async with TestServer(app) as server:
        yield service, str(server.make_url("")).rstrip("/")


def a_file(folder: Path, data: bytes) -> tuple[Path, str]:
    path = folder / "file"
    path.write_bytes(data)
    return path, hashlib.sha256(data).hexdigest()


async def test_a_file_is_kept_once_and_read_in_pieces(
    service: tuple[Service, str], tmp_path: Path
) -> None:
    kept, url = service
    bucket = Bucket(url, "artikul", KEYS, now=lambda: datetime(2026, 11, 2, tzinfo=UTC))
    data = bytes(range(256)) * 4000
    for _ in range(2):
        path, name = a_file(tmp_path, data)
        await bucket.keep(path, name)
        assert not path.exists()
    assert (kept.puts, list(kept.objects)) == (1, [f"/artikul/{name[:2]}/{name}"])
    pieces = [piece async for piece in bucket.read(name)]
    assert b"".join(pieces) == data
    assert len(pieces) > 1
    with pytest.raises(FileNotFoundError):
        _ = [piece async for piece in bucket.read("0" * 64)]
    await bucket.close()


async def test_what_is_not_kept_is_said_and_stays(
    service: tuple[Service, str], tmp_path: Path
) -> None:
    kept, url = service
    bucket = Bucket(url, "artikul", KEYS)
    path, name = a_file(tmp_path, b"photo")
    kept.fails = 2
    await bucket.keep(path, name)
    assert kept.puts == 1
    path, name = a_file(tmp_path, b"another")
    kept.fails = 9
    with pytest.raises(StorageSilent):
        await bucket.keep(path, name)
    assert path.exists()
    kept.fails = 0
    wrong = Bucket(url, "artikul", Keys(KEYS.key_id, "wrong", KEYS.region))
    with pytest.raises(StorageSilent, match="403"):
        await wrong.keep(path, name)
    await bucket.close()
    await wrong.close()


def test_where_files_are_kept_is_a_setting(tmp_path: Path) -> None:
    own = Settings(data_dir=tmp_path, _env_file=None)
    assert type(storage_of(own)).__name__ == "Folder"
    there = own.model_copy(
        update={"bucket_url": "https://s3.example.com", "bucket_name": "artikul"}
    )
    assert isinstance(storage_of(there), Bucket)
