"""Files that people bring: kept once, known by their content, theirs alone to refer to."""

import io
import zipfile
from pathlib import Path

import httpx
import pytest

from portal.config import Settings
from portal.domain.errors import Refused
from portal.domain.files import LARGEST, upload_of
from tests.portal.claims_world import picture
from tests.portal.trade_world import Trade
from tests.portal.world import bearer

PNG = picture()


async def bring(trade: Trade, data: bytes, name: str = "foto.png") -> httpx.Response:
    headers = bearer(trade.buyer)
    return await trade.client.post("/files", params={"name": name}, content=data, headers=headers)


def kept(settings: Settings) -> list[Path]:
    return [path for path in settings.files.rglob("*") if path.is_file()]


async def test_the_same_file_twice_is_kept_once(trade: Trade, settings: Settings) -> None:
    one, two = (await bring(trade, PNG)).json(), (await bring(trade, PNG, "ещё раз.jpg")).json()
    assert one["id"] != two["id"]
    assert (two["name"], two["media_type"], two["size"]) == ("ещё раз.jpg", "image/png", len(PNG))
    [path] = kept(settings)
    assert path.read_bytes() == PNG


def office(member: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(member, "x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (picture(format="JPEG"), "image/jpeg"),
        (picture(format="WEBP"), "image/webp"),
        (picture(format="GIF"), "image/gif"),
        (b"\0\0\0\x0cftypmp42", "video/mp4"),
        (b"%PDF-1.7", "application/pdf"),
        (
            office("xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
    ],
)
async def test_a_file_is_what_its_content_says(trade: Trade, data: bytes, media_type: str) -> None:
    assert (await bring(trade, data, "любое имя.txt")).json()["media_type"] == media_type


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"<svg onload='alert(1)'/>", "file_type_unknown"),
        (b"MZ\x90\0", "file_type_unknown"),
        (office("evil.exe"), "file_type_unknown"),
        (b"PK\x03\x04broken", "file_type_unknown"),
    ],
)
async def test_what_is_not_taken(trade: Trade, settings: Settings, data: bytes, code: str) -> None:
    answer = await bring(trade, data, "foto.jpg")
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert kept(settings) == []


async def test_a_file_that_is_too_large_leaves_nothing(trade: Trade, settings: Settings) -> None:
    answer = await bring(trade, PNG + b"0" * LARGEST)
    assert (answer.status_code, answer.json()["code"]) == (413, "file_too_large")
    assert answer.json()["args"] == {"megabytes": 20}
    assert kept(settings) == []


async def test_nobody_refers_to_what_another_has_brought(trade: Trade) -> None:
    brought = (await bring(trade, PNG)).json()["id"]
    async with trade.database.read() as session:
        upload, file = await upload_of(session, 1, brought)
        assert (upload.name, file.size) == ("foto.png", len(PNG))
        with pytest.raises(Refused, match="not_found"):
            await upload_of(session, 2, brought)
    assert (await trade.client.post("/files", content=PNG)).status_code == 401
