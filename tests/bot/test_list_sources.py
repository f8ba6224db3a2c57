"""Lists in files and pictures, as people send them; and the sheets that come back."""

from pathlib import Path

import pytest
from PIL import Image

from bot.services.lists.read import gate, read_file
from sandbox.core.schema import Upload
from tests.bot.claiming import album
from tests.bot.speaking import handle_again, spaced
from tests.bot.test_list_draft import lines_of, row
from tests.support.files import barcodes, compound, png, unpacking_to, xlsx
from tests.support.reading import Json
from tests.support.world import Person, World

FORM = [
    ["Заявка в ООО «Крепёж»", None, None, None],
    ["№", "Каталожный номер", "Что нужно", "Потребность, шт"],
    [1, "0893106", "Очиститель", 10],
    [2, "WD-40-400", "Смазка", 13],
    [3, "DIN933-8-40", "Болт", None],
    [None, "Итого", None, 23],
]


def files(person: Person) -> list[Json]:
    return [message for message in person.from_bot if "document" in message]


def sent(world: World, message: Json) -> bytes:
    """What the bot's document holds."""
    path = world.telegram.world.state.files[message["document"]["file_id"]].path
    return world.telegram.download(path)


async def test_an_excel_file_with_other_columns(world: World) -> None:
    anna = await world.buyer()
    await anna.document(xlsx(FORM), "заявка.xlsx")
    said = spaced(anna.last)
    assert "Список из файла «заявка.xlsx»" in said
    assert "Найдено: 2" in said
    assert "0893106 Очиститель тормозов Würth 500 мл | 10 шт" in row(anna, 1)
    assert "(просили 13 шт, округлили до упаковки) | 24 шт" in row(anna, 2)
    assert "Читаю файл" not in " ".join(anna.messages)


async def test_a_photo_with_three_barcodes(world: World) -> None:
    anna = await world.buyer()
    codes = ("EAN13", "4006825123456"), ("EAN13", "5032227334403"), ("Code128", "7721")
    await anna.photo(barcodes(*codes))
    assert [line.split(" | ")[1].split()[0] for line in lines_of(anna.last)[1:]] == [
        "0893106", "WD-40-400", "7721",
    ]  # fmt: skip


async def test_an_album_of_photos_is_one_draft(world: World) -> None:
    anna = await world.buyer()
    shelf = [barcodes(("EAN13", "4006825123456")), barcodes(("Code128", "7721")),
             png(Image.new("L", (60, 60), 255))]  # fmt: skip
    await album(anna, [Upload(photo, f"{n}.png", "image/png") for n, photo in enumerate(shelf)])
    drafts = [text for text in anna.messages if "Найдено: 2" in spaced(text)]
    assert len(drafts) == 1
    assert {line.split(" | ")[1].split()[0] for line in lines_of(drafts[0])[1:]} == {
        "0893106",
        "7721",
    }
    # The one without codes says so by itself.
    assert "штрихкод" in anna.last.lower()
    assert "Читаю файл" not in " ".join(anna.messages)


async def test_a_barcode_that_is_there_twice_is_two(world: World) -> None:
    anna = await world.buyer()
    label = ("EAN13", "4006825123456")
    await anna.photo(barcodes(label, ("Code128", "7721"), label))
    assert "| 2 шт |" in row(anna, 1)


@pytest.mark.parametrize("caption", ["5", "по 5 шт", "5 шт каждого", "x5"])
async def test_a_caption_that_is_a_quantity_is_that_of_each_code(
    world: World, caption: str
) -> None:
    anna = await world.buyer()
    await anna.photo(barcodes(("EAN13", "4006825123456"), ("Code128", "7721")), caption=caption)
    assert "| 5 шт |" in row(anna, 1)
    assert "| 5 шт |" in row(anna, 2)
    assert len(lines_of(anna.last)) == 3


async def test_a_qr_code_of_ours_opens_its_product(world: World) -> None:
    anna = await world.buyer()
    link = f"https://t.me/{world.telegram.username}?start=p_1"
    await anna.photo(barcodes(("QRCode", link)))
    assert "Очиститель тормозов Würth 500 мл" in anna.last
    assert "В корзину" in anna.buttons


