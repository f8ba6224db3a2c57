"""Files as people send them, and as nobody should."""

import io
import struct
import zipfile
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

import xlsxwriter
import zxingcpp
from PIL import Image

Rows = Sequence[Sequence[Any]]


def xlsx(*sheets: Rows, names: Sequence[str] = ()) -> bytes:
    """A workbook; None leaves a cell empty."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_numbers": False}) as book:
        for at, rows in enumerate(sheets):
            sheet = book.add_worksheet(names[at] if names else None)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return made.getvalue()


def unpacking_to(megabytes: int) -> bytes:
    """A small `.xlsx` whose sheet unpacks to so much."""
    made = io.BytesIO()
    sheet = "xl/worksheets/sheet1.xml"
    with (
        zipfile.ZipFile(io.BytesIO(xlsx([["a"]]))) as plain,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bomb,
    ):
        for name in plain.namelist():
            if name != sheet:
                bomb.writestr(name, plain.read(name))
        with bomb.open(sheet, "w", force_zip64=True) as file:
            file.write(plain.read(sheet).replace(b"<sheetData>", b"<sheetData><!--"))
            for _ in range(megabytes):
                file.write(bytes(1024 * 1024))
    return made.getvalue()


def compound(**streams: bytes) -> bytes:
    """An OLE file with these streams: what old Office writes, and what a password makes of new."""
    free, chain, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    table = [fat, chain]
    entries = [_entry("Root Entry", 5, free, 1 if streams else free, chain, 0)]
    body = b""
    for at, (name, stream) in enumerate(streams.items()):
        # What is shorter would have to live in a stream of small streams.
        stream = stream.ljust(4096, b"\0")
        many = -(-len(stream) // 512)
        start = len(table)
        table += [*range(start + 1, start + many), chain]
        after = at + 2 if at + 1 < len(streams) else free
        entries.append(_entry(name, 2, after, free, start, len(stream)))
        body += stream.ljust(512 * many, b"\0")
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, chain, 0,
        chain, 0,
    )  # fmt: skip
    head += struct.pack("<109I", 0, *[free] * 108)
    table += [free] * (128 - len(table))
    directory = b"".join(entries).ljust(512, b"\0")
    return head + struct.pack("<128I", *table) + directory + body


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    free = 0xFFFFFFFF
    return struct.pack(
        "<64sHBBIII16xI8x8xIQ", text, len(text), kind, 1, free, right, child, 0, start, size
    )


def xls(rows: Rows) -> bytes:
    """A workbook of Excel 97, with strings and numbers."""
    cells = b""
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            where = struct.pack("<HHH", at, column, 0)
            if isinstance(value, str):
                text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
                cells += _record(0x0204, where + text)
            else:
                cells += _record(0x0203, where + struct.pack("<d", value))
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + cells
    name = struct.pack("<BB", 5, 0) + b"Sheet"
    begin = _record(0x0809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    begin += _record(0x0042, struct.pack("<H", 1200))
    offset = len(begin) + len(_record(0x0085, bytes(6) + name)) + len(_record(0x000A, b""))
    begin += _record(0x0085, struct.pack("<IH", offset, 0) + name) + _record(0x000A, b"")
    return compound(Workbook=begin + sheet + _record(0x000A, b""))


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def ods(rows: Rows) -> bytes:
    """A sheet of LibreOffice."""
    body = "".join(
        "<table:table-row>" + "".join(_ods_cell(value) for value in row) + "</table:table-row>"
        for row in rows
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        kind = "application/vnd.oasis.opendocument.spreadsheet"
        file.writestr("mimetype", kind)
        file.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?>'
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<m:file-entry m:full-path="/" m:media-type="{kind}"/></m:manifest>',
        )
        file.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {spaces}><office:body>'
            f'<office:spreadsheet><table:table table:name="L">{body}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return made.getvalue()


def _ods_cell(value: Any) -> str:
    kind = "string" if isinstance(value, str) else "float"
    more = "" if isinstance(value, str) else f' office:value="{value}"'
    return (
        f'<table:table-cell office:value-type="{kind}"{more}><text:p>{escape(str(value))}</text:p>'
        "</table:table-cell>"
    )


def barcodes(*codes: tuple[str, str]) -> bytes:
    """A picture of them, (format, text) each, as on labels of a shelf: below each other."""
    labels = []
    for kind, text in codes:
        code = zxingcpp.create_barcode(text, zxingcpp.barcode_format_from_str(kind))
        labels.append(Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=4)))
    width = max(label.width for label in labels) + 80
    picture = Image.new("L", (width, sum(label.height + 80 for label in labels) + 40), 255)
    top = 40
    for label in labels:
        picture.paste(label, (40, top))
        top += label.height + 80
    return png(picture)


def png(picture: Image.Image) -> bytes:
    made = io.BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


def lines(rows: Iterable[str]) -> bytes:
    return "\r\n".join(rows).encode("cp1251")
