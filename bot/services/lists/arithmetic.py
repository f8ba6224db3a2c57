"""What is written in reply to a draft: `3: 20`, `3 +5`, `убрать 3`, `3 = 0893106`. Pure."""

import re
from dataclasses import dataclass

from bot.services.entry import LineChange, parse_changes

_REPLACED = re.compile(r"(?P<number>\d{1,4})\s*=\s*(?P<what>\S.*)")


@dataclass(frozen=True, slots=True)
class Replaced:
    """In the line shown under `number`, look for this instead."""

    number: int
    text: str


Said = LineChange | Replaced


def parse_list_changes(text: str) -> list[Said] | None:
    """One change on each line; None where any line is none."""
    said: list[Said] = []
    for row in filter(None, (row.strip() for row in text.splitlines())):
        if match := _REPLACED.fullmatch(row):
            said.append(Replaced(int(match["number"]), match["what"]))
        elif changes := parse_changes(row):
            said += changes
        else:
            return None
    return said or None
