"""APScheduler only ticks: thin functions that call services, and keep nothing in mind."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]
from sqlalchemy import delete

from bot import health
from bot.app import App
from bot.db.models import Card, Draft, DraftState, Linking
from bot.handlers import claim_parts, confirm, digest
from bot.outbox import rows
from bot.services.claims import drafts as claim_drafts
from bot.services.lists import drafts as list_drafts
from bot.services.portal.errors import PortalRefused, PortalUnavailable

log = logging.getLogger(__name__)

CARDS_KEPT = timedelta(days=365)
LINKINGS_KEPT = timedelta(days=3)
PATIENCE = 15
"""Seconds for a job to finish when the bot stops: longer than the portal may take to answer."""
Job = Callable[[App], Coroutine[Any, Any, None]]


class Jobs:
    """Ticks from `start` to `stop`; a job that runs when it stops is let finish."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._running: set[asyncio.Task[Any]] = set()
        self.scheduler = AsyncIOScheduler(
            timezone="UTC",
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for job, seconds in EVERY.items():
            self.scheduler.add_job(
                self._tick,
                "interval",
                args=[job],
                id=job.__name__,
                seconds=seconds,
                # Of the scheduler's own, the real time, whatever the bot takes it for.
                next_run_time=datetime.now(UTC),
            )

    async def start(self) -> None:
        self.scheduler.start()

    async def stop(self) -> None:
        self.scheduler.pause()
        if self._running:
            await asyncio.wait(self._running, timeout=PATIENCE)
        self.scheduler.shutdown(wait=False)

    async def _tick(self, job: Job) -> None:
        task = asyncio.ensure_future(job(self._app))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        await task


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


async def morning_digest(app: App) -> None:
    await digest.send_digests(
        db=app.db,
        everyone=app.everyone,
        outbox=app.outbox,
        translators=app.translators,
        clock=app.clock,
        zone=app.settings.timezone,
        hour=app.settings.digest_hour,
    )


async def finish_claims(app: App) -> None:
    """Claims that were sent while the portal was away, and parts that came after."""
    await claim_parts.finish_sending(
        db=app.db,
        everyone=app.everyone,
        bot=app.bot,
        shows=app.shows,
        translators=app.translators,
        settings=app.settings,
        clock=app.clock,
    )


async def send_broadcasts(app: App) -> None:
    await app.broadcasting.tick()


async def ask_scores(app: App) -> None:
    """How did it go, after a delivery."""
    await _while_it_answers(app.nudges.ask_scores)


async def remind_of_payments(app: App) -> None:
    await _while_it_answers(app.payment_reminders.remind)


async def remind_of_carts(app: App) -> None:
    await _while_it_answers(app.nudges.remind_of_carts)


async def remind_of_usual(app: App) -> None:
    """The usual order is due."""
    await _while_it_answers(app.nudges.remind_of_usual)


async def remind_of_levels(app: App) -> None:
    """A level is about to lapse."""
    await _while_it_answers(app.nudges.remind_of_levels)


async def _while_it_answers(remind: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """What a silent portal leaves for the next tick is found again then."""
    try:
        await remind()
    except PortalUnavailable:
        log.info("the portal is silent: %s waits for the next tick", remind.__name__)
    except PortalRefused as refusal:
        log.error("the portal does not tell of %s (%s)", remind.__name__, refusal.code)


async def prune(app: App) -> None:
    """Forgets what nobody can ask for any more: codes have expired, cards have scrolled away."""
    await app.inbox.prune()
    now = app.clock()
    async with app.db.write() as session:
        await session.execute(delete(Card).where(Card.shown_at < now - CARDS_KEPT))
        await session.execute(delete(Linking).where(Linking.created_at < now - LINKINGS_KEPT))
        await session.execute(
            delete(Draft).where(
                Draft.state != DraftState.PLACING, Draft.updated_at < now - CARDS_KEPT
            )
        )
    await list_drafts.prune(app.db, now)
    await claim_drafts.prune(app.db, now)
    await rows.prune_all(app.db, now)


EVERY: dict[Job, int] = {
    heartbeat: 10,
    resume: 3,
    finish_placing: 3,
    morning_digest: 60,
    finish_claims: 3,
    send_broadcasts: 2,
    ask_scores: 60,
    remind_of_payments: 300,
    remind_of_carts: 60,
    remind_of_usual: 1800,
    remind_of_levels: 1800,
    prune: 3600,
}
"""Seconds between ticks."""
