"""The draft of a list: turning its pages, answering its questions, putting it into the cart."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Literal, cast

from aiogram.types import CallbackQuery, Message

from bot.book import xlsx
from bot.db.models import Card, LineState, ListDraft, User
from bot.db.session import Database
from bot.errors import UserError
from bot.handlers.filters import ReplyTo, RightAfter
from bot.handlers.list_show import counts_of, show_draft, show_line
from bot.handlers.routes import Routes
from bot.i18n import Translator
from bot.keyboards import lists as cb
from bot.services.cards import card_at
from bot.services.lists import adding, changing, drafts, pages
from bot.services.lists.arithmetic import Said, parse_list_changes
from bot.services.lists.drafts import KIND
from bot.services.lists.pages import Only
from bot.services.portal.client import Portal
from bot.services.portal.errors import PortalUnavailable
from bot.show import Show
from bot.views import list_book as book_view
from bot.views import list_draft as view

Clock = Callable[[], datetime]


async def turn(
    callback: CallbackQuery,
    callback_data: cb.ShowDraftList,
    t: Translator,
    show: Show,
    user: User,
    db: Database,
) -> None:
    draft = await drafts.own(db, user, callback_data.key)
    only: Only = "open" if callback_data.only == "open" else "all"
    await show_draft(show, t, db, draft, page=callback_data.page, only=only)


async def open_line(
    callback: CallbackQuery,
    callback_data: cb.OpenListLine,
    t: Translator,
    show: Show,
    user: User,
    db: Database,
) -> None:
    draft = await drafts.own(db, user, callback_data.key)
    line = await drafts.line_of(db, draft.key, callback_data.number)
    page, only = await _place(show, db, draft)
    await show_line(show, t, draft, line, page, only)


async def confirm_line(
    callback: CallbackQuery,
    callback_data: cb.ConfirmListLine,
    t: Translator,
    show: Show,
    user: User,
    db: Database,
    clock: Clock,
) -> None:
    draft = await drafts.own(db, user, callback_data.key)
    line = await drafts.line_of(db, draft.key, callback_data.number)
    if line.state is not LineState.CONFIRMED:
        await changing.confirm(db, line, clock())
    await _again(show, t, db, draft)


async def confirm_shown(
    callback: CallbackQuery,
    callback_data: cb.ConfirmShownLines,
    t: Translator,
    show: Show,
    user: User,
    db: Database,
    clock: Clock,
) -> None:
    draft = await drafts.own(db, user, callback_data.key)
    first, last = callback_data.first, callback_data.last
    many = await changing.confirm_shown(db, draft, first, last, clock())
    await show.toast(t("list-confirmed", count=many))
    await _again(show, t, db, draft)


async def choose(
    callback: CallbackQuery,
    callback_data: cb.ChooseForLine,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    clock: Clock,
) -> None:
    draft = await drafts.own(db, user, callback_data.key)
    line = await drafts.line_of(db, draft.key, callback_data.number)
    await changing.choose(db, portal, line, callback_data.id, clock())
    await _again(show, t, db, draft)


async def remove(
    callback: CallbackQuery,
    callback_data: cb.RemoveListLine,
    t: Translator,
    show: Show,
    user: User,
    db: Database,
    clock: Clock,
) -> None:
    draft = await drafts.own(db, user, callback_data.key)
    line = await drafts.line_of(db, draft.key, callback_data.number)
    await changing.remove(db, line, clock())
    await _again(show, t, db, draft)


async def change(
    message: Message,
    card: Card,
    said: list[Said],
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    clock: Clock,
) -> None:
    """Typed below the draft, which is shown anew there: above, nobody would see it change."""
    draft = await drafts.own(db, user, card.data["key"])
    changed = await changing.apply(db, portal, draft, said, clock())
    only: Only = "open" if card.data["only"] == "open" else "all"
    page = await pages.page_with(db, draft.key, changed[0], only)
    await show_draft(show, t, db, draft, page=page, only=only, said=t("list-changed"), new=True)


async def add(
    callback: CallbackQuery,
    callback_data: cb.AddList,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
    clock: Clock,
) -> None:
    draft = await drafts.own(db, user, callback_data.key)
    try:
        added = await adding.add(db, portal, draft, clock())
    except PortalUnavailable:
        await _again(show, t, db, draft)
        raise UserError("list-unsure") from None
    except UserError:
        await _again(show, t, db, draft)
        raise
    await _again(show, t, db, draft)
    counts = counts_of(await pages.sums_of(db, draft.key), draft)
    missing = await pages.some_lines(db, draft.key, drafts.MISSING, view.NAMED)
    screen = view.added(
        t, added.lines, added.cart.total, counts, [line.source for line in missing], draft.key
    )
    below = show.at(show.chat_id)
    await below(screen, new=True, kind="put", data=added.as_data(draft.key))


async def take_back(
    callback: CallbackQuery,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
) -> None:
    message_id = show.message_id
    card = await card_at(db, show.chat_id, message_id)
    if card is None or card.kind != "put" or "list" not in card.data:
        raise UserError("error-nothing-to-undo")
    # Of the message, not of the update: a second press must not take back twice.
    await adding.undo(db, portal, card.data, f"tb{show.chat_id}.{message_id}")
    await show(view.taken_back(t, len(card.data["grown"]), card.data["list"]))
    draft = await drafts.own(db, user, card.data["list"])
    if draft.message_id is not None:
        await _again(show.at(show.chat_id, draft.message_id), t, db, draft)


async def report(
    callback: CallbackQuery,
    callback_data: cb.ListReport,
    t: Translator,
    show: Show,
    user: User,
    db: Database,
) -> None:
    draft = await drafts.own(db, user, callback_data.key)
    lines = await drafts.all_lines(db, draft.key)
    rows = {line.number: line.row for line in lines}
    fates = [
        book_view.Fate(
            line.row,
            line.sheet,
            line.source,
            line.state,
            drafts.found_of(line) if line.found else None,
            str(line.asked.get("why", "")),
            rows.get(line.into or 0),
        )
        for line in lines
    ]
    data = await asyncio.to_thread(xlsx, book_view.report(t, draft.title, fates))
    await show.file(t("report-file"), data, t("list-file-caption"))


async def drop(
    callback: CallbackQuery,
    callback_data: cb.DropList,
    t: Translator,
    show: Show,
    user: User,
    db: Database,
    clock: Clock,
) -> None:
    draft = await drafts.own(db, user, callback_data.key)
    sums = await pages.sums_of(db, draft.key)
    if sums.of(LineState.ADDING):
        raise UserError("list-unsure")
    await drafts.drop(db, draft, clock())
    await show(view.dropped(t, draft.key, added=bool(sums.of(LineState.ADDED))))


async def restore(
    callback: CallbackQuery,
    callback_data: cb.RestoreList,
    t: Translator,
    show: Show,
    user: User,
    db: Database,
    clock: Clock,
) -> None:
    draft = await drafts.restore(db, user, callback_data.key, clock())
    await show_draft(show, t, db, draft)


async def _again(show: Show, t: Translator, db: Database, draft: ListDraft) -> None:
    page, only = await _place(show, db, draft)
    await show_draft(show, t, db, draft, page=page, only=only)


async def _place(show: Show, db: Database, draft: ListDraft) -> tuple[int, Only]:
    """Where the draft in the pressed message was last turned to."""
    card = await card_at(db, show.chat_id, show.message_id)
    if card is None or card.kind != KIND or card.data.get("key") != draft.key:
        return 0, "all"
    return int(card.data["page"]), cast(Literal["all", "open"], card.data["only"])


def routes(to: Routes) -> None:
    to.replies.message.register(change, ReplyTo(KIND, parse_list_changes))
    to.typed.message.register(change, RightAfter(KIND, parse_list_changes))
    to.press(cb.ShowDraftList, turn)
    to.press(cb.OpenListLine, open_line)
    to.press(cb.ConfirmListLine, confirm_line)
    to.press(cb.ConfirmShownLines, confirm_shown)
    to.press(cb.ChooseForLine, choose)
    to.press(cb.RemoveListLine, remove)
    to.press(cb.AddList, add)
    to.press(cb.TakeBackList, take_back)
    to.press(cb.ListReport, report)
    to.press(cb.DropList, drop)
    to.press(cb.RestoreList, restore)
