"""UserError, and the one place where errors become words."""

import logging
import math
from typing import TYPE_CHECKING, Any

from bot.services.portal.errors import PortalRefused, PortalUnavailable

if TYPE_CHECKING:
    # Words are not needed to raise a UserError, and cost more to load than all else in a worker.
    from bot.i18n import Translator

log = logging.getLogger(__name__)


class UserError(Exception):
    """Something to tell the person: the message `key` of the locales, with its arguments."""

    def __init__(self, key: str, /, **args: Any) -> None:
        super().__init__(key)
        self.key = key
        self.words = args


def words(error: Exception, t: "Translator", update_id: int | None = None) -> str:
    """What the person is told of `error`; what is nobody's fault but ours is logged.

    A refusal of the portal's is `error-CODE` (underscores as dashes) where the locale has it.
    """
    if isinstance(error, UserError):
        return t(error.key, **error.words)
    if isinstance(error, PortalUnavailable):
        log.warning("update %s: the portal is unavailable: %s", update_id, error)
        return t("error-portal-unavailable")
    if isinstance(error, PortalRefused):
        key = f"error-{error.code.replace('_', '-')}"
        if key in t:
            known = t.arguments(key)
            details = error.details
            if isinstance(seconds := details.get("retry_after"), int | float):
                details = {**details, "minutes": max(1, math.ceil(seconds / 60))}
            if known <= details.keys():
                return t(key, **{name: details[name] for name in known})
        log.warning("update %s: the portal refused: %s", update_id, error)
        return t("error-refused")
    log.error("update %s failed", update_id, exc_info=error)
    return t("error-unexpected")
