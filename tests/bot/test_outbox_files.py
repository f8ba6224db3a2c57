"""Files that a row only names are fetched just before it is sent, in their place in the chat."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.db.models import OutboxState
from bot.db.session import Database
from bot.outbox import Outbox, content
from bot.patience import Patience
from bot.services.portal.errors import PortalRefused, PortalUnavailable
from sandbox.telegram import Telegram
from tests.bot.test_outbox import anna as anna
from tests.bot.test_outbox import put, row, said
from tests.bot.test_outbox import telegram as telegram
from tests.support.clock import Clock
from tests.support.files import png
from tests.support.telegram import local_bot


class Store:
    """Gives what is asked for, unless there is an `error`."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.paths: list[Path] = []

    async def fetch(self, stored: dict[str, Any], path: Path) -> None:
        if self.error is not None:
            raise self.error
        path.write_bytes(
            png(Image.new("RGB", (8, 8), (int(path.name), 0, 0)))
            if stored["name"].endswith("png")
            else b"1,2"
        )
        self.paths.append(path)


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def outbox(db: Database, telegram: Telegram, clock: Clock, store: Store) -> Outbox:
    bot, patience = local_bot(telegram), Patience(clock.sleep)
    return Outbox(db, bot, patience, clock=clock, sleep=clock.sleep, fetch=store.fetch)


async def put_album(db: Database, outbox: Outbox, chat_id: int) -> None:
    items = [("photo", content.stored(f"{number}.png", at=number)) for number in range(3)]
    method, payload = content.album(items, caption="№ 1001")
    async with db.write() as session:
        await outbox.put(session, key="a", chat_id=chat_id, method=method, payload=payload)


async def test_an_album_goes_before_what_is_told_of_it_and_leaves_nothing_behind(
    db: Database, outbox: Outbox, telegram: Telegram, anna: int, store: Store
) -> None:
    await put_album(db, outbox, anna)
    method, payload = content.single("document", content.stored("счёт.csv"))
    async with db.write() as session:
        await outbox.put(session, key="d", chat_id=anna, method=method, payload=payload)
    await outbox.drain()
    *album, paper = [each for each in telegram.messages(anna) if each["from"]["is_bot"]]
    assert [bool(each.get("photo")) for each in album] == [True] * 3
    assert len({each["media_group_id"] for each in album}) == 1
    assert album[0]["caption"] == "№ 1001"
    assert paper["document"]["file_name"] == "счёт.csv"
    assert not any(path.parent.exists() for path in store.paths)


@pytest.mark.parametrize("error", [PortalUnavailable("status 503"), OSError("no space left")])
async def test_while_the_store_is_away_an_album_waits_with_what_follows_it(
    db: Database,
    outbox: Outbox,
    telegram: Telegram,
    anna: int,
    store: Store,
    clock: Clock,
    error: Exception,
) -> None:
    """For longer than a message is tried that Telegram does not take."""
    store.error = error
    await put_album(db, outbox, anna)
    await put(db, outbox, anna, "карточка")
    for _ in range(30):
        await outbox.step()
        clock.forward(minutes=5)
    assert said(telegram, anna) == []
    assert (await row(db, "a")).attempts == 0
    store.error = None
    await outbox.drain()
    shown = [each for each in telegram.messages(anna) if each["from"]["is_bot"]]
    assert [each.get("text") for each in shown] == [None, None, None, "карточка"]


async def test_a_file_that_nobody_may_see_any_more_holds_up_nothing(
    db: Database, outbox: Outbox, telegram: Telegram, anna: int, store: Store
) -> None:
    store.error = PortalRefused(404, "not_found")
    await put_album(db, outbox, anna)
    await put(db, outbox, anna, "карточка")
    await outbox.drain()
    assert said(telegram, anna) == ["карточка"]
    assert (await row(db, "a")).state is OutboxState.FAILED
