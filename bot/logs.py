"""Logging: one line a record, or one JSON object a line, and never a secret in it."""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import TextIO

TOKENS = re.compile(r"\b\d{5,12}:[\w-]{20,}|(?i:bearer)\s+[^\s\"'\\]+")
"""Tokens of bots, and of the portal's people."""
TALKATIVE = {
    # They log URLs, headers, statements with their parameters: tokens, names, what people write.
    "aiohttp": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "alembic": logging.WARNING,
    "asyncpg": logging.WARNING,
    "httpcore": logging.WARNING,
    "httpx": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "uvicorn.access": logging.WARNING,
    # It warns of every tick that finds the last one still at work, which is as it should be.
    "apscheduler": logging.ERROR,
}


def configure(
    level: str, *, as_json: bool, secrets: tuple[str, ...] = (), stream: TextIO | None = None
) -> None:
    """`secrets` are blotted out wherever they turn up, tracebacks included."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Redacting(_Json() if as_json else _Line(), secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name, least in TALKATIVE.items():
        logging.getLogger(name).setLevel(least)


class Redacting(logging.Formatter):
    """Redacts the finished text, so that nothing gets past it by way of arguments or tracebacks."""

    def __init__(self, inner: logging.Formatter, secrets: tuple[str, ...] = ()) -> None:
        super().__init__()
        self._inner = inner
        self._secrets = [secret for secret in secrets if secret]

    def format(self, record: logging.LogRecord) -> str:
        text = self._inner.format(record)
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        return TOKENS.sub("[secret]", text)


class _Line(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["error"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)
