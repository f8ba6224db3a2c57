"""The only wiring of the portal: settings to a FastAPI application."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from fastapi import APIRouter, FastAPI
from sqlalchemy.exc import DBAPIError

from portal.api import (
    absences,
    access_requests,
    addresses,
    balance,
    bitrix24,
    carts,
    claim_figures,
    claim_talk,
    claim_work,
    claims,
    company_card,
    company_requests,
    conversations,
    customers,
    deliveries,
    digest,
    documents,
    events,
    favourites,
    files,
    groups,
    habits,
    health,
    invitations,
    kept_documents,
    lists,
    loyalty,
    me,
    my_products,
    nudges,
    openapi,
    order_changes,
    orders,
    payment_codes,
    payment_reminders,
    people,
    price_types,
    problems,
    products,
    scores,
    segments,
    settlements,
    several_carts,
    watches,
)
from portal.config import Settings
from portal.db.session import Database, migrate
from portal.domain.claim_reminders import remind
from portal.domain.claim_work import close_old
from portal.domain.housekeeping import purge
from portal.exchange.bitrix24.missed import look_at_all
from portal.exchange.courier import Courier
from portal.exchange.outside import receivers_of
from portal.search.live import LiveIndex
from portal.storage import storage_of

log = logging.getLogger(__name__)

HOUSEKEEPING = 6 * 3600
"""Seconds between two rounds."""
SETTLED = 60
"""Seconds after a start until the first: there is more urgent work then."""
CLAIMS_WATCHED = 30
"""Seconds between two looks at which claims are due."""

OUTSIDE = 2.0
"""Seconds between two looks at what is to be sent to a program outside."""

ROUTERS: tuple[APIRouter, ...] = (
    health.router,
    invitations.router,
    access_requests.router,
    me.router,
    people.router,
    customers.router,
    absences.router,
    digest.router,
    conversations.router,
    price_types.router,
    groups.router,
    products.router,
    my_products.router,
    habits.router,
    favourites.router,
    watches.router,
    lists.router,
    carts.router,
    several_carts.router,
    addresses.router,
    order_changes.router,
    orders.router,
    deliveries.router,
    balance.router,
    settlements.router,
    claim_figures.router,
    claims.router,
    claim_work.router,
    claim_talk.router,
    loyalty.router,
    kept_documents.router,
    documents.router,
    payment_codes.router,
    company_requests.router,
    company_card.router,
    files.router,
    events.router,
    scores.router,
    nudges.router,
    payment_reminders.router,
    segments.router,
    bitrix24.router,
)


def create_app(settings: Settings, *, now: Callable[[], datetime] | None = None) -> FastAPI:
    """The portal. Its lifespan brings the database up to date and opens it.

    `now` gives the time, aware of its zone; a test may have its own.
    """
    app = FastAPI(lifespan=_lifespan, docs_url=None, redoc_url=None)
    app.state.settings = settings
    app.state.now = now or (lambda: datetime.now(UTC))
    problems.install(app)
    for router in ROUTERS:
        app.include_router(router, prefix="/api/v1")
    openapi.install(app)
    return app


@asynccontextmanager
async def running(
    settings: Settings, *, now: Callable[[], datetime] | None = None
) -> AsyncIterator[FastAPI]:
    """An app ready to be called in-process, as by `httpx.ASGITransport`, which starts nothing."""
    app = create_app(settings, now=now)
    async with _lifespan(app):
        yield app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    url = app.state.settings.database_url
    await migrate(url)
    app.state.database = Database(url)
    app.state.settings.uploads.mkdir(parents=True, exist_ok=True)
    app.state.storage = storage_of(app.state.settings)
    app.state.search = LiveIndex(app.state.settings.data_dir, app.state.database)
    app.state.search.start()
    receivers = receivers_of(
        app.state.settings, app.state.database, app.state.storage, app.state.now
    )
    couriers = [Courier(app.state.database, each, app.state.now) for each in receivers]
    chores = [
        asyncio.create_task(_keep_house(app), name="housekeeping"),
        asyncio.create_task(_watch_claims(app), name="claims"),
        *(asyncio.create_task(_serve_outside(courier), name="outside") for courier in couriers),
    ]
    try:
        yield
    finally:
        for chore in chores:
            chore.cancel()
        await asyncio.gather(*chores, return_exceptions=True)
        for receiver in receivers:
            await receiver.close()
        await app.state.search.close()
        await app.state.storage.close()
        await app.state.database.dispose()


async def _keep_house(app: FastAPI) -> None:
    pause = SETTLED
    while True:
        await asyncio.sleep(pause)
        pause = HOUSEKEEPING
        try:
            async with app.state.database.write() as session:
                await purge(session, app.state.now())
                if app.state.settings.bitrix24_url.get_secret_value():
                    await look_at_all(session, app.state.now())
        except (DBAPIError, OSError):
            log.exception("housekeeping failed; it is tried again in time")


async def _watch_claims(app: FastAPI) -> None:
    """Reminders and closings are rows and dates in the database, so what was due while nobody
    looked is done at the first look."""
    while True:
        await asyncio.sleep(CLAIMS_WATCHED)
        try:
            async with app.state.database.write() as session:
                await remind(session, app.state.now())
                await close_old(session, app.state.now())
        except (DBAPIError, OSError):
            log.exception("claims could not be looked at; it is tried again in time")


async def _serve_outside(courier: Courier) -> None:
    while True:
        try:
            await courier.round()
        except (DBAPIError, OSError):
            log.exception("what is outgoing could not be looked at; it is tried again in time")
        await asyncio.sleep(OUTSIDE)
