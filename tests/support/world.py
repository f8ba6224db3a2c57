"""The real bot with its embedded portal, a local Telegram, and people who use them.

    async def test_search(world: World) -> None:
        anna = await world.buyer("Анна")
        await anna.send("0893106")
        assert "Очиститель" in anna.last

Every call of a person returns when the bot has handled what they did. Time stands still but for
what a test moves and the bot sleeps.
"""

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import select

import portal.config
from bot.app import App, running
from bot.config import Settings
from bot.db.models import User
from bot.services.portal.client import Portal
from portal.db.models import Company, Role
from portal.db.session import Database as PortalDatabase
from portal.domain.invitations import invite
from sandbox.telegram import Callback, Telegram
from sandbox.telegram import Person as SandboxPerson
from tests.support.clock import Clock
from tests.support.portal import ROMASHKA
from tests.support.portals import open_portal
from tests.support.reading import Json, Pressable, pressables, text_of
from tests.support.telegram import LocalSession, local_bot

__all__ = ["Clock", "Person", "World", "open_world"]

CHANNEL = "the-bot-s-own"
Transport = Callable[[httpx.AsyncBaseTransport], httpx.AsyncBaseTransport]


class World:
    """Opened by `open_world`. `app` is the bot that runs now; `restart()` makes a new one on the
    same databases."""

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        telegram: Telegram,
        portal_app: Any,
        transport: Transport | None,
        settings: dict[str, Any],
    ) -> None:
        self.folder = folder
        self.clock = clock
        self.telegram = telegram
        self.portal_app = portal_app
        self.transport = transport
        self.app: App
        self.touched: list[tuple[int, int]] = []
        """(chat, message) as the bot sent and edited them, the newest last."""
        self._more = settings
        self._life = AsyncExitStack()

    @property
    def portal_db(self) -> PortalDatabase:
        database: PortalDatabase = self.portal_app.state.database
        return database

    async def open(self) -> App:
        """A new life of the bot."""
        bot = local_bot(self.telegram)
        assert isinstance(bot.session, LocalSession)
        bot.session.middleware(self._note_touched)
        asgi = httpx.ASGITransport(self.portal_app, raise_app_exceptions=False)
        self._life = AsyncExitStack()
        self.app = await self._life.enter_async_context(
            running(
                bot_settings(self.folder, self.telegram, **self._more),
                bot=bot,
                now=self.clock,
                sleep=self.clock.sleep,
                portal_transport=self.transport(asgi) if self.transport else asgi,
            )
        )
        return self.app

    async def close(self) -> None:
        await self._life.aclose()

    async def restart(self) -> App:
        await self.close()
        return await self.open()

    async def settle(self) -> None:
        """Until the bot has fetched and handled all that Telegram has for it."""
        while await self.app.polling.once():
            await self.app.inbox.idle()
        await self.app.inbox.idle()

    async def tell(self) -> None:
        """Until what happened at the portal is told, and all that is due is sent."""
        while await self.app.feed.step():
            pass
        await self.outbox()

    async def outbox(self) -> None:
        """Until all that is due has been sent."""
        await self.app.outbox.drain()

    async def portal_of(self, person: "Person") -> Portal:
        """The portal's API in that person's name, for the company that they act for."""
        async with self.app.db.read() as session:
            user = await session.get_one(User, person.id)
        return self.app.everyone.on_behalf(user.token, user.company_id)

    def person(
        self, name: str = "Анна", last_name: str | None = None, *, language: str = "ru"
    ) -> "Person":
        """Somebody who has never met the bot."""
        return Person(self, self.telegram.add_person(name, last_name, language_code=language))

    async def invitation(self, role: str = "buyer", inn: str | None = ROMASHKA) -> str:
        """A one-time code. `inn` None: to the staff."""
        async with self.portal_db.write() as session:
            company = None
            if inn is not None:
                company = await session.scalar(select(Company).where(Company.inn == inn))
                assert company, inn
            code, _ = await invite(session, Role(role), company, now=self.clock())
            return code

    async def linked(
        self, name: str, role: str = "buyer", inn: str | None = ROMASHKA, **more: Any
    ) -> "Person":
        """Somebody who has come in by a code, as people do."""
        person = self.person(name, **more)
        await person.start(await self.invitation(role, inn))
        await person.click("Подключиться" if more.get("language", "ru") == "ru" else "Connect")
        return person

    async def buyer(self, name: str = "Анна", inn: str = ROMASHKA, **more: Any) -> "Person":
        return await self.linked(name, "buyer", inn, **more)

    async def owner(self, name: str = "Ольга", inn: str = ROMASHKA, **more: Any) -> "Person":
        return await self.linked(name, "owner", inn, **more)

    async def manager(self, name: str = "Игорь", **more: Any) -> "Person":
        return await self.linked(name, "manager", None, **more)

    async def _note_touched(self, make_request: Any, bot: Any, method: Any) -> Any:
        result = await make_request(bot, method)
        if (message_id := getattr(result, "message_id", None)) is not None:
            # A copy is only told by its id.
            chat_id = result.chat.id if hasattr(result, "chat") else method.chat_id
            self.touched.append((chat_id, message_id))
        return result


