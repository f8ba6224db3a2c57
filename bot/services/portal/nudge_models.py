"""What the portal tells a channel to remind people of, as `models`."""

from datetime import datetime

from bot.services.portal.models import Model


class UnscoredOut(Model):
    """A delivered order of which its author has said nothing yet."""

    order_id: str
    number: str
    delivered_at: datetime
    company_id: str
    company: str
    timezone: str
    person_id: str


class ScoreOut(Model):
    """How it went, from 0 to 10."""

    order_id: str
    number: str
    score: int
    word: str = ""
