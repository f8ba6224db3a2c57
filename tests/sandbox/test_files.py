"""Files both ways: uploaded, fetched, used again, in albums."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, InputMediaDocument, InputMediaPhoto

from sandbox.core import images
from sandbox.core.files import LARGEST_DOWNLOAD
from sandbox.telegram import Person, PersonError, Telegram, Upload
from tests.sandbox.conftest import png

JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xc0\x00\x11\x08\x02\x58\x03\x20\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01"
)


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (png(640, 480), (640, 480)),
        (JPEG, (800, 600)),
        (b"GIF89a\x05\x00\x07\x00", (5, 7)),
        (b"RIFF\x00\x00\x00\x00WEBPVP8X" + bytes(8) + b"\x09\x00\x00\x13\x00\x00", (10, 20)),
        (b"%PDF-1.7", None),
        (b"\xff\xd8\xff", None),
    ],
)
def test_how_large_a_picture_is(data: bytes, size: tuple[int, int] | None) -> None:
    assert images.size(data) == size


async def test_a_document_comes_and_goes(bot: Bot, telegram: Telegram, anna: Person) -> None:
    telegram.send_document(anna.id, b"0893106;10", "заказ.csv", caption="На завтра")
    *_, update = await bot.get_updates()
    assert update.message is not None
    assert update.message.caption == "На завтра"
    document = update.message.document
    assert document is not None
    assert (document.file_name, document.file_size) == ("заказ.csv", 10)
    fetched = await bot.download(document)
    assert fetched is not None
    assert fetched.read() == b"0893106;10"
    again = await bot.send_document(anna.id, document.file_id)
    assert again.document == document
    with pytest.raises(TelegramBadRequest, match="can't use file of type Document as Photo"):
        await bot.send_photo(anna.id, document.file_id)


async def test_a_photo_has_sizes(bot: Bot, telegram: Telegram, anna: Person) -> None:
    telegram.send_photo(anna.id, png(1600, 1200))
    *_, update = await bot.get_updates()
    assert update.message is not None
    sizes = update.message.photo
    assert sizes is not None
    assert [(size.width, size.height) for size in sizes] == [
        (90, 68),
        (320, 240),
        (800, 600),
        (1280, 960),
    ]
    assert len({size.file_unique_id for size in sizes}) == 4
    fetched = await bot.download(sizes[-1])
    assert fetched is not None
    assert fetched.read() == png(1600, 1200)
    again = await bot.send_photo(anna.id, sizes[0].file_id)
    assert again.photo == sizes


async def test_a_large_file_can_be_sent_and_not_fetched(
    bot: Bot, telegram: Telegram, anna: Person
) -> None:
    telegram.send_document(anna.id, bytes(LARGEST_DOWNLOAD + 1), "large.zip")
    *_, update = await bot.get_updates()
    assert update.message is not None
    assert update.message.document is not None
    with pytest.raises(TelegramBadRequest, match="file is too big"):
        await bot.get_file(update.message.document.file_id)


async def test_a_persons_album_is_an_update_for_each(
    bot: Bot, telegram: Telegram, anna: Person
) -> None:
    photos = [Upload(png(), f"{number}.png") for number in range(3)]
    telegram.upload(anna.id, photos, "photo", caption="Брак")
    _, *updates = await bot.get_updates()
    messages = [update.message for update in updates if update.message]
    assert len(messages) == 3
    assert len({message.media_group_id for message in messages}) == 1
    assert [message.caption for message in messages] == ["Брак", None, None]
    telegram.send_photo(anna.id, png())
    *_, update = await bot.get_updates()
    assert update.message is not None
    assert update.message.media_group_id is None


async def test_a_bots_album(bot: Bot, telegram: Telegram, anna: Person) -> None:
    first, second = await bot.send_media_group(
        anna.id,
        [
            InputMediaDocument(media=BufferedInputFile(b"1", "накладная.pdf"), caption="Два"),
            InputMediaDocument(media=BufferedInputFile(b"2", "счёт.pdf")),
        ],
    )
    assert first.media_group_id == second.media_group_id
    assert first.media_group_id is not None
    assert second.document is not None
    assert second.document.file_name == "счёт.pdf"
    assert [m["document"]["file_name"] for m in telegram.messages(anna.id)[1:]] == [
        "накладная.pdf",
        "счёт.pdf",
    ]


async def test_media_is_changed(bot: Bot, telegram: Telegram, anna: Person) -> None:
    message = await bot.send_photo(anna.id, BufferedInputFile(png(), "a.png"), caption="Ключ")
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await message.edit_caption(caption="Ключ")
    await message.edit_caption(caption="Ключ 17 мм")
    assert telegram.last(anna.id)["caption"] == "Ключ 17 мм"
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await message.edit_text("x")
    await message.edit_media(InputMediaPhoto(media=BufferedInputFile(png(9, 9), "b.png")))
    assert telegram.last(anna.id)["photo"][0]["width"] == 9
    assert "caption" not in telegram.last(anna.id)


def test_what_a_person_cannot_send(telegram: Telegram, anna: Person) -> None:
    with pytest.raises(PersonError, match="IMAGE_PROCESS_FAILED"):
        telegram.send_photo(anna.id, b"not a picture")
    with pytest.raises(PersonError, match="one to ten"):
        telegram.upload(anna.id, [Upload(b"x", "x")] * 11, "document")
