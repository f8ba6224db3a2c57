"""Opening a stranger's file, in a process that may be lost: bounded in memory and in time.

`python -m bot.services.lists.worker KIND PATH` prints JSON: {"sheets": [[[cell, ...], ...], ...]}
or {"codes": [text, ...]}. A crash, a hang or a hunger for memory ends this process and no other.
"""

import json
import resource
import sys
from typing import Any

MEMORY = 1024 * 1024 * 1024
"""Of addresses; what is resident stays far below."""
SECONDS = 20
MOST_ROWS = 6_000
MOST_COLUMNS = 60
MOST_SHEETS = 10
MOST_PIXELS = 50_000_000


def sheets(path: str) -> list[list[list[Any]]]:
    """The cells of every sheet, as calamine reads them, dates as text."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    found = []
    with CalamineWorkbook.from_path(path) as book:
        for meta in book.sheets_metadata[:MOST_SHEETS]:
            if meta.typ != SheetTypeEnum.WorkSheet or meta.visible != SheetVisibleEnum.Visible:
                continue
            rows = book.get_sheet_by_name(meta.name).to_python(nrows=MOST_ROWS)
            found.append([[_plain(cell) for cell in row[:MOST_COLUMNS]] for row in rows])
    return found


def codes(path: str) -> list[str]:
    """Every EAN, Code 128, QR and DataMatrix of a picture, from top to bottom, each once."""
    import zxingcpp
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(path) as opened:
        opened.draft("L", (3000, 3000))
        picture = opened.convert("L")
    picture.thumbnail((3000, 3000))
    found = zxingcpp.read_barcodes(
        picture, formats=zxingcpp.barcode_formats_from_str("EANUPC,Code128,QRCode,DataMatrix,ITF")
    )
    found.sort(key=lambda code: (code.position.top_left.y, code.position.top_left.x))
    return list(dict.fromkeys(code.text for code in found if code.text))


def _plain(cell: Any) -> Any:
    return cell if isinstance(cell, str | int | float | bool) or cell is None else str(cell)


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    kind, path = sys.argv[1:]
    answer = {"sheets": sheets(path)} if kind == "sheet" else {"codes": codes(path)}
    json.dump(answer, sys.stdout, ensure_ascii=True)


if __name__ == "__main__":
    main()
