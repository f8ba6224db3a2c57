"""The queue of updates: kept until confirmed, a day at most, handed to one poller at a time."""

import asyncio

from sandbox.core.errors import conflict
from sandbox.core.schema import Params
from sandbox.core.state import Json
from sandbox.core.world import World

KEPT_SECONDS = 24 * 3600
MOST_AT_ONCE = 100
LONGEST_POLL_SECONDS = 50


def forget_old(world: World) -> None:
    state = world.state
    oldest = world.timestamp() - KEPT_SECONDS
    state.updates = [
        update for update in state.updates if state.update_dates[update["update_id"]] > oldest
    ]
    _forget_dates(world)


def confirm(world: World, before: int) -> None:
    """Forget the updates with an id less than `before`; they were handled."""
    state = world.state
    kept = [update for update in state.updates if update["update_id"] >= before]
    if len(kept) != len(state.updates):
        state.updates = kept
        _forget_dates(world)
        world.changes += 1


async def get(world: World, p: Params) -> list[Json]:
    """Answer getUpdates: what waits, or what comes within `timeout` seconds."""
    if world.state.webhook.url:
        raise conflict(
            "can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first"
        )
    if "allowed_updates" in p:
        world.state.allowed_updates = list(p["allowed_updates"])
    _apply_offset(world, p.get("offset", 0))
    limit = max(1, min(int(p.get("limit", MOST_AT_ONCE)), MOST_AT_ONCE))
    stop = _take_the_place_of_another(world)
    try:
        seconds = min(max(int(p.get("timeout", 0)), 0), LONGEST_POLL_SECONDS)
        deadline = asyncio.get_running_loop().time() + seconds
        while True:
            forget_old(world)
            left = deadline - asyncio.get_running_loop().time()
            if world.state.updates or left <= 0 or world.closing.is_set():
                return world.state.updates[:limit]
            await _first_of(world.new_update, stop, within=left)
            if stop.is_set():
                raise conflict(
                    "terminated by other getUpdates request; "
                    "make sure that only one bot instance is running"
                )
    finally:
        if world.poller is stop:
            world.poller = None


def _apply_offset(world: World, offset: int) -> None:
    updates = world.state.updates
    if offset > 0:
        confirm(world, offset)
    elif offset < 0 and updates:
        # A negative offset counts from the end of the queue and forgets all before it.
        confirm(world, updates[max(len(updates) + offset, 0)]["update_id"])


def _take_the_place_of_another(world: World) -> asyncio.Event:
    if world.poller is not None:
        world.poller.set()
    world.poller = asyncio.Event()
    return world.poller


async def _first_of(*events: asyncio.Event, within: float) -> None:
    tasks = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(tasks, timeout=within, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()


def _forget_dates(world: World) -> None:
    kept = {update["update_id"] for update in world.state.updates}
    dates = world.state.update_dates
    world.state.update_dates = {key: at for key, at in dates.items() if key in kept}
