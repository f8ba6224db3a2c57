"""Opaque cursors: where the next page of a list begins."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated

from fastapi import Query

from portal.domain.errors import Refused

Limit = Annotated[int, Query(ge=1, le=100, description="How many at most")]
Cursor = Annotated[
    str | None, Query(max_length=200, description="`next_cursor` of the page before")
]


def to_cursor(*place: int | str) -> str:
    """A cursor of what the last item of a page was sorted by."""
    text = json.dumps(place, separators=(",", ":"), ensure_ascii=False)
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def from_cursor(cursor: str, *kinds: type[int] | type[str]) -> list[int | str]:
    """What `to_cursor` was given, of those types; anything else is refused as `cursor_invalid`."""
    try:
        place = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        place = None
    if (
        not isinstance(place, list)
        or [type(part) for part in place] != list(kinds)
        or not all(_storable(part) for part in place)
    ):
        raise Refused("cursor_invalid", 422)
    return place


def _storable(part: int | str) -> bool:
    """A database can compare with it: PostgreSQL refuses larger numbers, and NUL in a text."""
    return 0 <= part < 2**31 if isinstance(part, int) else "\0" not in part


def after_id(cursor: str | None) -> int:
    """For lists sorted by a growing id: the id that the page before ended with, or 0."""
    if cursor is None:
        return 0
    (last,) = from_cursor(cursor, int)
    return int(last)
