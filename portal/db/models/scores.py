"""How it went: what the author of a delivered order says of it."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.models.base import Base


class Score(Base):
    """From 0 to 10, and perhaps a word; one of an order, by its author, who may change it."""

    __tablename__ = "scores"

    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    score: Mapped[int]
    word: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(index=True)
    """When it was given first: to this month it counts."""
