"""Files that ask for much, as nobody should send them; and what reading one takes at its peak."""

import io
import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from struct import pack

from PIL import Image

from bot.errors import UserError
from bot.services.lists.files import LARGEST_TEXT, LARGEST_UNPACKED, kind_of
from bot.services.lists.read import command
from tests.support.files import unpacking_to

MB = 1024 * 1024
# A small process that starts the reader and tells its peak: a large one's own would be counted,
# for a child begins as its parent's copy.
PEAK = """
import json, os, subprocess, sys
worker = subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
said = worker.stdout.read()
_, status, used = os.wait4(worker.pid, 0)
answer = json.loads(said) if said else {}
print(json.dumps({"kb": used.ru_maxrss, "cpu": used.ru_utime + used.ru_stime,
    "error": answer.get("error", ""), "status": status}))
"""
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text")
)
SHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def peaks(folder: Path) -> dict[str, dict[str, object]]:
    """Of each file what became of it: refused unopened, or MB at the peak and seconds of CPU."""
    found: dict[str, dict[str, object]] = {}
    for name, make in FILES.items():
        path = folder / "file"
        path.write_bytes(make())
        about: dict[str, object] = {"file_kb": path.stat().st_size // 1024}
        try:
            kind = kind_of(path)
        except UserError as refused:
            found[name] = about | {"refused_unopened": refused.key}
            continue
        said = subprocess.run(
            [sys.executable, "-c", PEAK, *command(kind, path)],
            capture_output=True, check=True, cwd=Path(__file__).parents[1],
        ).stdout  # fmt: skip
        told = json.loads(said)
        about |= {"peak_mb": round(told["kb"] / 1024, 1), "cpu_s": round(told["cpu"], 2)}
        found[name] = about | {"end": told["error"] or (told["status"] and "killed") or "read"}
    return found


def _xlsx(sheet: bytes, strings: bytes = b"") -> bytes:
    """A workbook of one sheet, written by hand: what its sheet says is not what libraries write."""
    rels = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(
            "xl/workbook.xml",
            f'<workbook {SHEET} xmlns:r="{rels}"><sheets><sheet name="L" sheetId="1" r:id="rId1"/>'
            "</sheets></workbook>",
        )
        file.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{rels}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="rId2" Type="{rels}/sharedStrings" Target="sharedStrings.xml"/>'
            "</Relationships>",
        )
        file.writestr("xl/worksheets/sheet1.xml", sheet)
        if strings:
            file.writestr("xl/sharedStrings.xml", strings)
    return made.getvalue()


def _sheet(rows: bytes) -> bytes:
    return f"<worksheet {SHEET}><sheetData>".encode() + rows + b"</sheetData></worksheet>"


