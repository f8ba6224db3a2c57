"""Whom a reminder is due to just now: who uses the bot, wants it, is awake, and was not told yet.

Nothing is put in for later: what was true at night need not be so in the morning. So a bot that was
down, a clock set back and a second replica find what is due now, and each key once.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from sqlalchemy import select

from bot.db.models import OutboxMessage, SilentKind, User
from bot.db.session import Database
from bot.services.portal.client import Portal
from bot.services.portal.errors import PortalRefused
from bot.services.portal.models import CartOut, Page
from bot.services.portal.nudge_models import LeftCartOut, NudgeCompany
from bot.services.preferences import Kind, hours_of
from bot.services.quiet import good_until, next_good

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Nudge(Generic[Item]):
    """What a person may be reminded of. `key` is unique to the occasion, whoever is told."""

    key: str
    person_id: str
    timezone: str
    about: Item


@dataclass(frozen=True, slots=True)
class Due(Generic[Item]):
    """To be said to somebody now; when it is night again at the latest, it is not said any more."""

    key: str
    user: User
    about: Item
    night: datetime | None


async def due_now(
    db: Database, kind: Kind, nudges: Sequence[Nudge[Item]], now: datetime
) -> list[Due[Item]]:
    """By three statements, however many there are."""
    async with db.read() as session:
        found = await session.scalars(
            select(User).where(
                User.person_id.in_({each.person_id for each in nudges}),
                User.token.is_not(None),
                User.id.not_in(select(SilentKind.user_id).where(SilentKind.kind == kind)),
            )
        )
        users: dict[str, list[User]] = {}
        for user in found:
            users.setdefault(str(user.person_id), []).append(user)
        due = [
            Due(f"{each.key}:{user.id}", user, each.about, good_until(now, zone, hours))
            for each in nudges
            for user in users.get(each.person_id, ())
            for zone, hours in [(each.timezone, hours_of(user))]
            if next_good(now, zone, hours) == now
        ]
        keys = [each.key for each in due]
        told = set(
            await session.scalars(select(OutboxMessage.key).where(OutboxMessage.key.in_(keys)))
        )
    return [each for each in due if each.key not in told]


async def pages(
    ask: Callable[[str | None], Awaitable[Page[Item]]],
) -> AsyncIterator[Sequence[Item]]:
    """All that the portal has, a page at a time."""
    cursor = None
    while True:
        page = await ask(cursor)
        if page.items:
            yield page.items
        cursor = page.next_cursor
        if cursor is None:
            return


class ToPeople(Protocol):
    """What several people of a company are reminded of."""

    @property
    def company(self) -> NudgeCompany: ...
    @property
    def people(self) -> list[str]: ...


About = TypeVar("About", bound=ToPeople)


def to_all(found: Sequence[About], key: Callable[[About], str]) -> list[Nudge[About]]:
    """Each of the people may be reminded."""
    return [
        Nudge(key(one), person_id, one.company.timezone, one)
        for one in found
        for person_id in one.people
    ]


async def as_left(
    portal: Portal, due: Sequence[Due[LeftCartOut]]
) -> list[Due[tuple[LeftCartOut, CartOut]]]:
    """With the cart as its person may see it; who has changed it meanwhile is not reminded."""
    found = []
    for each in due:
        left = each.about
        try:
            cart = await portal.on_behalf(each.user.token, left.company.id).cart()
        except PortalRefused:
            continue
        if (cart.id, cart.updated_at) == (left.cart_id, left.updated_at) and cart.lines:
            found.append(Due(each.key, each.user, (left, cart), each.night))
    return found
