"""What a file is by its content. No name and no header is believed."""

import zipfile
from pathlib import Path

HEAD = 64
HEIF = "image/heic"
"""Pictures of phones, which only phones show, and in which positions lie deep."""
_BY_HEAD = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/vnd.ms-excel"),
)
_BRANDS = {
    b"qt  ": "video/quicktime",
    **dict.fromkeys(
        (
            b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"avif",
            b"avis",
        ),
        HEIF,
    ),
}  # fmt: skip
OFFICE = "application/vnd.openxmlformats-officedocument"
_BY_MEMBER = (
    ("xl/workbook.xml", f"{OFFICE}.spreadsheetml.sheet"),
    ("word/document.xml", f"{OFFICE}.wordprocessingml.document"),
    ("content.xml", "application/vnd.oasis.opendocument.spreadsheet"),
)


def media_type_of(path: Path) -> str | None:
    """The media type of a picture, a video or a document; None: nothing that is taken."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    for start, media_type in _BY_HEAD:
        if head.startswith(start):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    if head.startswith(b"PK"):
        return _zipped(path)
    return None


def _zipped(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    return next((media_type for member, media_type in _BY_MEMBER if member in names), None)
