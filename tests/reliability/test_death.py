"""Death at any point of an order's placing, while three calls in ten of the portal's go wrong."""

import logging
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.reliability.conftest import Moment
from tests.reliability.faults import BadNetwork
from tests.reliability.mortal import live
from tests.reliability.phone import Buyer
from tests.support.clock import Clock
from tests.support.world import open_world

# The dead leave connections behind, as they must.
pytestmark = pytest.mark.filterwarnings("ignore")

CASES = {
    "confirming": 80,
    "the price moves": 40,
    "the portal is away at first": 50,
    "from a typed line": 30,
}
"""Points of each: two hundred in all."""
AT_ONCE = 10


@dataclass
class Placing:
    """An order being placed, through as many lives as it takes."""

    case: str
    folder: Path
    clock: Clock
    buyer: Buyer
    network: BadNetwork

    async def life(self) -> None:
        async with open_world(
            self.folder,
            self.folder,
            clock=self.clock,
            telegram=self.buyer.telegram,
            transport=self.network.over,
        ) as world:
            await self.buyer.order(world)


def begun(moments: dict[str, Moment], case: str, folder: Path, seed: int) -> Placing:
    moment = moments["linked" if case == "from a typed line" else "asked"]
    clock, buyer = moment.copied(folder)
    if case == "the price moves":
        with closing(sqlite3.connect(folder / "portal.db")) as portal, portal:
            portal.execute("update prices set amount = amount + 100")
    if case != "from a typed line":
        buyer.press("Подтвердить заказ")
    network = BadNetwork(seed, refuses=4 * (case == "the portal is away at first"))
    return Placing(case, folder, clock, buyer, network)


@pytest.fixture(scope="session")
def steps(
    moments: dict[str, Moment], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], int]:
    """How long a life is that nothing ends."""
    known: dict[str, int] = {}

    def of(case: str) -> int:
        if case not in known:
            placing = begun(moments, case, tmp_path_factory.mktemp("whole") / "it", seed=0)
            survived, known[case] = live(placing.life())
            assert survived
            check(placing)
        return known[case]

    return of


@pytest.mark.parametrize(
    ("case", "at"),
    [(case, at) for case, points in CASES.items() for at in range(0, points, AT_ONCE)],
)
def test_death_at_any_point(
    case: str,
    at: int,
    moments: dict[str, Moment],
    steps: Callable[[str], int],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for number in range(at, at + AT_ONCE):
        chance = random.Random(f"{case} {number}")
        placing = begun(moments, case, tmp_path / str(number), seed=number + 1)
        dies_at = 1 + int((number + chance.random()) / CASES[case] * steps(case))
        died = [dies_at] if not live(placing.life(), dies_at)[0] else []
        if died and number % 3 == 0:
            # While it takes up what the first life left.
            dies_at = chance.randrange(1, steps(case))
            died += [dies_at] if not live(placing.life(), dies_at)[0] else []
        survived, _ = live(placing.life())
        assert survived
        try:
            check(placing)
            assert not errors_of_ours(caplog)
        except AssertionError as error:
            error.add_note(f"{case}, point {number}, died at {died}: {placing.buyer.acts}")
            raise


def errors_of_ours(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [
        record.getMessage()
        for record in caplog.records
        if record.levelno >= logging.ERROR and record.name.startswith(("bot", "portal"))
    ]


def check(placing: Placing) -> None:
    """No order lost, none doubled, no buyer left without an answer."""
    buyer = placing.buyer
    with closing(sqlite3.connect(placing.folder / "portal.db")) as portal:
        orders = portal.execute(
            "select o.id, l.quantity, p.article from orders o"
            " join order_lines l on l.order_id = o.id join products p on p.id = l.product_id"
        ).fetchall()
        in_carts = portal.execute("select count(*) from cart_lines").fetchone()[0]
    with closing(sqlite3.connect(placing.folder / "bot.db")) as bot:
        drafts = dict(bot.execute("select state, count(*) from drafts group by state").fetchall())
        placed = [row[0] for row in bot.execute("select order_id from drafts where order_id > ''")]
        waiting = bot.execute("select count(*) from inbox where state != 'done'").fetchone()[0]
        unsent = bot.execute("select count(*) from outbox where state != 'sent'").fetchone()[0]
    assert len(orders) == 1, (orders, buyer.read)
    assert [(quantity, article) for _, quantity, article in orders] == [(10_000, "0893106")]
    assert placed == [str(orders[0][0])]
    assert in_carts == 0
    assert drafts.pop("placed") == 1
    assert not {"placing", "shown"} & drafts.keys(), drafts
    assert (waiting, unsent) == (0, 0)
    assert buyer.content, buyer.read
    unclear = [words for words in buyer.read if "не так" in words or "Проверяем" in words]
    assert not unclear
    assert buyer.pressed[-1].answer is not None