def _dense() -> bytes:
    row = b"<row>" + b"<c><v>1</v></c>" * 16_000 + b"</row>"
    return _xlsx(_sheet(row * ((LARGEST_UNPACKED - MB) // len(row))))


def _far() -> bytes:
    return _xlsx(
        _sheet(
            b'<row r="1"><c r="A1"><v>1</v></c></row>'
            b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        )
    )


def _strings() -> bytes:
    """As many strings as there is room for, and a sheet that has no use for them."""
    one = b"<si><t>a</t></si>"
    strings = f"<sst {SHEET}>".encode() + one * ((LARGEST_UNPACKED - MB) // len(one)) + b"</sst>"
    return _xlsx(_sheet(b'<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), strings)


def _one_string_everywhere() -> bytes:
    """A cell of 8 MB, pointed at by a million others."""
    strings = f"<sst {SHEET}><si><t>".encode() + b"a" * 8 * MB + b"</t></si></sst>"
    row = b"<row>" + b'<c t="s"><v>0</v></c>' * 100 + b"</row>"
    return _xlsx(_sheet(row * 10_000), strings)


def _entities() -> bytes:
    lol = '<!ENTITY a0 "лол">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
    )
    return _xlsx(f"<!DOCTYPE x [{lol}]>".encode() + _sheet(b"<row><c><v>&a9;</v></c></row>"))


def _ods(table: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        file.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:body><office:spreadsheet>"
            '<table:table table:name="L">'.encode()
            + table
            + b"</table:table>"
            b"</office:spreadsheet></office:body></office:document-content>",
        )
    return made.getvalue()


def _deep() -> bytes:
    many = (LARGEST_UNPACKED - MB) // 40
    return _ods(b"<table:table-row-group>" * many + b"</table:table-row-group>" * (many // 2))


def _repeated() -> bytes:
    cell = b'<table:table-cell table:number-columns-repeated="16384" office:value-type="string">'
    row = b'<table:table-row table:number-rows-repeated="1048576">'
    return _ods(row + cell + b"<text:p>a</text:p></table:table-cell></table:table-row>")


def _xls() -> bytes:
    """An old workbook's header, and 19 MB that lead everywhere."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + pack("<HHHHH", 62, 3, 65534, 9, 6)
    head += bytes(10) + pack("<IIIIIIII", 109, 1, 0, 4096, 2, 1, 0xFFFFFFFE, 0)
    return head + pack("<109I", *range(109)) + pack("<4850000I", *range(1, 4_850_001))


def _png(width: int, height: int, kind: int, channels: int, depth: int = 8) -> bytes:
    """A picture of nothing but its size."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + name + data + pack(">I", zlib.crc32(name + data))

    squeezed = zlib.compressobj(9)
    row = bytes(1 + width * channels * depth // 8)
    data = b"".join(squeezed.compress(row) for _ in range(height)) + squeezed.flush()
    head = pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
    return start + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def _saved(picture: Image.Image, kind: str, **more: object) -> bytes:
    made = io.BytesIO()
    picture.save(made, kind, **more)
    return made.getvalue()


def _stripes() -> bytes:
    """What looks like a barcode wherever one looks."""
    row = bytes(255 * (n * 7919 % 13 < 6) for n in range(4800))
    return _saved(Image.frombytes("L", (4800, 4800), row * 4800), "PNG")


FILES: dict[str, Callable[[], bytes]] = {
    "xlsx that unpacks to 366 MB": lambda: unpacking_to(366),
    "xlsx, 5 million cells": _dense,
    "xlsx, two cells far apart": _far,
    "xlsx, 4 million strings": _strings,
    "xlsx, a million times 8 MB": _one_string_everywhere,
    "xlsx, a billion laughs": _entities,
    "ods, two million deep": _deep,
    "ods, every cell repeated": _repeated,
    "xls that leads everywhere": _xls,
    "csv of 4 million empty cells": lambda: b"a;1\n" + b";" * (LARGEST_TEXT - 10) + b"\nb;2",
    "csv of 2 million rows": lambda: b";\n" * (LARGEST_TEXT // 2),
    "csv of 190,000 rows by 20": lambda: b"1;2;3;4;5;6;7;8;9;0\n" * (LARGEST_TEXT // 20),
    "csv, one endless quote": lambda: b'"a;1\n' * (LARGEST_TEXT // 5),
    "text of one line": lambda: ("болт " * (LARGEST_TEXT // 9)).encode(),
    "text of 1,400,000 lines": lambda: b"a1\n" * (LARGEST_TEXT // 3),
    "png of 400 million pixels": lambda: _png(20_000, 20_000, 0, 1),
    "png, the largest that is read": lambda: _png(4898, 4898, 6, 4),
    "png, the same at 16 bits": lambda: _png(4898, 4898, 6, 4, 16),
    "png of stripes": _stripes,
    "jpeg, the largest that is read": lambda: _saved(Image.new("CMYK", (4898, 4898)), "JPEG"),
    "jpeg, progressive": lambda: _saved(
        Image.new("RGB", (4898, 4898)), "JPEG", progressive=True
    ),
    "tiff, the largest that is read": lambda: _saved(
        Image.new("RGB", (4898, 4898)), "TIFF", compression="tiff_lzw"
    ),
    "webp, the largest that is read": lambda: _saved(Image.new("RGB", (4898, 4898)), "WEBP"),
    "gif, the largest that is read": lambda: _saved(Image.new("P", (4898, 4898)), "GIF"),
}  # fmt: skip
