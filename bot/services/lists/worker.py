"""Opening a stranger's file, in a process that may be lost: bounded in memory and in time.

`python -m bot.services.lists.worker KIND PATH` prints JSON: what `bot.services.lists.read` makes a
Source of, or {"error": key}. A crash, a hang or a hunger for memory ends this process and no other.
"""

import json
import re
import resource
import sys
from itertools import islice
from pathlib import Path
from typing import Any

from bot.errors import UserError
from bot.services.lists.files import FileKind, decode
from bot.services.lists.lines import MOST_LINES, Ignored, Line
from bot.services.lists.sheets import Sheet, cell_text, read_book
from bot.services.lists.texts import read_any_text

MEMORY = 160 * 1024 * 1024
"""Bytes of its own; the libraries that it shares come on top."""
SECONDS = 20
MOST_ROWS = 60_000
"""Of a sheet. A price list has more rows than an order has lines."""
MOST_COLUMNS = 60
MOST_SHEETS = 10
MOST_PIXELS = 24_000_000
SIDE = 3_000
"""Pixels: barcodes are read in a picture no larger."""

_GS1 = re.compile(r"[^\w(]*\(?01\)?(\d{14})")


def lines_of_sheets(path: str) -> list[Line]:
    """The lines of every visible sheet; `UserError` where it cannot be opened."""
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    found: list[Sheet] = []
    try:
        with CalamineWorkbook.from_path(path) as book:
            for meta in book.sheets_metadata[:MOST_SHEETS]:
                if meta.typ != SheetTypeEnum.WorkSheet or meta.visible != SheetVisibleEnum.Visible:
                    continue
                sheet = book.get_sheet_by_name(meta.name)
                above = sheet.start[0] if sheet.start else 0
                rows = [
                    [cell_text(cell) for cell in row[:MOST_COLUMNS]]
                    for row in islice(sheet.iter_rows(), MOST_ROWS)
                ]
                found.append(Sheet(meta.name, rows, above))
    except PasswordError as error:
        raise UserError("file-locked") from error
    except (CalamineError, OSError, ValueError) as error:
        raise UserError(_why_not(path, str(error))) from error
    return read_book(found)


def _why_not(path: str, said: str) -> str:
    """Old Excel files, old Word files and locked new ones come in one kind of container."""
    if "detect file format" not in said:
        return "file-broken"
    locked = "EncryptedPackage".encode("utf-16-le") in Path(path).read_bytes()
    return "file-locked" if locked else "file-unknown"


def codes_in(path: str) -> list[str]:
    """The text of every EAN, UPC, Code 128, QR and DataMatrix of a picture, from top to bottom.

    Of a GS1 code, as on marked goods, the GTIN alone.
    """
    import zxingcpp
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(path) as opened:
            # A JPEG is read at a part of its size, which is all that is needed.
            opened.draft("L", (SIDE * 2 // 3, SIDE * 2 // 3))
            if opened.width * opened.height > MOST_PIXELS:
                raise UserError("picture-too-large")
            picture = opened.convert("L")
    except (OSError, ValueError, SyntaxError) as error:
        raise UserError("file-broken") from error
    picture.thumbnail((SIDE, SIDE))
    found = zxingcpp.read_barcodes(
        picture,
        formats=zxingcpp.barcode_formats_from_str("EANUPC,Code128,QRCode,DataMatrix"),
        text_mode=zxingcpp.TextMode.Plain,
    )
    found.sort(key=lambda code: (code.position.top_left.y, code.position.top_left.x))
    return [_gtin(code.text, code.content_type == zxingcpp.ContentType.GS1) for code in found]


def _gtin(text: str, gs1: bool) -> str:
    match = _GS1.match(text)
    # Marked goods are not always marked as GS1; they are followed by a serial number.
    if match and (gs1 or text[match.end() :].startswith(("21", "(21)"))):
        return match[1].removeprefix("0")
    return text.strip()


def read(kind: FileKind, path: str) -> dict[str, Any]:
    if kind is FileKind.PICTURE:
        return {"codes": codes_in(path)}
    lines = (
        lines_of_sheets(path)
        if kind is FileKind.SHEET
        else read_any_text(decode(Path(path).read_bytes()))
    )
    asking = [line for line in lines if line.readings]
    ignored = [line for line in lines if line.ignored and line.ignored is not Ignored.NO_QUANTITY]
    kept = [*asking[:MOST_LINES], *ignored[:MOST_LINES]]
    return {
        "lines": [_plain(line) for line in kept],
        "left": max(0, len(asking) - MOST_LINES),
        "unfilled": len(lines) - len(asking) - len(ignored),
    }


def _plain(line: Line) -> list[Any]:
    readings = [
        [reading.what, reading.quantity and f"{reading.quantity:f}", reading.unit]
        for reading in line.readings
    ]
    return [line.number, line.source, line.ignored, line.sheet, readings]


def main() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    kind, path = sys.argv[1:]
    try:
        answer = read(FileKind(kind), path)
    except UserError as error:
        answer = {"error": error.key}
    except MemoryError:
        answer = {"error": "file-too-heavy"}
    json.dump(answer, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main()
