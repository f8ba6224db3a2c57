"""The day in numbers: on request, and every working morning by itself."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from sqlalchemy import select

from bot.db.models import Category, Cursor, OutboxMessage, User
from bot.db.session import Database
from bot.handlers.routes import Routes
from bot.i18n import Translator, Translators
from bot.keyboards import desk as press
from bot.outbox import Outbox
from bot.services.portal.client import Portal
from bot.services.portal.errors import PortalRefused, PortalUnavailable
from bot.show import Show
from bot.views import digest as view

PLACE = "digest"
WINDOW = timedelta(hours=4)
"""A bot that was down all morning does not say good morning in the evening."""
NOBODYS = (401, 403)


async def digest(event: Message | CallbackQuery, t: Translator, show: Show, portal: Portal) -> None:
    await show(view.digest(t, await portal.digest()))


async def send_digests(
    *,
    db: Database,
    everyone: Portal,
    outbox: Outbox,
    translators: Translators,
    clock: Callable[[], datetime],
    zone: str,
    hour: int,
) -> None:
    """To all the staff, once a day, at `hour` of the supplier's (below zero: never).

    Whom the portal was silent about is told at the next tick.
    """
    now = clock()
    local = now.astimezone(ZoneInfo(zone))
    start = local.replace(hour=max(hour, 0), minute=0, second=0, microsecond=0)
    if hour < 0 or not start <= local < start + WINDOW:
        return
    today = local.date().isoformat()
    async with db.read() as session:
        done = await session.get(Cursor, PLACE)
        if done is not None and done.value == today:
            return
        told = set(
            await session.scalars(
                select(OutboxMessage.chat_id).where(OutboxMessage.topic == f"digest:{today}")
            )
        )
        staff = await session.scalars(
            select(User).where(User.staff_role.is_not(None), User.token.is_not(None))
        )
        waiting = [user for user in staff if user.id not in told]
    silent = False
    for user in waiting:
        try:
            await _send(db, everyone, outbox, translators, user, today, now)
        except PortalUnavailable:
            silent = True
        except PortalRefused as refusal:
            silent |= refusal.status not in NOBODYS
    if not silent:
        async with db.write() as session:
            await session.merge(Cursor(name=PLACE, value=today))


async def _send(
    db: Database,
    everyone: Portal,
    outbox: Outbox,
    translators: Translators,
    user: User,
    today: str,
    now: datetime,
) -> None:
    found = await everyone.on_behalf(user.token, None).digest()
    if not found.working:
        return
    screen = view.digest(translators.speaking(user.language), found)
    async with db.write() as session:
        await outbox.put_screen(
            session,
            key=f"digest:{today}:{user.id}",
            user=user,
            screen=screen,
            category=Category.REMINDER,
            topic=f"digest:{today}",
            expires_at=now + WINDOW,
        )


def routes(to: Routes) -> None:
    to.commands.message.register(digest, Command("digest"))
    to.press(press.ShowDigest, digest)
