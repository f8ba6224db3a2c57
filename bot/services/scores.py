"""Marks after a delivery: what is a word to one, and how the staff hears of bad ones.

Of a mark and the word that follows it they hear in one message.
"""

import re
from datetime import timedelta

from bot.services.portal.models import EventOut
from bot.services.portal.nudge_models import LOW

SCORED = "order_scored"
FOR_A_WORD = timedelta(minutes=10)
"""So long a mark waits for the word that may follow it."""


_ORDERED = re.compile(r"\S*\d\S*(?:\s+\d+\s*\S{0,4})?")


def is_word(text: str) -> bool:
    """Articles with their quantities are none: somebody orders instead of answering."""
    return not all(_ORDERED.fullmatch(line.strip()) for line in text.strip().splitlines())


def held_for(event: EventOut) -> timedelta:
    """For how long an event is not told yet."""
    alone = event.kind == SCORED and is_bad(event) and not event.data["word"]
    return FOR_A_WORD if alone else timedelta(0)


def topic_of(event: EventOut, user_id: int) -> str | None:
    """Of what one person hears of one mark; None: it is of something else."""
    if event.kind != SCORED or event.order is None:
        return None
    return f"scored:{event.order.id}:{user_id}"


def is_bad(event: EventOut) -> bool:
    return int(event.data["score"]) <= LOW
