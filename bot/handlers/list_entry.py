"""Lists as they come: several lines of text, a document, photos of barcodes."""

import tempfile
from asyncio import Semaphore
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.filters import Filter
from aiogram.types import Message

from bot.db.models import ListState, User
from bot.db.session import Database
from bot.errors import UserError, words
from bot.handlers.fetching import attachment, fetched
from bot.handlers.list_show import show_draft
from bot.handlers.lists import show_product
from bot.handlers.routes import Routes
from bot.i18n import Translator
from bot.services.lists import drafts, resolving
from bot.services.lists.gathering import lines_of, linked_product
from bot.services.lists.read import Source, gate, read_file, source_of_text
from bot.services.portal.client import Portal
from bot.services.portal.errors import PortalRefused, PortalUnavailable
from bot.show import Show, Shows
from bot.views import list_draft as view

EVERY = timedelta(seconds=2)
"""How often progress is told: Telegram lets a message be edited about once a second."""
Clock = Callable[[], datetime]


class Attached(Filter):
    """A document or a photo, which may hold a list; and the gate where its reading waits."""

    def __init__(self) -> None:
        self.readers = gate()

    async def __call__(self, message: Message) -> bool | dict[str, Any]:
        return {"readers": self.readers} if message.document or message.photo else False


async def attached(
    message: Message,
    t: Translator,
    show: Show,
    shows: Shows,
    portal: Portal,
    user: User,
    db: Database,
    clock: Clock,
    readers: Semaphore,
    bot: Bot,
    bot_username: str,
    update_key: str,
) -> None:
    if user.company_id is None:
        raise UserError("list-connect")
    title = (message.document.file_name or "") if message.document else ""
    draft = await drafts.begin(
        db, user, chat_id=show.chat_id, update_key=update_key, title=title,
        album=message.media_group_id, now=clock(),
    )  # fmt: skip
    show.message_id = draft.message_id
    if draft.state is ListState.DROPPED:
        return
    if draft.message_id is None:
        await drafts.shown_as(db, draft.key, await show(view.reading(t), new=True))
    try:
        source = await _with_links(portal, await _read(bot, shows, message, readers), bot_username)
        if isinstance(source, str):
            await show_product(show, t, portal, user, source, clock(), new=False)
            await drafts.drop(db, draft, clock())
            return
        caption = source_of_text(message.caption) if message.caption else Source()
        lines = lines_of(source, caption, picture=not source.lines and not source.unfilled)
        progress = telling(show, t, clock)
        draft = await resolving.fill(
            db, portal, draft, update_key, lines,
            left=source.left, unfilled=source.unfilled, progress=progress,
        )  # fmt: skip
    except (UserError, PortalRefused, PortalUnavailable) as error:
        if draft.state is ListState.OPEN:
            # Other photos of this album were read: what they gave stays.
            raise
        # Over the progress message, or it would go on saying that the list is being read.
        await show(view.refused(words(error, t)))
        await drafts.drop(db, draft, clock())
        return
    await show_draft(show, t, db, draft)


async def list_of_text(
    source: Source,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    clock: Clock,
    update_key: str,
) -> None:
    """Several lines, typed or forwarded."""
    draft = await drafts.begin(
        db, user, chat_id=show.chat_id, update_key=update_key, title="", album=None, now=clock()
    )
    show.message_id = draft.message_id
    progress = telling(show, t, clock)
    draft = await resolving.fill(
        db, portal, draft, update_key, source.lines, left=source.left, progress=progress
    )
    await show_draft(show, t, db, draft, new=show.message_id is None)


def routes(to: Routes) -> None:
    to.typed.message.register(attached, Attached())


def telling(show: Show, t: Translator, clock: Clock) -> resolving.Progress:
    """Tells how far it has come, now and then."""
    told = clock()

    async def progress(done: int, count: int) -> None:
        nonlocal told
        if clock() - told >= EVERY:
            told = clock()
            await show(view.reading(t, done, count))

    return progress


async def _read(bot: Bot, shows: Shows, message: Message, readers: Semaphore) -> Source:
    thing = attachment(message)
    assert thing is not None  # noqa: S101 - `Attached` let it pass
    with tempfile.TemporaryDirectory(prefix="list-") as folder:
        path = Path(folder) / "file"
        await fetched(bot, shows, thing, path)
        return await read_file(path, readers)


async def _with_links(portal: Portal, source: Source, username: str) -> Source | str:
    """Codes that lead to our own products: alone, the product's id; among others, its article."""
    links = {code: found for code in source.codes if (found := linked_product(code, username))}
    if not links:
        return source
    if len(source.codes) == 1:
        return next(iter(links.values()))
    articles = {}
    for code, product_id in links.items():
        product = await portal.product(product_id)
        articles[code] = product.article or next(iter(product.barcodes), product.name)
    codes = [articles.get(code, code) for code in source.codes]
    return Source(source.lines, codes, source.left)
