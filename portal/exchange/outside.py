"""The programs outside that the settings name, and who serves them."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import httpx

from portal.config import Settings
from portal.db.session import Database
from portal.exchange.bitrix24.client import Bitrix24
from portal.exchange.bitrix24.tasks import Office, Tasks
from portal.exchange.courier import Receiver
from portal.exchange.webhooks import Webhook
from portal.storage import Storage


def receivers_of(
    settings: Settings,
    database: Database,
    storage: Storage,
    now: Callable[[], datetime],
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    transport: httpx.AsyncBaseTransport | None = None,
) -> list[Receiver]:
    """`sleep` and `transport` stand in for the clock and the network."""
    secret = settings.claim_webhook_secret.get_secret_value()
    found: list[Receiver] = [
        Webhook(url, secret, database, now, transport) for url in settings.claim_webhook_addresses
    ]
    if url := settings.bitrix24_url.get_secret_value():
        office = Office(
            settings.bitrix24_folder,
            settings.bitrix24_responsible,
            settings.bitrix24_user_ids,
            settings.bitrix24_group,
            settings.zone,
            settings.bot_username,
        )
        client = Bitrix24(url, now, sleep, transport)
        found.append(Tasks(client, office, database, storage, now))
    return found
