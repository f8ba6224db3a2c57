"""Delivery of updates to a webhook: one after another, each again until it is taken."""

import asyncio
import json
import logging
from collections.abc import Sequence

import httpx

from sandbox.core import updates
from sandbox.core.errors import ApiError
from sandbox.core.state import Json, Webhook
from sandbox.telegram import Telegram

log = logging.getLogger(__name__)

WAITS = (1, 2, 5, 10, 30)
"""Seconds before each further try; the last is repeated."""


async def deliver(
    telegram: Telegram, http: httpx.AsyncClient, waits: Sequence[float] = WAITS
) -> None:
    """Run until cancelled."""
    world = telegram.world
    failures = 0
    while True:
        news = world.new_update
        webhook = world.state.webhook
        updates.forget_old(world)
        if not webhook.url or not world.state.updates:
            await news.wait()
            continue
        update = world.state.updates[0]
        error = await _post(telegram, http, webhook, update)
        if error is None:
            failures = 0
            updates.confirm(world, update["update_id"] + 1)
            continue
        webhook.last_error_date, webhook.last_error_message = world.date(), error
        log.warning("The webhook did not take update %s: %s", update["update_id"], error)
        wait = waits[min(failures, len(waits) - 1)]
        failures += 1
        await _pause(telegram, webhook, wait)


async def _post(
    telegram: Telegram, http: httpx.AsyncClient, webhook: Webhook, update: Json
) -> str | None:
    headers = {"Content-Type": "application/json"}
    if webhook.secret_token:
        headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret_token
    try:
        response = await http.post(webhook.url, content=json.dumps(update), headers=headers)
    except httpx.TimeoutException:
        return "Read timeout expired"
    except httpx.HTTPError as error:
        return f"Connection failed: {error}"
    if not response.is_success:
        return f"Wrong response from the webhook: {response.status_code} {response.reason_phrase}"
    await _call_in_answer(telegram, response)
    return None


async def _call_in_answer(telegram: Telegram, response: httpx.Response) -> None:
    """A webhook may answer with a call of a method; its result goes nowhere."""
    try:
        asked = response.json()
    except ValueError:
        return
    if isinstance(asked, dict) and isinstance(asked.get("method"), str):
        params = {name: value for name, value in asked.items() if name != "method"}
        try:
            await telegram.call(asked["method"], params)
        except ApiError as error:
            log.warning("The webhook's answer asked for a refused call: %s", error.description)


async def _pause(telegram: Telegram, webhook: Webhook, seconds: float) -> None:
    """Wait before another try, but not after the webhook was changed or removed."""
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds
    while telegram.world.state.webhook is webhook and (left := until - loop.time()) > 0:
        try:
            await asyncio.wait_for(telegram.world.new_update.wait(), left)
        except TimeoutError:
            return