class Person:
    """Somebody with a phone. Acts in the private chat with the bot, or in the group `chat`."""

    def __init__(self, world: World, person: SandboxPerson) -> None:
        self.world = world
        self.id = person.id
        self.pressed: Callback | None = None
        self.inline_answer: Json = {}

    async def send(self, text: str, *, to: int | None = None, chat: int | None = None) -> str:
        """Write; `to` makes it a reply to that message. Gives the bot's last message."""
        self.world.telegram.send_text(self.id, text, chat_id=chat, reply_to=to)
        await self.world.settle()
        return self.last_in(chat)

    async def reply(self, text: str, to: int | None = None) -> str:
        """Write in reply to a message, by default to the bot's last."""
        return await self.send(text, to=to if to is not None else self.last_message["message_id"])

    async def start(self, code: str = "") -> str:
        self.world.telegram.start(self.id, code)
        await self.world.settle()
        return self.last

    async def contact(self, *, own: bool = True) -> str:
        self.world.telegram.send_contact(self.id, own=own)
        await self.world.settle()
        return self.last

    async def document(self, data: bytes, name: str, caption: str = "") -> str:
        self.world.telegram.send_document(self.id, data, name, caption)
        await self.world.settle()
        return self.last

    async def photo(self, data: bytes, caption: str = "") -> str:
        self.world.telegram.send_photo(self.id, data, caption)
        await self.world.settle()
        return self.last

    async def click(
        self, text: str, *, row: str = "", message: int | None = None, times: int = 1
    ) -> str:
        """Press the button that reads so, in or under the bot's last message, else on the reply
        keyboard. `row` is part of the table's row that it stands in; `times` presses come at once.
        """
        shown = self._message(message)
        found = [
            button
            for button in (pressables(shown) if shown else [])
            if row in button.row and (button.text == text or (row and _of_row(button, text)))
        ]
        if not found and text in self.keyboard:
            return await self.send(text)
        assert found, f"no button {text!r} among {self.buttons}, {self.keyboard}\n{self.last}"
        assert shown is not None
        assert found[0].data, f"{text!r} is a link"
        for _ in range(times):
            self.press(found[0].data, shown["message_id"])
        await self.world.settle()
        return self.last

    async def inline(self, query: str, *, chat: int | None = None, offset: str = "") -> list[Json]:
        """Type `@BOT query` into a chat; what is listed then. `inline_answer` has all of it."""
        asked = self.world.telegram.inline(self.id, query, chat_id=chat, offset=offset)
        await self.world.settle()
        self.inline_answer = asked.answer or {}
        return list(self.inline_answer.get("results", []))

    async def choose(self, result: Json, *, chat: int | None = None) -> Json:
        """Post one of what is listed; the message that all in the chat see."""
        message = self.world.telegram.choose(self.id, result["id"], chat_id=chat)
        await self.world.settle()
        return message

    def press(self, data: str, message: int | None = None, chat: int | None = None) -> Callback:
        """Press without waiting for the bot; `world.settle()` does."""
        message_id = message if message is not None else self.last_message["message_id"]
        self.pressed = self.world.telegram.press(self.id, message_id, data, chat_id=chat)
        return self.pressed

    @property
    def last(self) -> str:
        """The words of the message that the bot sent or edited last."""
        return self.last_in(None)

    def last_in(self, chat: int | None) -> str:
        message = self._message(None, chat)
        return text_of(message) if message else ""

    @property
    def last_message(self) -> Json:
        message = self._message(None)
        assert message is not None, "the bot has said nothing"
        return message

    @property
    def messages(self) -> list[str]:
        """The words of all that the bot has sent here, as they read now."""
        return [text_of(message) for message in self.from_bot]

    @property
    def from_bot(self) -> list[Json]:
        return [
            message
            for message in self.world.telegram.messages(self.id)
            if message.get("from", {}).get("is_bot")
        ]

    @property
    def buttons(self) -> list[str]:
        message = self._message(None)
        return [button.text for button in pressables(message)] if message else []

    def data_of(self, text: str) -> str:
        """The callback data of a button of the last message."""
        return next(
            button.data or "" for button in pressables(self.last_message) if button.text == text
        )

    @property
    def keyboard(self) -> list[str]:
        """The reply keyboard."""
        shown = self.world.telegram.keyboard(self.id) or {}
        return [button["text"] for row in shown.get("keyboard", []) for button in row]

    @property
    def toast(self) -> str | None:
        """What stood over the chat after the last press."""
        answer = self.pressed.answer if self.pressed else None
        return answer.get("text") if answer else None

    @property
    def alerted(self) -> bool:
        answer = self.pressed.answer if self.pressed else None
        return bool(answer and answer.get("show_alert"))

    def _message(self, message_id: int | None, chat: int | None = None) -> Json | None:
        chat_id = chat if chat is not None else self.id
        here = {message["message_id"]: message for message in self.world.telegram.messages(chat_id)}
        if message_id is not None:
            return here[message_id]
        touched = (number for where, number in reversed(self.world.touched) if where == chat_id)
        return next((here[number] for number in touched if number in here), None)


