"""A broadcast from its first word to its last: what it says, whom it reaches, when it goes."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zlib import crc32

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.db.models import Broadcast, BroadcastPress, BroadcastState, SilentKind, User
from bot.db.session import Database
from bot.errors import UserError
from bot.services.portal.client import Portal
from bot.services.portal.desk_models import ReachedOut, SegmentChoices
from bot.services.portal.models import Named

PRICE = "{price}"
"""Stands for what the product of its first such button costs the reader's company."""
MOST_BUTTONS = 6
AT_ONCE = 2000
LIVE = (BroadcastState.SCHEDULED, BroadcastState.FILLING, BroadcastState.SENDING)
SILENT_DAYS = (30, 60, 90, 180)
DEBTS = ("owes", "overdue", "none")
BY = ("price_type", "group", "region", "manager", "silent", "debt")
FIELDS = {"price_type": "price_type_id", "group": "group_id", "manager": "manager_id",
          "silent": "silent_days"}  # fmt: skip
"""What the portal calls them, where that is another name."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A message that somebody wants sent. `html` for text; a `caption` where it has one."""

    message_id: int
    album: str | None = None
    html: str = ""
    caption: str = ""
    text: str = ""
    """Without its marks."""


async def begin(
    db: Database, user: User, chat_id: int, update_key: str, brought: Brought, now: datetime
) -> Broadcast:
    """A draft of a message. A further part of an album goes to the album's own."""
    async with db.write() as session:
        if brought.album:
            same = await session.scalar(
                select(Broadcast)
                .where(
                    Broadcast.user_id == user.id,
                    Broadcast.album == brought.album,
                    Broadcast.state == BroadcastState.DRAFT,
                )
                .with_for_update()
            )
            if same is not None:
                ids = sorted({*same.content["ids"], brought.message_id})
                caption = same.content.get("caption") or brought.caption
                same.content = {**same.content, "ids": ids, "caption": caption}
                return same
        content = {
            "ids": [brought.message_id],
            "html": brought.html,
            "caption": brought.caption,
            "text": brought.text,
        }
        insert = sqlite.insert if db.is_sqlite else postgresql.insert
        await session.execute(
            insert(Broadcast)
            .values(
                key=secrets.token_hex(4),
                user_id=user.id,
                update_key=update_key,
                chat_id=chat_id,
                album=brought.album,
                content=content,
                buttons={},
                segment={},
                kind="news",
                state=BroadcastState.DRAFT,
                people=0,
                error="",
                created_at=now,
            )
            .on_conflict_do_nothing()
        )
        return (
            await session.scalars(
                select(Broadcast).where(
                    Broadcast.user_id == user.id, Broadcast.update_key == update_key
                )
            )
        ).one()


async def own(db: Database, user: User, key: str) -> Broadcast:
    """Somebody else's is as good as none."""
    async with db.read() as session:
        found = await session.get(Broadcast, key)
    if found is None or found.user_id != user.id:
        raise UserError("broadcast-gone")
    return found


async def draft(db: Database, user: User, key: str) -> Broadcast:
    """One that nothing was decided of yet."""
    found = await own(db, user, key)
    if found.state is not BroadcastState.DRAFT:
        raise UserError("broadcast-decided")
    return found


async def keep(db: Database, key: str, **values: Any) -> None:
    """Of a draft."""
    async with db.write() as session:
        await session.execute(
            update(Broadcast)
            .where(Broadcast.key == key, Broadcast.state == BroadcastState.DRAFT)
            .values(**values)
        )


async def forget(db: Database, one: Broadcast) -> None:
    async with db.write() as session:
        await session.execute(
            delete(Broadcast).where(
                Broadcast.key == one.key, Broadcast.state == BroadcastState.DRAFT
            )
        )


async def place_card(db: Database, key: str, message_id: int) -> None:
    """Where it is shown how it goes."""
    async with db.write() as session:
        await session.execute(
            update(Broadcast).where(Broadcast.key == key).values(message_id=message_id)
        )


async def add_button(db: Database, one: Broadcast, button: Mapping[str, str]) -> None:
    items = list(one.buttons.get("items", ()))
    if len(items) >= MOST_BUTTONS:
        raise UserError("broadcast-buttons-full", most=MOST_BUTTONS)
    if button not in items:
        await keep(db, one.key, buttons={"items": [*items, dict(button)]})


def product_of(one: Broadcast) -> str | None:
    """Whose price stands for `{price}`."""
    return next((item["product"] for item in items_of(one) if "product" in item), None)


