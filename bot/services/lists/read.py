"""From a file to lines: checked first, then opened by a worker process that may be lost."""

import asyncio
import json
import logging
import os
import sys
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from bot.errors import UserError
from bot.services.lists.files import FileKind, kind_of
from bot.services.lists.lines import MOST_LINES, Ignored, Line
from bot.services.lists.readings import Reading
from bot.services.lists.texts import read_any_text

log = logging.getLogger(__name__)

SECONDS = 30.0
AT_ONCE = 2
"""Workers side by side: each may take its share of memory and a whole core."""
ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Source:
    """`codes`: what the barcodes of a picture say; `left`: how many lines were too many;
    `unfilled`: how many rows of a form bear no quantity."""

    lines: list[Line] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    left: int = 0
    unfilled: int = 0


def gate() -> asyncio.Semaphore:
    """What `read_file` waits at, one for the whole bot."""
    return asyncio.Semaphore(AT_ONCE)


def source_of_text(text: str) -> Source:
    """A message or a caption."""
    lines = read_any_text(text)
    asking = [line for line in lines if line.readings]
    if len(asking) <= MOST_LINES:
        return Source(lines)
    last = asking[MOST_LINES - 1]
    return Source(lines[: lines.index(last) + 1], left=len(asking) - MOST_LINES)


async def read_file(path: Path, waiting: asyncio.Semaphore, *, seconds: float = SECONDS) -> Source:
    """What stands in a file. UserError says why it cannot be read, and what to do."""
    kind = await asyncio.to_thread(kind_of, path)
    async with waiting:
        code, said = await _work(kind, path, seconds)
    if code:
        log.warning("a %s file ended its reader: %d", kind, code)
        # By a signal: it took too much memory or too much time.
        raise UserError("file-too-heavy" if code < 0 else "file-broken")
    answer = json.loads(said)
    if error := answer.get("error"):
        raise UserError(error)
    lines = [_line(row) for row in answer.get("lines", ())]
    return Source(lines, answer.get("codes", []), answer.get("left", 0), answer.get("unfilled", 0))


def command(kind: FileKind, path: Path) -> list[str]:
    """What reads a file, from ROOT."""
    return [sys.executable, "-m", "bot.services.lists.worker", kind, str(path)]


async def _work(kind: FileKind, path: Path, seconds: float) -> tuple[int, bytes]:
    """Its exit code and what it printed. It is given none of the bot's secrets."""
    worker = await asyncio.create_subprocess_exec(
        *command(kind, path),
        cwd=ROOT,
        env={name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(seconds):
            said, _ = await worker.communicate()
    except TimeoutError:
        return -1, b""
    finally:
        if worker.returncode is None:
            worker.kill()
            await worker.wait()
    return worker.returncode or 0, said


def _line(row: list[Any]) -> Line:
    number, source, ignored, sheet, readings = row
    return Line(
        number,
        source,
        tuple(
            Reading(what, Decimal(quantity) if quantity else None, unit)
            for what, quantity, unit in readings
        ),
        Ignored(ignored) if ignored else None,
        sheet,
    )
