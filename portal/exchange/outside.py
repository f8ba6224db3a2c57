"""The programs outside that the settings name, and who serves them."""

from collections.abc import Callable
from datetime import datetime

import httpx

from portal.config import Settings
from portal.db.session import Database
from portal.exchange.courier import Receiver
from portal.exchange.webhooks import Webhook


def receivers_of(
    settings: Settings,
    database: Database,
    now: Callable[[], datetime],
    transport: httpx.AsyncBaseTransport | None = None,
) -> list[Receiver]:
    """`transport` stands in for the network."""
    secret = settings.claim_webhook_secret.get_secret_value()
    return [
        Webhook(url, secret, database, now, transport) for url in settings.claim_webhook_addresses
    ]
