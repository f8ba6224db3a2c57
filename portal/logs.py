"""Logs of the portal as a process of its own: lines for people, or JSON for machines."""

import logging
import re
import sys
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

CHATTY = ("alembic", "aiosqlite", "httpx", "httpcore")
"""They tell of every statement's and request's innards, which nobody asked for."""
SECRETS = re.compile(r"(?i)(bearer\s+)[\w.~+/=-]+")


def configure(level: str, as_json: bool, stream: TextIO = sys.stderr) -> None:
    """Send everything that is logged, by whatever library, to `stream` in one form."""
    shared: list[Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        _plain,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        without_secrets,
    ]
    shape: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.dev.ConsoleRenderer(colors=stream.isatty())
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, shape],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))


def without_secrets(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Nothing of ours logs a token; this is for what a library may quote in an error."""
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = SECRETS.sub(r"\1***", value)
    return event


def _plain(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """uvicorn says things twice: once more with colours."""
    event.pop("color_message", None)
    return event
