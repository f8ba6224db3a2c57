"""`--at`: a clock that begins when somebody likes and runs on, to see what the bot says then."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.start import StartError


def clock_at(text: str, zone: str) -> Callable[[], datetime]:
    """`2026-03-01T09:00`, there unless it names a zone of its own. Raises StartError."""
    try:
        start = datetime.fromisoformat(text)
    except ValueError:
        raise StartError(f"--at {text}: not a time as 2026-03-01T09:00") from None
    if start.tzinfo is None:
        start = start.replace(tzinfo=ZoneInfo(zone))
    begun, start = time.monotonic(), datetime.fromtimestamp(start.timestamp(), UTC)
    return lambda: start + timedelta(seconds=time.monotonic() - begun)
