"""Moments of an order to begin from: laid once, copied for each life that begins there."""

import asyncio
import copy
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from sandbox.core.state import State
from sandbox.telegram import Telegram
from tests.reliability.phone import WANTED, Buyer
from tests.support.clock import Clock
from tests.support.world import open_world


@dataclass(frozen=True)
class Moment:
    """The databases, the chats and the time, as they were then."""

    folder: Path
    chats: State
    clock: Clock
    buyer_id: int

    def copied(self, folder: Path) -> tuple[Clock, Buyer]:
        shutil.copytree(self.folder, folder)
        clock = copy.copy(self.clock)
        telegram = Telegram(now=clock, state=copy.deepcopy(self.chats))
        return clock, Buyer(telegram, self.buyer_id)


@pytest.fixture(scope="session")
def moments(templates: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Moment]:
    """`linked`: a buyer with an empty cart. `asked`: the card to confirm is before their eyes."""
    folder = tmp_path_factory.mktemp("moments")
    laid: dict[str, Moment] = {}

    async def lay() -> None:
        clock, now = Clock(), folder / "now"
        now.mkdir()
        async with open_world(now, templates, clock=clock) as world:
            anna = await world.buyer()
            await anna.send("/search 0893106")
        laid["linked"] = keep("linked", now, world.telegram, clock, anna.id)
        async with open_world(now, templates, clock=clock, telegram=world.telegram) as world:
            anna.world = world
            await anna.send(WANTED)
            await anna.send("/cart")
            await anna.click("Оформить заказ")
            await anna.click("Самовывоз")
            await anna.click("Без комментария")
        laid["asked"] = keep("asked", now, world.telegram, clock, anna.id)

    def keep(name: str, now: Path, telegram: Telegram, clock: Clock, buyer_id: int) -> Moment:
        shutil.copytree(now, folder / name)
        chats = copy.deepcopy(telegram.world.state)
        return Moment(folder / name, chats, copy.copy(clock), buyer_id)

    asyncio.run(lay())
    return laid
