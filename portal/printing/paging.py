"""Which rows of a long table stand on which page, and what is carried to the next. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """Rows from `start` up to `stop`; `brought` is the sum of all on the pages before."""

    start: int
    stop: int
    brought: int
    carried: int
    """`brought` and what stands here: what the next page brings forward."""


def paged(
    heights: Sequence[float],
    amounts: Sequence[int],
    *,
    first: float,
    room: float,
    carry: float,
    tail: float,
) -> list[Page]:
    """Rows of these heights onto pages: `first` has room for so much, all others for `room`.

    A page that is not the last ends with a line of what it carries, and a page that is not the
    first begins with one, each `carry` high. What follows the last row is `tail` high and stands on
    a page with one row at least, as signatures under nothing would prove nothing.
    """
    pages: list[Page] = []
    at, brought, left = 0, 0, first
    while at < len(heights):
        begins = at
        if pages:
            left = room - carry
        while at < len(heights):
            last = at == len(heights) - 1
            below = tail if last else carry
            # A row higher than a page is nobody's fault but its own: it must go somewhere.
            if heights[at] + below > left and (at > begins or (not pages and first < room)):
                break
            left -= heights[at]
            at += 1
        if at == begins:
            pages.append(Page(begins, begins, 0, 0))
            continue
        carried = brought + sum(amounts[begins:at])
        pages.append(Page(begins, at, brought, carried))
        brought = carried
    return pages
