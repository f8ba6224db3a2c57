"""A local Telegram, a person in it, and aiogram's Bot that serves them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from aiogram import Bot

from sandbox.telegram import Person, Telegram
from tests.support.telegram import local_bot


@dataclass
class Clock:
    at: datetime = field(default_factory=lambda: datetime(2026, 11, 2, 9, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def telegram(clock: Clock) -> Telegram:
    return Telegram(now=clock)


@pytest.fixture
def anna(telegram: Telegram) -> Person:
    """A buyer who has started the bot."""
    person = telegram.add_person("Анна", "Смирнова", phone="+79161234567")
    telegram.start(person.id)
    return person


@pytest.fixture
def igor(telegram: Telegram) -> Person:
    """A manager; the bot has never met him."""
    return telegram.add_person("Игорь", "Петров")


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    made = local_bot(telegram)
    yield made
    await made.session.close()


def png(width: int = 8, height: int = 8) -> bytes:
    """The head of a PNG file: all that is read of it."""
    size = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + size + b"\x08\x02\x00\x00\x00"
