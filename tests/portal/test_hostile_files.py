"""Fifty files that nobody should be given: refused with words, or cleaned of what they tell."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from bot.i18n import Translators
from portal.config import Settings
from tests.portal.claims_world import picture
from tests.portal.trade_world import Trade
from tests.portal.world import bearer

PLACE = b"55.7558N-37.6173E"
"""Where it was made: none of the kept files may tell."""
TURNED = 6
RU, EN = Translators()["ru"], Translators()["en"]


def position(*, turned: bool = False) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = PLACE.decode()
    if turned:
        exif[0x0112] = TURNED
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (55.0, 45.0, 21.0), "E", (37.0, 37.0, 2.0)
    return exif


def zipped(*members: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for member in members:
            archive.writestr(member, "x" * 1000)
    return made.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    crc = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc)


def png_of(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def box(name: bytes, *inside: bytes) -> bytes:
    body = b"".join(inside)
    return struct.pack(">I", 8 + len(body)) + name + body


def film(*extra: bytes, brand: bytes = b"isom") -> bytes:
    return box(b"ftyp", brand, b"\0\0\0\0") + box(b"moov", *extra) + box(b"mdat", b"picture")


def with_chunk(data: bytes, name: bytes) -> bytes:
    return data[:33] + chunk(name, PLACE) + data[33:]


def jpeg(**options: object) -> bytes:
    return picture(format="JPEG", **options)


def segment(marker: int, body: bytes) -> bytes:
    whole = jpeg()
    part = bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body
    return whole[:2] + part + whole[2:]


def webp(**options: object) -> bytes:
    return picture(format="WEBP", **options)


def gif_with(extension: bytes) -> bytes:
    data = picture(format="GIF")
    at = data.index(b"\x2c", 13)
    return data[:at] + extension + data[at:]


NOTE = PngImagePlugin.PngInfo()
NOTE.add_text("Location", PLACE.decode())
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
PDF_LIKE = b"<!DOCTYPE html><script>alert(1)</script>"
XMP = b"http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude='" + PLACE + b"'/>"

REFUSED = {
    "empty.jpg": (b"", "file_empty"),
    "zip.jpg": (zipped("a.txt"), "file_type_unknown"),
    "jar.png": (zipped("META-INF/MANIFEST.MF"), "file_type_unknown"),
    "apk.pdf": (zipped("AndroidManifest.xml", "classes.dex"), "file_type_unknown"),
    "torn.zip": (zipped("xl/workbook.xml")[:-30], "file_type_unknown"),
    "script.svg": (SVG, "file_type_unknown"),
    "svg.png": (b"<?xml version='1.0'?>" + SVG, "file_type_unknown"),
    "bom.svg": (b"\xef\xbb\xbf" + SVG, "file_type_unknown"),
    "page.pdf": (PDF_LIKE, "file_type_unknown"),
    "run.exe": (b"MZ\x90\0" + b"\0" * 100, "file_type_unknown"),
    "elf.jpg": (b"\x7fELF" + b"\0" * 100, "file_type_unknown"),
    "mach.mov": (b"\xcf\xfa\xed\xfe" + b"\0" * 100, "file_type_unknown"),
    "run.sh": (b"#!/bin/sh\nrm -rf /\n", "file_type_unknown"),
    "run.bat": (b"@echo off\r\nformat c:\r\n", "file_type_unknown"),
    "macro.vbs": (b"CreateObject(\"WScript.Shell\")", "file_type_unknown"),
    "archive.rar": (b"Rar!\x1a\x07\x00" + b"\0" * 50, "file_type_unknown"),
    "archive.7z": (b"7z\xbc\xaf\x27\x1c" + b"\0" * 50, "file_type_unknown"),
    "archive.gz": (b"\x1f\x8b\x08" + b"\0" * 50, "file_type_unknown"),
    "text.jpg": (b"this is no picture", "file_type_unknown"),
    "zeros.jpg": (b"\0" * 4096, "file_type_unknown"),
    "photo.heic": (box(b"ftyp", b"heic", b"\0\0\0\0"), "file_heic"),
    "photo.avif": (box(b"ftyp", b"avif", b"\0\0\0\0"), "file_heic"),
    "head.jpg": (b"\xff\xd8\xff\xe0" + b"0" * 500, "file_type_unknown"),
    "script.jpg": (b"\xff\xd8\xff<?php system($_GET[0]); ?>", "file_type_unknown"),
    "cut.jpg": (jpeg()[:40], "file_type_unknown"),
    "endless.jpg": (segment(0xE2, b"x")[:4] + b"\xff\xff\xff" + jpeg()[20:], "file_type_unknown"),
    "head.png": (b"\x89PNG\r\n\x1a\n" + b"0" * 100, "file_type_unknown"),
    "cut.png": (picture()[:50], "file_type_unknown"),
    "damaged.png": (picture().replace(b"IDAT", b"IDAX"), "file_type_unknown"),
    "bomb.png": (png_of(60_000, 60_000), "file_type_unknown"),
    "flat.png": (png_of(0, 10), "file_type_unknown"),
    "head.webp": (b"RIFF\0\0\0\0WEBPVP8 ", "file_type_unknown"),
    "cut.webp": (webp()[:24], "file_type_unknown"),
    "head.gif": (b"GIF89a", "file_type_unknown"),
    "script.gif": (b"GIF89a/*" + b"x" * 40 + b"*/=1;alert(1)", "file_type_unknown"),
    "cut.mp4": (film(box(b"udta", PLACE))[:-20], "file_type_unknown"),
    "large.jpg": (jpeg() + b"\0" * (50 << 20), "file_too_large"),
}  # fmt: skip
CLEANED = {
    "gps.jpg": jpeg(exif=position()),
    "turned.jpg": jpeg(exif=position(turned=True)),
    "xmp.jpg": segment(0xE1, XMP),
    "iptc.jpg": segment(0xED, b"Photoshop 3.0\0" + PLACE),
    "comment.jpg": segment(0xFE, PLACE),
    "maker.jpg": segment(0xE5, PLACE),
    "motion.jpg": jpeg() + film(box(b"udta", PLACE)),
    "zip-after.jpg": jpeg() + zipped(PLACE.decode()),
    "gps.png": picture(exif=position()),
    "text.png": picture(pnginfo=NOTE),
    "own.png": with_chunk(picture(), b"gpSx"),
    "after.png": picture() + PLACE,
    "gps.webp": webp(exif=position().tobytes(), xmp=PLACE),
    "comment.gif": picture(format="GIF", comment=PLACE),
    "xmp.gif": gif_with(b"\x21\xff\x0bXMP DataXMP" + bytes((len(PLACE),)) + PLACE + b"\0"),
    "after.gif": picture(format="GIF") + PLACE,
    "gps.mp4": film(box(b"udta", box(b"\xa9xyz", PLACE)), box(b"trak", box(b"udta", PLACE))),
    "gps.mov": film(box(b"meta", PLACE), box(b"uuid", PLACE), brand=b"qt  "),
}


def test_they_are_fifty() -> None:
    assert len(REFUSED) + len(CLEANED) >= 50


async def test_hostile_files(trade: Trade, settings: Settings) -> None:
    kept = [f"{name} {len(data)}" for name, data in CLEANED.items() if PLACE not in data]
    # EXIF of Pillow's is no plain text in all of them; what it says is looked at below.
    assert all("gps" in name or "turned" in name for name in kept)
    for name, (data, code) in REFUSED.items():
        answer = await trade.client.post(
            "/files", params={"name": name}, content=data, headers=bearer(trade.buyer)
        )
        assert (answer.status_code, answer.json().get("code")) == (
            413 if code == "file_too_large" else 422, code,
        ), (name, answer.text)  # fmt: skip
        words = f"error-{code.replace('_', '-')}"
        assert words in RU
        assert words in EN
    assert [path for path in settings.files.rglob("*") if path.is_file()] == []
    for name, data in CLEANED.items():
        answer = await trade.client.post(
            "/files", params={"name": name}, content=data, headers=bearer(trade.buyer)
        )
        assert answer.status_code == 201, (name, answer.text)
        [path] = [path for path in settings.files.rglob("*") if path.is_file()]
        _tells_nothing(name, path, answer.json()["media_type"])
        path.unlink()


def _tells_nothing(name: str, path: Path, media_type: str) -> None:
    data = path.read_bytes()
    assert PLACE not in data, name
    if media_type.startswith("video/"):
        assert b"picture" in data
        return
    with Image.open(path) as picture:
        picture.load()
        exif = picture.getexif()
        assert not exif.get_ifd(0x8825), name
        assert dict(exif) == ({0x0112: TURNED} if name.startswith("turned") else {}), name
        # Nothing was decoded, so nothing was lost.
        assert picture.size == (8, 8)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
async def test_a_picture_is_what_it_was_to_the_last_pixel(
    trade: Trade, settings: Settings, form: str
) -> None:
    made = io.BytesIO()
    noise = Image.effect_noise((64, 48), 90).convert("RGB")
    options = {"progressive": True} if form == "JPEG" else {}
    noise.save(made, form, **options)
    await trade.client.post("/files", content=made.getvalue(), headers=bearer(trade.buyer))
    [path] = [path for path in settings.files.rglob("*") if path.is_file()]
    with Image.open(path) as kept, Image.open(made) as given:
        assert kept.convert("RGB").tobytes() == given.convert("RGB").tobytes()