async def test_a_qr_code_of_another_bot_is_no_way_into_ours(world: World) -> None:
    anna = await world.buyer()
    await anna.photo(barcodes(("QRCode", "https://t.me/another_bot?start=p_1")))
    assert "В корзину" not in anna.buttons


async def test_a_photo_without_codes_says_how_to_take_one(world: World) -> None:
    anna = await world.buyer()
    await anna.photo(png(Image.new("RGB", (300, 200), "white")))
    assert "Штрихкодов на снимке не видно" in anna.last


async def test_a_caption_counts_where_it_says_how_much(world: World) -> None:
    anna = await world.buyer()
    await anna.photo(barcodes(("EAN13", "4006825123456")), "на среду\n7721 - 3 шт")
    assert len(lines_of(anna.last)) == 3
    assert "7721" in row(anna, 2)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"%PDF-1.7", "list.xlsx", "PDF прочитать не получится"),
        (unpacking_to(366), "list.xlsx", "После распаковки файл слишком большой"),
        (compound(EncryptionInfo=b"", EncryptedPackage=b""), "list.xlsx", "защищён паролем"),
        (xlsx([["Артикул", "Заказ"], ["0893106", None]]), "list.xlsx", "ни одного количества"),
    ],
    ids=["pdf", "bomb", "locked", "unfilled"],
)
async def test_a_refused_file_gets_its_reason_in_place_of_the_progress(
    world: World, data: bytes, name: str, words: str
) -> None:
    anna = await world.buyer()
    before = len(anna.from_bot)
    await anna.document(data, name)
    assert words in anna.last
    assert len(anna.from_bot) == before + 1


async def test_a_picture_named_as_a_sheet_is_read_as_a_picture(world: World) -> None:
    anna = await world.buyer()
    await anna.document(barcodes(("EAN13", "4006825123456")), "list.xlsx")
    assert "0893106" in row(anna, 1)


async def test_a_file_handled_again_makes_no_second_draft(world: World) -> None:
    anna = await world.buyer()
    await anna.document(xlsx(FORM), "list.xlsx")
    before, said = len(anna.from_bot), anna.last
    await handle_again(world)
    assert len(anna.from_bot) == before
    assert anna.last == said


async def test_the_report_names_every_line_and_can_be_read_again(
    world: World, tmp_path: Path
) -> None:
    anna = await world.buyer()
    await anna.send("Добрый день!\n0893106 10\nWD-40-400 2 уп\n0893106 5\nнет-такого 5")
    draft = anna.last_message["message_id"]
    await anna.click("Добавить в корзину")
    await anna.click("Скачать отчёт", message=draft)
    path = tmp_path / "report"
    path.write_bytes(sent(world, files(anna)[-1]))
    rows = _cells(path)
    assert [(cells[0], cells[-1]) for cells in rows[1:]] == [
        (1.0, "Пропущено: не товар"),
        (2.0, "В корзине"),
        (3.0, "В корзине"),
        (4.0, "Сложено со строкой 2"),
        (5.0, "Не найдено"),
    ]
    assert (await read_file(path, gate())).lines


async def test_the_blank_filled_in_is_read(world: World, tmp_path: Path) -> None:
    anna = await world.buyer()
    await anna.send("/help")
    await anna.click("Скачать бланк")
    path = tmp_path / "blank"
    path.write_bytes(sent(world, files(anna)[-1]))
    cells = _cells(path)
    header = next(at for at, line in enumerate(cells) if "Заказ" in line)
    assert cells[header][0] == "Артикул"
    filled = [
        *cells[: header + 1],
        ["0893106", "", "", "", "", "", 7],
        ["WD-40-400", "", "", "", "", "", ""],
    ]
    await anna.document(xlsx(filled), "бланк.xlsx")
    assert "0893106 Очиститель тормозов Würth 500 мл | 7 шт" in row(anna, 1)
    assert "Без количества, пропущено: 1" in anna.last


def _cells(path: Path) -> list[list[object]]:
    from python_calamine import CalamineWorkbook

    return [
        list(line) for line in CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    ]
