"""What the tests of the page share: a server, a bot that obeys the test, people at the page."""

import contextlib
import struct
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import InputRichMessage, Message, Update
from playwright.async_api import FilePayload, Page

from sandbox.server import running
from sandbox.telegram import Telegram
from tests.support.browser import LAPTOP, Person, chromium, open_page, visit

BUYER = "Анна"
MANAGER = "Игорь"


@contextlib.asynccontextmanager
async def tab() -> AsyncIterator[Page]:
    """One tab for all tests of a module: each `stage` opens its own server in it. To open a new
    tab costs more than all else that a test does."""
    async with chromium() as browser:
        yield await open_page(browser, "about:blank")


class ScriptedBot:
    """aiogram's Bot on the server, and the updates it gets, one by one."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot
        self._next = 0
        self._got: list[Update] = []

    async def update(self) -> Update:
        """The next update; IndexError where none comes in time."""
        if not self._got:
            self._got = await self.bot.get_updates(offset=self._next, timeout=10)
        update = self._got.pop(0)
        self._next = update.update_id + 1
        return update

    async def message(self) -> Message:
        update = await self.update()
        message = update.message or update.edited_message
        assert message is not None, update
        return message

    async def rich(self, chat_id: int, blocks: list[dict[str, Any]], **more: Any) -> Message:
        content = InputRichMessage.model_validate({"blocks": blocks})
        return await self.bot.send_rich_message(chat_id=chat_id, rich_message=content, **more)


@dataclass
class Stage:
    telegram: Telegram
    address: str
    bot: ScriptedBot
    buyer_id: int
    manager_id: int
    group_id: int
    page: Page
    buyer: Person
    manager: Person


@contextlib.asynccontextmanager
async def stage(
    page: Page,
    *,
    size: tuple[int, int] = LAPTOP,
    started: bool = True,
    history: int = 0,
    address: str = "/",
) -> AsyncIterator[Stage]:
    """The page is open and the bot has nothing to hear. `history`: how many lines the buyer has
    written before; `{buyer}` in `address` is their id."""
    telegram = Telegram()
    buyer = telegram.add_person(BUYER, "Смирнова", phone="+79161234567")
    manager = telegram.add_person(MANAGER, "Петров")
    group = telegram.add_group("Менеджеры", [manager.id], bot="administrator")
    if started:
        telegram.start(buyer.id)
        telegram.start(manager.id)
    for i in range(history):
        telegram.send_text(buyer.id, f"строка {i}")
    async with running(telegram) as base:
        session = AiohttpSession(api=TelegramAPIServer.from_base(base))
        async with Bot(telegram.token, session=session) as bot:
            scripted = ScriptedBot(bot)
            await bot.get_updates(offset=-1, limit=1)
            await bot.get_updates(offset=telegram.world.state.last_update_id + 1)
            broken: list[str] = []
            page.once("pageerror", lambda error: broken.append(str(error)))
            await page.set_viewport_size({"width": size[0], "height": size[1]})
            await visit(page, base + address.format(buyer=buyer.id))
            yield Stage(
                telegram=telegram,
                address=base,
                bot=scripted,
                buyer_id=buyer.id,
                manager_id=manager.id,
                group_id=group.id,
                page=page,
                buyer=Person(page, BUYER),
                manager=Person(page, MANAGER),
            )
            await visit(page, "about:blank")
            assert broken == [], "the page's scripts failed"


def picture(name: str, width: int = 40, height: int = 30) -> FilePayload:
    """A whole PNG that a browser can draw."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        size, check = struct.pack(">I", len(data)), struct.pack(">I", zlib.crc32(kind + data))
        return size + kind + data + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\x33\x90\xec" * width) * height
    data = b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", head),
            chunk(b"IDAT", zlib.compress(rows)),
            chunk(b"IEND", b""),
        )
    )
    return {"name": name, "mimeType": "image/png", "buffer": data}


def cell(text: Any, align: str = "left", **more: Any) -> dict[str, Any]:
    return {"align": align, "valign": "middle", "text": text, **more}


def button(text: str, data: str) -> dict[str, Any]:
    return {"type": "button", "button": {"text": text, "callback_data": data}}
