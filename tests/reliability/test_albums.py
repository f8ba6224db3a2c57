"""Albums whose parts come in any order, late and twice, while the bot is killed at any point and
the portal answers seven calls of ten: one claim, each part once."""

import asyncio
import copy
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from bot.db.models import ClaimDraft, ClaimDraftState, ClaimPart, ClaimPartState
from bot.jobs import finish_claims
from sandbox.core.state import State
from sandbox.telegram import Telegram
from tests.bot.claiming import claims_made, pictures, to_parts
from tests.reliability.faults import BadNetwork
from tests.reliability.mortal import live
from tests.support.clock import Clock
from tests.support.world import World, open_world

# The dead leave connections behind, as they must.
pytestmark = pytest.mark.filterwarnings("ignore")

RUNS = int(os.environ.get("ALBUMS") or 1000)
LIFE = 4000
"""Steps within which a life may end."""


class Uploading(BadNetwork):
    """A file cannot arrive later: it is read while it is sent."""

    WAYS = tuple(way for way in BadNetwork.WAYS if way != "timeout, and it arrives later")


@dataclass(frozen=True)
class Waiting:
    """A buyer who is asked for photos: the databases, the chats and the time."""

    folder: Path
    chats: State
    clock: Clock
    buyer_id: int


@pytest.fixture(scope="session")
def waiting(templates: Path, tmp_path_factory: pytest.TempPathFactory) -> Waiting:
    folder, clock = tmp_path_factory.mktemp("waiting"), Clock()
    laid: list[Waiting] = []

    async def lay() -> None:
        async with open_world(folder, templates, clock=clock) as world:
            anna = await world.buyer()
            await to_parts(world, anna)
        chats = copy.deepcopy(world.telegram.world.state)
        laid.append(Waiting(folder, chats, copy.copy(clock), anna.id))

    asyncio.run(lay())
    return laid[0]


@dataclass
class Sending:
    """An album on its way, through as many lives as it takes."""

    folder: Path
    clock: Clock
    telegram: Telegram
    buyer_id: int
    random: Random
    network: BadNetwork
    plan: list[list[dict[str, Any]]] = field(default_factory=list)
    """What Telegram delivers at once, one after another."""
    done: int = 0
    claims: list[Any] = field(default_factory=list)

    async def pack(self, count: int) -> None:
        """The album as so many updates, and the press that sends the claim among them."""
        raws: list[Any] = []
        async with self._world(None) as world:
            self.telegram.upload(self.buyer_id, pictures(count), "photo", caption="Вот")

            async def keep(found: Any) -> None:
                raws.extend(found)

            world.app.inbox.store = keep  # type: ignore[method-assign]
            while await world.app.polling.once():
                pass
            async with world.app.db.read() as session:
                draft = (await session.scalars(select(ClaimDraft))).one()
        self.random.shuffle(raws)
        card = {
            "message_id": draft.message_id, "date": 1, "text": "card",
            "chat": raws[0]["message"]["chat"],
        }  # fmt: skip
        press = {
            "callback_query": {
                "id": "1", "from": raws[0]["message"]["from"], "chat_instance": "1",
                "data": f"qs:{draft.key}", "message": card,
            }
        }  # fmt: skip
        raws.insert(self.random.randint(1, count), press)
        first = max(raw.get("update_id", 0) for raw in raws) + 1
        for number, raw in enumerate(raws, first):
            raw["update_id"] = number
        while raws:
            size = self.random.randint(1, 4)
            batch, raws = raws[:size], raws[size:]
            doubled = [raw for each in self.plan for raw in each if self.random.random() < 0.3]
            self.plan.append([*batch, *doubled])

    async def life(self) -> None:
        async with self._world(self.network) as world:
            while self.done < len(self.plan):
                await world.app.inbox.store(self.plan[self.done])
                self.done += 1
                if self.random.random() < 0.7:
                    await world.app.inbox.idle()
                self.clock.forward(seconds=self.random.uniform(0, 60))
            await world.app.inbox.idle()
            for _ in range(60):
                self.clock.forward(seconds=30)
                await finish_claims(world.app)
                if await settled(world):
                    break
            self.claims = await claims_made(world)

    def _world(self, network: BadNetwork | None) -> Any:
        return open_world(
            self.folder,
            self.folder,
            clock=self.clock,
            telegram=self.telegram,
            transport=network.over if network else None,
        )


async def settled(world: World) -> bool:
    """The claim is sent, and all that came for it is in it."""
    async with world.app.db.read() as session:
        draft = (await session.scalars(select(ClaimDraft))).one()
        left = await session.scalar(
            select(ClaimPart.id).where(
                ClaimPart.state.in_((ClaimPartState.NEW, ClaimPartState.BROUGHT))
            )
        )
    return draft.state is ClaimDraftState.SENT and left is None


def run(waiting: Waiting, folder: Path, seed: int) -> None:
    random = Random(seed)
    shutil.copytree(waiting.folder, folder)
    clock = copy.copy(waiting.clock)
    telegram = Telegram(now=clock, state=copy.deepcopy(waiting.chats))
    sending = Sending(folder, clock, telegram, waiting.buyer_id, random, Uploading(seed))
    count = random.randint(2, 10)
    asyncio.run(sending.pack(count))
    for _ in range(random.randint(0, 3)):
        survived, _ = live(sending.life(), dies_at=random.randint(1, LIFE))
        if survived:
            break
    if not sending.claims:
        live(sending.life())
    [(claim, files, said)] = sending.claims
    assert len(files) == count, f"seed {seed}: {len(files)} of {count}"
    assert len(set(files)) == count, f"seed {seed}: a part twice"
    assert (claim.words + "".join(said)).count("Вот") == 1, f"seed {seed}"


@pytest.mark.parametrize("seed", range(8))
def test_one_claim_with_each_part_once(waiting: Waiting, tmp_path: Path, seed: int) -> None:
    run(waiting, tmp_path / "it", seed)


@pytest.mark.slow
def test_a_thousand_albums(waiting: Waiting, tmp_path: Path) -> None:
    for seed in range(1000, 1000 + RUNS):
        run(waiting, tmp_path / str(seed), seed)
        shutil.rmtree(tmp_path / str(seed))
