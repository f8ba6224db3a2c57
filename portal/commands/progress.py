"""What is being done, on the terminal: a line that grows, or one a stage where it is a file."""

import sys
from collections.abc import Callable
from typing import TextIO

Progress = Callable[[str, int, int], None]
"""Called with a stage, how much of it is done, and of how much."""


def shown_on(stream: TextIO = sys.stderr) -> Progress:
    """Prints beside the result, so that `--json` stays clean."""
    last: tuple[str, int] | None = None

    def show(stage: str, done: int, total: int) -> None:
        nonlocal last
        percent = 100 if done >= total else 100 * done // total
        if (stage, percent) == last:
            return
        last = stage, percent
        if stream.isatty():
            end = "\n" if percent == 100 else ""
            print(f"\r{stage}: {percent}%\033[K", end=end, file=stream, flush=True)
        elif percent == 100:
            print(f"{stage}: done", file=stream, flush=True)

    return show
