"""What is kept of pictures and videos: what is to be seen, and not where it was taken.

A picture is written anew of its own parts, without the rest: no EXIF (but how it is turned), no
XMP, no comments, and nothing after its end, where phones put a film with a position of its own.
Nothing is decoded, so nothing is lost. In a video, the boxes that may tell are blanked in place.
A file is mapped, never read whole.
"""

import mmap
import warnings
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image

MOST_PIXELS = 120_000_000
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF"}
AT_ONCE = 1 << 20
Piece = bytes | tuple[int, int]
"""Bytes to write, or from where to where they are to be copied."""


class Broken(Exception):  # noqa: N818 - it says what the file is
    """The file is not what it begins like."""


def clean(path: Path, media_type: str) -> None:
    """Leave nothing in the file that tells of its maker. Raises Broken."""
    if media_type in FORMATS:
        _measured(path, FORMATS[media_type])
        _rewritten(path, _PICTURES[media_type])
    elif media_type in ("video/mp4", "video/quicktime"):
        _blanked(path)


def _measured(path: Path, form: str) -> None:
    """A few bytes may say that they are a picture of a gigabyte."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=[form]) as picture:
                width, height = picture.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Broken(str(error)) from None
    if not 0 < width * height <= MOST_PIXELS:
        raise Broken("too many pixels")


def _rewritten(path: Path, parts: Callable[[mmap.mmap], Iterator[Piece]]) -> None:
    made = path.with_name(f"{path.name}.clean")
    try:
        with (
            path.open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data,
            made.open("wb") as out,
        ):
            for piece in parts(data):
                if isinstance(piece, bytes):
                    out.write(piece)
                    continue
                for start in range(*piece, AT_ONCE):
                    out.write(data[start : min(start + AT_ONCE, piece[1])])
        made.replace(path)
    except (IndexError, ValueError) as error:
        raise Broken(str(error)) from None
    finally:
        made.unlink(missing_ok=True)


def _jpeg(data: mmap.mmap) -> Iterator[Piece]:
    yield data[:2]
    at, seen = 2, False
    while True:
        if data[at] != 0xFF:
            raise Broken("no marker where one must be")
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xD9:
            break
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        if end > len(data) or end < at + 4:
            raise Broken("a segment past the end")
        kept = not (0xE0 <= marker <= 0xEF or marker == 0xFE)
        if marker == 0xE1 and (turned := _turned(data[at + 4 : end])):
            yield turned
        elif kept or marker in (0xE0, 0xEE) or data[at + 4 : at + 15] == b"ICC_PROFILE":
            yield at, end
        at = end
        if marker == 0xDA:
            seen = True
            at = _scanned(data, end)
            yield end, at
            if at == len(data):
                break
    if not seen:
        raise Broken("no picture in it")
    yield b"\xff\xd9"


def _scanned(data: mmap.mmap, at: int) -> int:
    """Where what a scan has drawn ends: at the next marker that is no restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            return len(data)
        if data[at + 1] not in (0x00, *range(0xD0, 0xD8)):
            return at
        at += 2


def _turned(exif: bytes) -> bytes:
    """An EXIF segment that says how the picture is turned and nothing else; empty: it is not."""
    if not exif.startswith(b"Exif\0\0") or exif[6:8] not in (b"II", b"MM"):
        return b""
    tiff, intel = exif[6:], exif[6:8] == b"II"

    def number(at: int, size: int) -> int:
        return int.from_bytes(tiff[at : at + size], "little" if intel else "big")

    directory = number(4, 4)
    for entry in range(min(number(directory, 2), 100)):
        at = directory + 2 + 12 * entry
        if number(at, 2) == 0x0112 and 2 <= (turn := number(at + 8, 2)) <= 8:
            body = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"
            body += bytes((turn,)) + b"\0\0\0\0\0\0"
            return b"\xff\xe1" + (len(body) + 2).to_bytes(2) + body
    return b""


