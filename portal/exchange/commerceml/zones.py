"""1C writes local times of its server without saying of which zone they are."""

from zoneinfo import ZoneInfo

MOSCOW = ZoneInfo("Europe/Moscow")
"""Where most 1C servers believe to be; the settings' own zone is passed over it."""