def _of_row(button: Pressable, text: str) -> bool:
    """In plain text a row's button bears the row's number before its own text."""
    return button.text.endswith(f" {text}")


def bot_settings(folder: Path, telegram: Telegram, **more: Any) -> Settings:
    return Settings(
        _env_file=None,
        **{
            "bot_token": telegram.token,
            "bot_username": telegram.username,
            "data_dir": folder,
            "timezone": "Europe/Moscow",
            "channel_token": CHANNEL,
            **more,
        },
    )


@asynccontextmanager
async def open_world(
    folder: Path,
    templates: Path,
    *,
    clock: Clock | None = None,
    telegram: Telegram | None = None,
    transport: Transport | None = None,
    **settings: Any,
) -> AsyncIterator[World]:
    """`templates` holds the databases to begin with; `transport` may put itself between the bot
    and the portal; further settings are the bot's."""
    clock = clock or Clock()
    for path in templates.glob("*.db"):
        if not (folder / path.name).exists():
            shutil.copy(path, folder / path.name)
    own = portal.config.Settings(
        _env_file=None, data_dir=folder, timezone="Europe/Moscow", channel_token=CHANNEL
    )
    async with open_portal(own, clock) as portal_app:
        world = World(
            folder, clock, telegram or Telegram(now=clock), portal_app, transport, settings
        )
        await world.open()
        try:
            yield world
        finally:
            await world.close()
