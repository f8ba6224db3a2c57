"""An `.xlsx` of one sheet, written row by row.

XlsxWriter takes some 15 µs a cell, so 10 s for a price list of 45,000 rows, in a thread that the
portal's loop has to share the interpreter with. This takes a tenth of that.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from itertools import islice
from xml.sax.saxutils import escape

Cell = str | int | date | None
"""Money in kopecks, numbers in thousandths: by the kind of the column."""

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
LONGEST = 32_000
EPOCH = date(1899, 12, 30)


class Kind(IntEnum):
    """What a column holds; the value is the number of its format in `STYLES`."""

    TEXT = 1
    NUMBER = 2
    MONEY = 3
    DAY = 4


HEAD, BOLD, STRONG_MONEY = 5, 6, 7

STYLES = """\
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<numFmts count="2"><numFmt numFmtId="164" formatCode="#,##0.###"/>\
<numFmt numFmtId="165" formatCode="dd\\.mm\\.yyyy"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>\
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="3"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill>\
<fill><patternFill patternType="solid"><fgColor rgb="FFE7ECF3"/></patternFill></fill></fills>
<borders count="2"><border/><border><left style="thin"/><right style="thin"/><top style="thin"/>\
<bottom style="thin"/></border></borders>
<cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="8"><xf/><xf numFmtId="49" applyNumberFormat="1"/>\
<xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="4" applyNumberFormat="1"/>\
<xf numFmtId="165" applyNumberFormat="1"/>\
<xf fontId="1" fillId="2" borderId="1" applyFont="1" applyFill="1" applyBorder="1"/>\
<xf fontId="1" applyFont="1"/>\
<xf numFmtId="4" fontId="1" applyNumberFormat="1" applyFont="1"/></cellXfs>
</styleSheet>"""

PARTS = {
    "[Content_Types].xml": """\
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
<Default Extension="xml" ContentType="application/xml"/>\
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.\
spreadsheetml.sheet.main+xml"/>\
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-\
officedocument.spreadsheetml.worksheet+xml"/>\
<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.\
spreadsheetml.styles+xml"/></Types>""",
    "_rels/.rels": """\
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/\
officeDocument" Target="xl/workbook.xml"/></Relationships>""",
    "xl/_rels/workbook.xml.rels": """\
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/\
worksheet" Target="worksheets/sheet1.xml"/>\
<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/\
styles" Target="styles.xml"/></Relationships>""",
    "xl/styles.xml": STYLES,
}
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
WORKBOOK = """\
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" \
xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">\
<sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>"""


@dataclass(frozen=True, slots=True)
class BookColumn:
    """`width` in characters."""

    title: str
    width: int
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Book:
    """`lead` are lines above the header; `last` are rows in bold below the others, `foot` lines
    below them all."""

    name: str
    lead: Sequence[str]
    columns: Sequence[BookColumn]
    rows: Iterable[Sequence[Cell]]
    last: Sequence[Sequence[Cell]] = ()
    foot: Sequence[str] = ()
    filtered: bool = False


def xlsx(book: Book) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
        for path, content in PARTS.items():
            archive.writestr(path, DECLARED + content)
        name = escape(re.sub(r"[\[\]:*?/\\]", " ", book.name)[:31], {'"': "&quot;"})
        archive.writestr("xl/workbook.xml", DECLARED + WORKBOOK.format(name=name))
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            for pieces in _together(_sheet(book)):
                sheet.write(pieces.encode())
    return made.getvalue()


def _together(pieces: Iterable[str]) -> Iterable[str]:
    """Each call of a zip's takes longer than a row."""
    waiting = iter(pieces)
    while some := "".join(islice(waiting, 500)):
        yield some


def _sheet(book: Book) -> Iterable[str]:
    head = len(book.lead) + 1
    yield (
        f'{DECLARED}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<sheetViews><sheetView workbookViewId="0"><pane ySplit="{head}" topLeftCell="A{head + 1}"'
        ' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>'
    )
    for at, column in enumerate(book.columns, 1):
        yield f'<col min="{at}" max="{at}" width="{column.width}" customWidth="1"/>'
    yield "</cols><sheetData>"
    for at, line in enumerate(book.lead, 1):
        yield f'<row r="{at}">{_text(f"A{at}", line, BOLD if at == 1 else 0)}</row>'
    letters = [_letters(at) for at in range(len(book.columns))]
    titles = zip(letters, book.columns, strict=True)
    cells = (_text(f"{letter}{head}", column.title, HEAD) for letter, column in titles)
    yield f'<row r="{head}">{"".join(cells)}</row>'
    kinds = [column.kind for column in book.columns]
    number = head
    for number, row in enumerate(book.rows, head + 1):
        yield _row(number, letters, kinds, row, strong=False)
    filled = number
    for number, row in enumerate(book.last, filled + 1):
        yield _row(number, letters, kinds, row, strong=True)
    for at, line in enumerate(book.foot, number + 2):
        yield f'<row r="{at}">{_text(f"A{at}", line, 0)}</row>'
    yield "</sheetData>"
    if book.filtered and filled > head:
        yield f'<autoFilter ref="A{head}:{letters[-1]}{filled}"/>'
    yield "</worksheet>"


def _letters(at: int) -> str:
    return chr(65 + at) if at < 26 else _letters(at // 26 - 1) + chr(65 + at % 26)


def _row(
    number: int, letters: Sequence[str], kinds: Sequence[Kind], row: Sequence[Cell], *, strong: bool
) -> str:
    cells = []
    for letter, kind, value in zip(letters, kinds, row, strict=True):
        at = f"{letter}{number}"
        if value is None or value == "":
            continue
        if isinstance(value, str):
            cells.append(_text(at, value, BOLD if strong else Kind.TEXT))
        elif isinstance(value, date):
            cells.append(f'<c r="{at}" s="{Kind.DAY}"><v>{(value - EPOCH).days}</v></c>')
        else:
            places = 3 if kind is Kind.NUMBER else 2
            style = STRONG_MONEY if strong and kind is Kind.MONEY else kind
            cells.append(f'<c r="{at}" s="{style:d}"><v>{_decimal(value, places)}</v></c>')
    return f'<row r="{number}">{"".join(cells)}</row>'


def _decimal(value: int, places: int) -> str:
    sign, whole = ("-", -value) if value < 0 else ("", value)
    unit = 10**places
    return f"{sign}{whole // unit}.{whole % unit:0{places}}"


def _text(at: str, text: str, style: int) -> str:
    """As it stands: leading zeros survive, and nothing in it is a formula."""
    clean = escape(NOT_IN_XML.sub("", text[:LONGEST]))
    return (
        f'<c r="{at}" s="{style:d}" t="inlineStr"><is><t xml:space="preserve">{clean}</t></is></c>'
    )
