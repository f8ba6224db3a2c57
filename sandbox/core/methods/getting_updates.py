"""getUpdates, and the webhook that takes its place."""

from urllib.parse import urlsplit

from sandbox.core import updates
from sandbox.core.errors import bad_request
from sandbox.core.registry import method
from sandbox.core.schema import Params
from sandbox.core.state import Json, Webhook
from sandbox.core.world import World


@method("getUpdates", "offset limit timeout allowed_updates")
async def get_updates(world: World, p: Params) -> list[Json]:
    return await updates.get(world, p)


@method("setWebhook", "url max_connections allowed_updates drop_pending_updates secret_token")
async def set_webhook(world: World, p: Params) -> bool:
    url = p.get("url", "")
    if not url:
        return _forget_webhook(world, p)
    parts = urlsplit(url)
    # Telegram wants HTTPS; here the bot runs beside and may as well be called in the clear.
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise bad_request("bad webhook: invalid webhook URL specified")
    secret = p.get("secret_token")
    if secret is not None and not _is_secret(secret):
        raise bad_request("secret token contains unallowed characters")
    _drop_if_asked(world, p)
    if "allowed_updates" in p:
        world.state.allowed_updates = list(p["allowed_updates"])
    world.state.webhook = Webhook(
        url=url, secret_token=secret, max_connections=p.get("max_connections", 40)
    )
    world.changes += 1
    world.wake()
    return True


@method("deleteWebhook", "drop_pending_updates")
async def delete_webhook(world: World, p: Params) -> bool:
    return _forget_webhook(world, p)


@method("getWebhookInfo")
async def get_webhook_info(world: World, p: Params) -> Json:
    webhook = world.state.webhook
    info: Json = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.state.updates),
    }
    if webhook.url:
        info["max_connections"] = webhook.max_connections
    if webhook.last_error_date:
        info["last_error_date"] = webhook.last_error_date
        info["last_error_message"] = webhook.last_error_message
    if world.state.allowed_updates:
        info["allowed_updates"] = world.state.allowed_updates
    return info


def _forget_webhook(world: World, p: Params) -> bool:
    _drop_if_asked(world, p)
    world.state.webhook = Webhook()
    world.changes += 1
    world.wake()
    return True


def _drop_if_asked(world: World, p: Params) -> None:
    if p.get("drop_pending_updates"):
        updates.confirm(world, world.state.last_update_id + 1)


def _is_secret(text: str) -> bool:
    return 1 <= len(text) <= 256 and all(
        char.isascii() and (char.isalnum() or char in "_-") for char in text
    )
