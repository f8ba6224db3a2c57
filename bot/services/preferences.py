"""What a person has the bot say by itself, and when it keeps quiet."""

from enum import StrEnum

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.db.models import SilentKind, User
from bot.db.session import Database
from bot.services.quiet import USUAL, Hours


class Kind(StrEnum):
    """What can be switched off. A person's own orders and claims cannot."""

    COLLEAGUES = "colleagues"
    """Orders of one's colleagues, and who comes and goes."""
    MONEY = "money"
    LOYALTY = "loyalty"
    STOCK = "stock"
    HABITS = "habits"
    """The usual order is due, a cart was left."""
    SCORE = "score"
    """How did it go, after a delivery."""
    NEWS = "news"
    OFFERS = "offers"
    """Broadcasts of either kind."""


BY_ROLE: dict[str, tuple[Kind, ...]] = {
    "owner": tuple(Kind),
    "buyer": (Kind.STOCK, Kind.LOYALTY, Kind.HABITS, Kind.SCORE, Kind.NEWS, Kind.OFFERS),
    "accountant": (Kind.MONEY, Kind.NEWS, Kind.OFFERS),
}
"""What comes to whom at all, and so is worth a switch."""


def hours_of(user: User) -> Hours:
    if user.quiet_from is None or user.quiet_to is None:
        return USUAL
    return Hours(user.quiet_from, user.quiet_to)


async def silent_kinds(session: AsyncSession, user_id: int) -> set[str]:
    found = await session.scalars(select(SilentKind.kind).where(SilentKind.user_id == user_id))
    return set(found)


async def silence(db: Database, user_id: int, kind: Kind, *, on: bool) -> None:
    """Twice is once."""
    insert = sqlite.insert if db.is_sqlite else postgresql.insert
    async with db.write() as session:
        if on:
            row = insert(SilentKind).values(user_id=user_id, kind=kind.value)
            await session.execute(row.on_conflict_do_nothing())
        else:
            mine = SilentKind.user_id == user_id, SilentKind.kind == kind.value
            await session.execute(delete(SilentKind).where(*mine))


async def set_hours(db: Database, user_id: int, quiet: Hours) -> None:
    async with db.write() as session:
        await session.execute(
            update(User)
            .where(User.id == user_id)
            .values(quiet_from=quiet.start % 24, quiet_to=quiet.end % 24)
        )
