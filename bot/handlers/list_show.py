"""Showing a draft of a list: shared by what makes one and what changes one."""

from bot.db.models import LineState, ListDraft, ListLine
from bot.db.session import Database
from bot.i18n import Translator
from bot.services.lists import drafts, pages
from bot.services.lists.changing import offered_for
from bot.services.lists.drafts import KIND
from bot.services.lists.pages import Only, Sums
from bot.show import Show
from bot.views import list_draft as view
from bot.views import list_line as line_view
from bot.views.list_draft import Counts, Row

IGNORED = 5
"""Skipped lines that are shown in their own words."""


async def show_draft(
    show: Show,
    t: Translator,
    db: Database,
    draft: ListDraft,
    *,
    page: int = 0,
    only: Only = "all",
    said: str | None = None,
    new: bool = False,
) -> int:
    sums = await pages.sums_of(db, draft.key)
    shown = await pages.page_of(db, draft.key, page, only)
    skipped = await pages.some_lines(db, draft.key, [LineState.IGNORED], IGNORED)
    screen = view.draft(
        t,
        draft.key,
        draft.title,
        [row_of(line, tuple(shown.together.get(line.number, ()))) for line in shown.lines],
        counts_of(sums, draft),
        total=sums.ready_amount,
        page=shown.number,
        pages=shown.pages,
        only=only,
        ignored=[line.source for line in skipped],
        said=said,
    )
    data = {"key": draft.key, "page": shown.number, "only": only}
    message_id = await show(screen, new=new, kind=KIND, data=data)
    if message_id != draft.message_id:
        await drafts.shown_as(db, draft.key, message_id)
    return message_id


async def show_line(
    show: Show, t: Translator, draft: ListDraft, line: ListLine, page: int, only: Only
) -> None:
    screen = line_view.line(t, draft.key, row_of(line), offered_for(line), page=page, only=only)
    data = {"key": draft.key, "page": page, "only": only}
    await show(screen, kind=KIND, data=data)


def row_of(line: ListLine, together: tuple[int, ...] = ()) -> Row:
    return Row(line.number, line.source, line.state, drafts.found_of(line), together)


def counts_of(sums: Sums, draft: ListDraft) -> Counts:
    return Counts(
        ready=sums.of(*drafts.READY),
        waiting=sums.of(*drafts.WAITING),
        missing=sums.of(*drafts.MISSING),
        added=sums.of(LineState.ADDED),
        adding=sums.of(LineState.ADDING),
        left=draft.left,
        ignored=sums.of(LineState.IGNORED),
        short=sums.ready_short,
        unfilled=sum(draft.taken.values()),
    )
