"""Files by their content: what is read, and what is refused with which words."""

import asyncio
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PIL import Image

from bot.errors import UserError
from bot.services.lists.lines import MOST_LINES, Ignored
from bot.services.lists.read import Source, gate, read_file, source_of_text
from bot.services.lists.readings import Reading
from tests.support.files import barcodes, compound, lines, ods, png, unpacking_to, xls, xlsx

LIST = [["Артикул", "Кол-во"], ["0893106", 10], ["WD-40-400", 12]]
EXPECTED = [Reading("0893106", Decimal(10)), Reading("WD-40-400", Decimal(12))]


async def read(folder: Path, data: bytes, name: str = "list") -> Source:
    path = folder / name
    path.write_bytes(data)
    return await read_file(path, gate())


def asked(source: Source) -> list[Reading]:
    return [line.readings[0] for line in source.lines if line.readings]


@pytest.mark.parametrize("book", [xlsx, xls, ods])
async def test_a_workbook(tmp_path: Path, book: Callable[..., bytes]) -> None:
    assert asked(await read(tmp_path, book(LIST))) == EXPECTED


async def test_numbers_stored_as_numbers(tmp_path: Path) -> None:
    data = xlsx([["Код", "Кол-во"], [4006825123456, 2.5]])
    assert asked(await read(tmp_path, data)) == [Reading("4006825123456", Decimal("2.5"))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("separator", [";", "\t", ","])
async def test_text_in_any_usual_encoding(tmp_path: Path, encoding: str, separator: str) -> None:
    rows = ("Артикул,Наименование,Кол-во", "0893106,Очиститель,10", "WD-40-400,Смазка,12")
    text = "\r\n".join(rows).replace(",", separator)
    assert asked(await read(tmp_path, text.encode(encoding))) == EXPECTED


async def test_plain_text(tmp_path: Path) -> None:
    data = lines(["Добрый день!", "0893106 - 10", "WD-40-400 12"])
    source = await read(tmp_path, data)
    assert asked(source) == EXPECTED
    assert [line.ignored for line in source.lines if line.ignored] == [Ignored.COURTESY]


async def test_barcodes_from_top_to_bottom(tmp_path: Path) -> None:
    picture = barcodes(
        ("EAN13", "4006825123456"),
        ("Code128", "0893106"),
        ("QRCode", "https://t.me/artikul_bot?start=p_12"),
        ("DataMatrix", "0104006825123456215Qbc"),
        ("EAN13", "4006825123456"),
    )
    assert (await read(tmp_path, picture)).codes == [
        "4006825123456", "0893106", "https://t.me/artikul_bot?start=p_12", "4006825123456",
        "4006825123456",
    ]  # fmt: skip


async def test_a_picture_without_codes(tmp_path: Path) -> None:
    assert (await read(tmp_path, png(Image.new("RGB", (300, 200), "white")))).codes == []


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "file-empty"),
        (b"%PDF-1.7 ...", "file-pdf"),
        (b"Rar!\x1a\x07\x00", "file-unknown"),
        (b"MZ\x90\x00\x03", "file-unknown"),
        (b"abc\0def\0", "file-unknown"),
        (b"PK\x03\x04 not a zip at all", "file-broken"),
        (xlsx(LIST)[:-40], "file-broken"),
        (compound(EncryptionInfo=b"", EncryptedPackage=b""), "file-locked"),
        (compound(WordDocument=b"", Table=b""), "file-unknown"),
        (b"\x89PNG\r\n\x1a\n and no picture", "file-broken"),
        (b"a;1\n" * 1_100_000, "file-too-large"),
    ],
    ids=["empty", "pdf", "rar", "exe", "binary", "no zip", "torn", "locked", "word",
         "torn png", "long text"],
)  # fmt: skip
async def test_what_is_refused(tmp_path: Path, data: bytes, key: str) -> None:
    with pytest.raises(UserError) as refused:
        await read(tmp_path, data)
    assert refused.value.key == key


async def test_a_small_zip_that_asks_for_much_is_not_opened(tmp_path: Path) -> None:
    data = unpacking_to(366)
    assert len(data) < 400_000
    with pytest.raises(UserError, match="file-unpacks-too-large"):
        await read(tmp_path, data)


async def test_a_picture_of_very_many_pixels_is_not_unpacked(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="picture-too-large"):
        await read(tmp_path, png(Image.new("1", (20_000, 20_000))))


async def test_a_picture_named_as_a_sheet_is_a_picture(tmp_path: Path) -> None:
    picture = barcodes(("EAN13", "4006825123456"))
    assert (await read(tmp_path, picture, "list.xlsx")).codes == ["4006825123456"]


async def test_a_cell_at_the_end_of_the_sheet_costs_the_reader_and_not_the_bot(
    tmp_path: Path,
) -> None:
    import xlsxwriter

    path = tmp_path / "far.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "Артикул")
        sheet.write(1_048_575, 16_383, "x")
    with pytest.raises(UserError, match="file-too-heavy"):
        await read_file(path, gate())


async def test_a_reader_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_bytes(b"0893106 10")
    with pytest.raises(UserError, match="file-too-heavy"):
        await read_file(path, gate(), seconds=0.001)


async def test_the_reader_is_given_no_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its environment is asked of the process itself, while it waits for its file."""
    monkeypatch.setenv("BOT_TOKEN", "123:secret")
    import os

    from bot.services.lists import read as module
    from bot.services.lists.files import FileKind

    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    working = asyncio.create_task(module._work(FileKind.TEXT, pipe, 20))
    opened = await asyncio.to_thread(pipe.open, "wb")
    environments = [
        (Path("/proc") / number / "environ").read_bytes()
        for number in os.listdir("/proc")
        if number.isdigit() and str(pipe).encode() in _command(number)
    ]
    await asyncio.to_thread(opened.close)
    await working
    assert len(environments) == 1
    assert b"secret" not in environments[0]


def _command(process: str) -> bytes:
    try:
        return (Path("/proc") / process / "cmdline").read_bytes()
    except OSError:
        return b""


async def test_lines_over_the_limit_are_counted(tmp_path: Path) -> None:
    rows = [f"{number:07d} 1" for number in range(MOST_LINES + 7)]
    source = await read(tmp_path, lines(rows))
    assert len(source.lines) == MOST_LINES
    assert source.left == 7
    assert source_of_text("\n".join(rows)).left == 7