def items_of(one: Broadcast) -> list[dict[str, str]]:
    return list(one.buttons.get("items", ()))


def wants_price(one: Broadcast) -> bool:
    return PRICE in one.content.get("html", "") or PRICE in one.content.get("caption", "")


def check(one: Broadcast) -> None:
    """Raises UserError for what cannot be sent as it is."""
    if wants_price(one) and product_of(one) is None:
        raise UserError("broadcast-price-of-what")
    if PRICE in one.content.get("caption", "") and len(one.content["ids"]) > 1:
        raise UserError("broadcast-price-in-album")


# Whom


def mark_of(name: str) -> str:
    """Of a name that is too long for a button's data."""
    return f"{crc32(name.encode()):08x}"


def choices_of(by: str, known: SegmentChoices) -> list[Named]:
    """The names are the portal's; of days and debts they are for the view to find."""
    match by:
        case "price_type":
            return known.price_types
        case "group":
            return known.groups
        case "manager":
            return known.managers
        case "region":
            return [Named(id=mark_of(name), name=name) for name in known.regions]
        case "silent":
            return [Named(id=str(days), name=str(days)) for days in SILENT_DAYS]
        case "debt":
            return [Named(id=debt, name=debt) for debt in DEBTS]
    raise UserError("broadcast-gone")


def segment_of(one: Broadcast) -> dict[str, Any]:
    """As the portal asks for it."""
    asked: dict[str, Any] = {}
    for by, chosen in one.segment.items():
        value = chosen["name"] if by == "region" else chosen["id"]
        asked[FIELDS.get(by, by)] = int(value) if by == "silent" else value
    return asked


async def reach(db: Database, portal: Portal, one: Broadcast) -> tuple[int, int, int]:
    """How many companies and people the segment holds, and how many of these use the bot and have
    not unsubscribed."""
    counted = await portal.count_segment(segment_of(one))
    users = 0
    cursor: str | None = None
    while True:
        page = await portal.segment_people(segment_of(one), cursor=cursor, limit=AT_ONCE)
        users += len(await users_of(db, page.items, one.kind))
        cursor = page.next_cursor
        if cursor is None:
            return counted.companies, counted.people, users


async def users_of(
    db: Database, reached: Sequence[ReachedOut], kind: str
) -> list[tuple[User, ReachedOut]]:
    by_person = {one.person_id: one for one in reached}
    silent = select(SilentKind.user_id).where(SilentKind.kind == kind)
    async with db.read() as session:
        found = await session.scalars(
            select(User).where(
                User.person_id.in_(by_person), User.token.is_not(None), User.id.not_in(silent)
            )
        )
        return [(user, by_person[user.person_id or ""]) for user in found]


# When


async def schedule(db: Database, one: Broadcast, at: datetime) -> bool:
    """False: it was decided of already."""
    async with db.write() as session:
        changed = await session.execute(
            update(Broadcast)
            .where(Broadcast.key == one.key, Broadcast.state == BroadcastState.DRAFT)
            .values(state=BroadcastState.SCHEDULED, send_at=at)
            .returning(Broadcast.key)
        )
        return changed.first() is not None


# Who opened what


async def pressed(
    db: Database, key: str, number: int, user: User, name: str, company: str, now: datetime
) -> dict[str, str]:
    """The button that it was; the first press of each counts."""
    async with db.read() as session:
        found = await session.get(Broadcast, key)
    items = items_of(found) if found else []
    if not 0 <= number < len(items):
        raise UserError("broadcast-gone")
    insert = sqlite.insert if db.is_sqlite else postgresql.insert
    async with db.write() as session:
        await session.execute(
            insert(BroadcastPress)
            .values(
                broadcast_key=key,
                user_id=user.id,
                button=number,
                name=name,
                company=company,
                at=now,
            )
            .on_conflict_do_nothing()
        )
    return items[number]


async def presses(db: Database, key: str) -> dict[int, int]:
    """How many have opened each button."""
    async with db.read() as session:
        found = await session.execute(
            select(BroadcastPress.button, func.count())
            .where(BroadcastPress.broadcast_key == key)
            .group_by(BroadcastPress.button)
        )
        return {button: many for button, many in found}  # noqa: C416 - rows are no pairs


async def who_pressed(db: Database, key: str, most: int = 100) -> Sequence[BroadcastPress]:
    async with db.read() as session:
        found = await session.scalars(
            select(BroadcastPress)
            .where(BroadcastPress.broadcast_key == key)
            .order_by(BroadcastPress.at.desc())
            .limit(most)
        )
        return found.all()
