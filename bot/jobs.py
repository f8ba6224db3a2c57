"""APScheduler only ticks: thin functions that call services, and keep nothing in mind."""

from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]
from sqlalchemy import delete

from bot import health
from bot.app import App
from bot.db.models import Card
from bot.handlers import confirm
from bot.services.portal.errors import PortalRefused, PortalUnavailable

CARDS_KEPT = timedelta(days=365)


def scheduler(app: App) -> AsyncIOScheduler:
    ticking = AsyncIOScheduler(
        timezone="UTC",
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for job, seconds in (
        (heartbeat, 10),
        (resume, 3),
        (finish_placing, 3),
        (prune, 3600),
    ):
        ticking.add_job(job, "interval", args=[app], seconds=seconds, next_run_time=app.clock())
    return ticking


async def heartbeat(app: App) -> None:
    try:
        await app.everyone.health()
        portal = True
    except (PortalUnavailable, PortalRefused):
        portal = False
    health.beat(app.settings.heartbeat_file, app.clock(), portal=portal)


async def resume(app: App) -> None:
    """What another replica stored, or what stumbled over the database."""
    await app.inbox.resume()


async def finish_placing(app: App) -> None:
    """Orders that were confirmed while the portal was away."""
    await confirm.finish_placing(
        db=app.db,
        everyone=app.everyone,
        shows=app.shows,
        outbox=app.outbox,
        translators=app.translators,
        settings=app.settings,
        clock=app.clock,
    )


async def prune(app: App) -> None:
    await app.inbox.prune()
    async with app.db.write() as session:
        await session.execute(delete(Card).where(Card.shown_at < app.clock() - CARDS_KEPT))