PNG_KEPT = frozenset(
    (
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT",
        b"pHYs", b"bKGD", b"acTL", b"fcTL", b"fdAT",
    )
)  # fmt: skip


def _png(data: mmap.mmap) -> Iterator[Piece]:
    yield data[:8]
    names: set[bytes] = set()
    at = 8
    while b"IEND" not in names:
        end = at + 12 + int.from_bytes(data[at : at + 4])
        name = data[at + 4 : at + 8]
        if end > len(data) or (not names and name != b"IHDR"):
            raise Broken("a part past the end")
        if zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end]):
            raise Broken("a part is damaged")
        names.add(name)
        if name in PNG_KEPT:
            yield at, end
        at = end
    if b"IDAT" not in names:
        raise Broken("no picture in it")


WEBP_KEPT = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
WEBP_TELLS = 0x08 | 0x04
"""Flags of VP8X: there is EXIF, there is XMP."""


def _webp(data: mmap.mmap) -> Iterator[Piece]:
    kept: list[Piece] = []
    at, end, length = 12, min(len(data), 8 + int.from_bytes(data[4:8], "little")), 4
    names: set[bytes] = set()
    while at + 8 <= end:
        name = data[at : at + 4]
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        after = at + 8 + size + size % 2
        if after > len(data) + size % 2:
            raise Broken("a part past the end")
        if name in WEBP_KEPT:
            names.add(name)
            length += after - at
            if name == b"VP8X":
                kept.append(data[at : at + 8] + bytes((data[at + 8] & ~WEBP_TELLS,)))
                kept.append((at + 9, after))
            else:
                kept.append((at, after))
        at = after
    if not names & {b"VP8 ", b"VP8L", b"ANMF"}:
        raise Broken("no picture in it")
    yield b"RIFF" + length.to_bytes(4, "little") + b"WEBP"
    yield from kept


GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def _gif(data: mmap.mmap) -> Iterator[Piece]:
    at = 13 + _colours(data[10])
    yield 0, at
    seen = False
    while (kind := data[at]) != 0x3B:
        start = at
        if kind == 0x2C:
            seen = True
            at = _blocks_end(data, at + 11 + _colours(data[at + 9]))
            yield start, at
        elif kind == 0x21:
            at = _blocks_end(data, at + 2)
            loops = data[start + 1] == 0xFF and data[start + 3 : start + 14] in GIF_LOOPS
            if loops or data[start + 1] == 0xF9:
                yield start, at
        else:
            raise Broken("no block of a picture")
    if not seen:
        raise Broken("no picture in it")
    yield b"\x3b"


def _colours(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks_end(data: mmap.mmap, at: int) -> int:
    while size := data[at]:
        at += size + 1
    return at + 1


_PICTURES: dict[str, Callable[[mmap.mmap], Iterator[Piece]]] = {
    "image/jpeg": _jpeg,
    "image/png": _png,
    "image/webp": _webp,
    "image/gif": _gif,
}
TELLING = (b"udta", b"meta", b"uuid")
"""Boxes of a film that may say where it was made; to play it none is needed."""


def _blanked(path: Path) -> None:
    with path.open("r+b") as file, mmap.mmap(file.fileno(), 0) as data:
        _blank_within(data, 0, len(data), (b"moov", b"trak"))


def _blank_within(data: mmap.mmap, at: int, end: int, inside: tuple[bytes, ...]) -> None:
    while at + 8 <= end:
        size, name, head = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16]), 16
        elif size == 0:
            size = end - at
        if size < head or at + size > end:
            raise Broken("a box past the end")
        if name in TELLING:
            data[at + 4 : at + 8] = b"free"
            for start in range(at + head, at + size, AT_ONCE):
                stop = min(start + AT_ONCE, at + size)
                data[start:stop] = bytes(stop - start)
        elif name in inside:
            _blank_within(data, at + head, at + size, inside)
        at += size
