"""Portals whose routes are built already: building them takes longer than many a test."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from fastapi import FastAPI

from portal.app import create_app
from portal.config import Settings

_built: list[FastAPI] = []
_at_work: dict[int, asyncio.AbstractEventLoop] = {}
"""Where each of them works, by its place among those built. A loop that was closed, as a killed
process's is, needs its portal no more."""


@asynccontextmanager
async def open_portal(settings: Settings, clock: Callable[[], datetime]) -> AsyncIterator[FastAPI]:
    """As `portal.app.running` opens one."""
    own = asyncio.get_running_loop()
    place = next((at for at in range(len(_built)) if _free(at)), len(_built))
    if place == len(_built):
        _built.append(create_app(settings))
    _at_work[place] = own
    app = _built[place]
    app.state.settings, app.state.now = settings, clock
    try:
        async with app.router.lifespan_context(app):
            yield app
    finally:
        if _at_work.get(place) is own:
            del _at_work[place]


def _free(place: int) -> bool:
    loop = _at_work.get(place)
    return loop is None or loop.is_closed()
