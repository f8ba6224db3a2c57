"""What a file is by its content, and whether it may be opened at all. No name is believed."""

import zipfile
from enum import StrEnum
from pathlib import Path

from bot.errors import UserError

LARGEST = 20 * 1024 * 1024
"""Telegram gives a bot no larger file."""
LARGEST_UNPACKED = 80 * 1024 * 1024
"""A sheet of 5,000 rows takes 2 MB; a small zip may ask for gigabytes."""
MOST_MEMBERS = 2_000
LARGEST_TEXT = 4 * 1024 * 1024


class FileKind(StrEnum):
    SHEET = "sheet"
    TEXT = "text"
    PICTURE = "picture"


_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_NOT_TEXT = (b"%PDF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ", b"\x7fELF")


def kind_of(path: Path) -> FileKind:
    """What the file is; `UserError` with the reason and the way out where it will not do."""
    size = path.stat().st_size
    if not size:
        raise UserError("file-empty")
    if size > LARGEST:
        raise UserError("file-too-large", megabytes=LARGEST // 1024 // 1024)
    with path.open("rb") as file:
        head = file.read(64)
    if head.startswith(b"PK"):
        return _zipped(path)
    if head.startswith(_OLD_EXCEL):
        return FileKind.SHEET
    if head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return FileKind.PICTURE
    if head.startswith(b"%PDF"):
        raise UserError("file-pdf")
    if head.startswith(_NOT_TEXT) or (b"\0" in head and not head.startswith(_UTF_16)):
        raise UserError("file-unknown")
    if size > LARGEST_TEXT:
        raise UserError("file-too-large", megabytes=LARGEST_TEXT // 1024 // 1024)
    return FileKind.TEXT


def _zipped(path: Path) -> FileKind:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UserError("file-broken") from error
    if len(members) > MOST_MEMBERS or sum(m.file_size for m in members) > LARGEST_UNPACKED:
        raise UserError("file-unpacks-too-large")
    if any(m.flag_bits & 1 for m in members):
        raise UserError("file-locked")
    names = {member.filename for member in members}
    if {"xl/workbook.xml", "xl/workbook.bin", "content.xml"} & names:
        return FileKind.SHEET
    raise UserError("file-unknown")


def decode(data: bytes) -> str:
    """A text file in utf-8, utf-16 or windows-1251, as Windows and 1C write them."""
    if data.startswith(_UTF_16):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1251", errors="replace")
