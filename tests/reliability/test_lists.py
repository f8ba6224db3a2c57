"""Death at any point of a list's being read: it becomes one draft, of each line once."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from sandbox.core.schema import Upload
from tests.reliability.conftest import Moment
from tests.reliability.mortal import live
from tests.reliability.phone import Buyer, settled
from tests.support.clock import Clock
from tests.support.files import barcodes, xlsx
from tests.support.world import open_world

# The dead leave connections behind, as they must.
pytestmark = pytest.mark.filterwarnings("ignore")

TEXT = "0893106 10\n7721 4\nWD-40-400 2 уп"
ROWS: list[list[object]] = [["Артикул", "Кол-во"], ["0893106", 10], ["7721", 4], ["WD-40-400", 24]]
CODES = ("4006825123456", "5032227334403")


def _text(buyer: Buyer) -> None:
    buyer.telegram.send_text(buyer.id, TEXT)


def _file(buyer: Buyer) -> None:
    buyer.telegram.upload(buyer.id, [Upload(xlsx(ROWS), "list.xlsx", None)], "document")


def _album(buyer: Buyer) -> None:
    parts = [Upload(barcodes(("EAN13", code)), f"{code}.png", "image/png") for code in CODES]
    buyer.telegram.upload(buyer.id, parts, "photo")


SENT: dict[str, tuple[Callable[[Buyer], None], set[str]]] = {
    "text": (_text, {"0893106", "7721", "WD-40-400"}),
    "file": (_file, {"0893106", "7721", "WD-40-400"}),
    "album": (_album, {"0893106", "WD-40-400"}),
}


@dataclass
class Reading:
    """A list being read, through as many lives as it takes."""

    folder: Path
    clock: Clock
    buyer: Buyer

    async def life(self) -> None:
        async with open_world(
            self.folder, self.folder, clock=self.clock, telegram=self.buyer.telegram
        ) as world:
            await settled(world)


def begun(moments: dict[str, Moment], case: str, folder: Path) -> Reading:
    clock, buyer = moments["linked"].copied(folder)
    SENT[case][0](buyer)
    return Reading(folder, clock, buyer)


@pytest.mark.parametrize("case", SENT)
def test_death_while_a_list_is_read(case: str, moments: dict[str, Moment], tmp_path: Path) -> None:
    die_at_points(case, 3, moments, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("case", SENT)
def test_death_at_many_points_of_a_list(
    case: str, moments: dict[str, Moment], tmp_path: Path
) -> None:
    die_at_points(case, 60, moments, tmp_path)


def die_at_points(case: str, points: int, moments: dict[str, Moment], folder: Path) -> None:
    whole = begun(moments, case, folder / "whole")
    survived, steps = live(whole.life())
    assert survived
    check(whole, case)
    for point in range(points):
        reading = begun(moments, case, folder / str(point))
        dies_at = 1 + steps * (2 * point + 1) // (2 * points)
        live(reading.life(), dies_at)
        survived, _ = live(reading.life())
        assert survived
        try:
            check(reading, case)
        except AssertionError as error:
            error.add_note(f"{case}, died at step {dies_at} of {steps}")
            raise


def check(reading: Reading, case: str) -> None:
    with closing(sqlite3.connect(reading.folder / "bot.db")) as bot:
        drafts = bot.execute("select key, message_id from list_drafts where state = 'open'")
        [(key, message_id)] = drafts.fetchall()
        lines = bot.execute(
            "select json_extract(found, '$.product.article'), state from list_lines"
            " where draft_key = ? and state != 'ignored'", (key,),
        ).fetchall()  # fmt: skip
        waiting = bot.execute("select count(*) from inbox where state != 'done'").fetchone()[0]
    assert sorted(lines) == sorted((article, "exact") for article in SENT[case][1])
    assert waiting == 0
    shown = zip(reading.buyer.shown, reading.buyer.read, strict=True)
    card = next(words for message, words in shown if message["message_id"] == message_id)
    assert f"Найдено: {len(lines)}" in card
