"""What is in a person's hand while bots come and go: the chat, and what they want of it."""

from dataclasses import dataclass, field

from sqlalchemy import exists, or_, select

from bot.db.models import (
    Draft,
    DraftState,
    InboxState,
    InboxUpdate,
    OutboxMessage,
    OutboxState,
)
from bot.jobs import finish_placing, resume
from sandbox.telegram import Callback, Telegram
from tests.support.reading import Json, pressables, text_of
from tests.support.world import World

ARTICLE = "0893106"
WANTED = f"{ARTICLE} 10"
WAYS_ON = ("Подтвердить заказ", "Без комментария", "Самовывоз", "Оформить заказ")
PATIENCE = 40
"""Acts, after which even this buyer gives up."""
ROUNDS = 20
"""Looks of the jobs', after which what is unfinished stays so."""


@dataclass
class Buyer:
    """Wants ten of something, and does what a sensible person would until they are ordered."""

    telegram: Telegram
    id: int
    pressed: list[Callback] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)

    @property
    def shown(self) -> list[Json]:
        """The bot's messages, oldest first."""
        return [
            message
            for message in self.telegram.messages(self.id)
            if message.get("from", {}).get("is_bot")
        ]

    @property
    def read(self) -> list[str]:
        return [text_of(message).replace("\u00a0", " ") for message in self.shown]

    @property
    def content(self) -> bool:
        return any("оформлен" in words.splitlines()[0] for words in self.read if "№" in words)

    def press(self, text: str) -> None:
        """The newest button that reads so."""
        for message in reversed(self.shown):
            for button in pressables(message):
                if button.text == text and button.data:
                    number = message["message_id"]
                    self.pressed.append(self.telegram.press(self.id, number, button.data))
                    self.acts.append(text)
                    return
        raise AssertionError(f"no button {text!r} in {self.read}")

    def write(self, text: str) -> None:
        self.telegram.send_text(self.id, text)
        self.acts.append(text)

    def act(self) -> None:
        """The next thing that leads to an order."""
        stuck = len(self.acts) >= 4 and len(set(self.acts[-4:])) == 1
        if stuck:
            self.write("/cart")
            return
        newest = self.read[-1] if self.shown else ""
        for message in reversed(self.shown):
            offered = [button.text for button in pressables(message)]
            if way := next((way for way in WAYS_ON if way in offered), None):
                self.press(way)
                return
            if message["message_id"] == self.shown[-1]["message_id"] and "пуста" in newest:
                break
        typed_last = bool(self.acts) and self.acts[-1] == WANTED
        self.write("/cart" if typed_last else WANTED)

    async def order(self, world: World) -> None:
        await settled(world)
        while not self.content and len(self.acts) < PATIENCE:
            self.act()
            await settled(world)


async def settled(world: World) -> None:
    """Until the bot has nothing to do any more, however much time goes by."""
    await world.settle()
    for _ in range(ROUNDS):
        if not await _unfinished(world):
            return
        world.clock.forward(seconds=21)
        await resume(world.app)
        await world.app.inbox.idle()
        await finish_placing(world.app)
        await world.outbox()


async def _unfinished(world: World) -> bool:
    async with world.app.db.read() as session:
        return bool(
            await session.scalar(
                select(
                    or_(
                        exists().where(InboxUpdate.state == InboxState.NEW),
                        exists().where(Draft.state == DraftState.PLACING),
                        exists().where(OutboxMessage.state == OutboxState.QUEUED),
                    )
                )
            )
        )
