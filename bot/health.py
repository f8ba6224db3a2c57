"""Whether the bot is alive: it writes a heartbeat, `python -m bot health` reads it."""

import json
import os
from datetime import datetime, timedelta
from pathlib import Path

STALE = timedelta(seconds=60)
"""A heartbeat is written every ten seconds."""


def beat(file: Path, now: datetime, *, portal: bool) -> None:
    """Written aside and moved, so that a reader never finds half of it."""
    aside = file.with_suffix(f".{os.getpid()}")
    aside.write_text(json.dumps({"at": now.isoformat(), "portal": portal}), "utf-8")
    aside.replace(file)


def trouble(file: Path, now: datetime) -> str | None:
    """What is wrong, in a line; None: all is well."""
    try:
        heartbeat = json.loads(file.read_text("utf-8"))
        at, portal = datetime.fromisoformat(heartbeat["at"]), heartbeat["portal"]
    except FileNotFoundError:
        return f"no heartbeat in {file}: the bot has not been started here"
    except (OSError, ValueError, KeyError, TypeError) as error:
        return f"the heartbeat in {file} cannot be read: {error}"
    if now - at > STALE:
        return (
            f"the last heartbeat is {(now - at).total_seconds():.0f} s old: the bot is not running"
        )
    return None if portal else "the bot runs, the portal does not answer it"
