"""What a channel may ask: what has happened, whom to write to."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from bot.services.portal import desk_models as desk
from bot.services.portal import models as m
from bot.services.portal import nudge_models as nudges
from bot.services.portal import reminder_models as reminders
from bot.services.portal.calls import Calls


class Channel(Calls):
    async def segment_choices(self) -> desk.SegmentChoices:
        return await self._request("GET", "/segments/choices", desk.SegmentChoices)

    async def count_segment(self, segment: dict[str, Any]) -> desk.SegmentCount:
        return await self._request(
            "POST", "/segments/count", desk.SegmentCount, body=segment, again=True
        )

    async def segment_people(
        self, segment: dict[str, Any], *, cursor: str | None = None, limit: int = 1000
    ) -> m.Page[desk.ReachedOut]:
        return await self._request(
            "POST",
            "/segments/people",
            m.Page[desk.ReachedOut],
            query={"cursor": cursor, "limit": limit},
            body=segment,
            again=True,
        )

    async def segment_prices(self, product_id: str, company_ids: Sequence[str]) -> desk.PricesOut:
        """Up to a thousand companies."""
        body = {"product_id": product_id, "company_ids": list(company_ids)}
        return await self._request(
            "POST", "/segments/prices", desk.PricesOut, body=body, again=True, wait=20
        )

    async def events(self, after: str | None, *, wait: float = 0) -> m.EventPage:
        """What has happened after that; the portal waits so many seconds for the first of it."""
        query = {"after": after, "wait": wait}
        return await self._request("GET", "/events", m.EventPage, query=query, wait=wait)

    async def unscored(
        self, hours: int, days: int, cursor: str | None = None
    ) -> m.Page[nudges.UnscoredOut]:
        """Orders delivered so long ago, at least and at most, that nobody has spoken of."""
        query = {"hours": hours, "days": days, "cursor": cursor}
        return await self._request("GET", "/nudges/scores", m.Page[nudges.UnscoredOut], query=query)

    async def owing(self, until: date, cursor: str | None = None) -> reminders.OwingPage:
        """Companies that owe what is due by a day, with who pays for them."""
        query = {"until": until.isoformat(), "cursor": cursor}
        return await self._request("GET", "/nudges/payments", reminders.OwingPage, query=query)

    async def left_carts(
        self, hours: int, days: int, cursor: str | None = None
    ) -> m.Page[nudges.LeftCartOut]:
        """Carts that nobody has changed for so long, at least and at most."""
        query = {"hours": hours, "days": days, "cursor": cursor}
        return await self._request("GET", "/nudges/carts", m.Page[nudges.LeftCartOut], query=query)

    async def due_usual(self, cursor: str | None = None) -> m.Page[nudges.DueUsualOut]:
        """Companies whose usual order is due."""
        query = {"cursor": cursor}
        return await self._request("GET", "/nudges/usual", m.Page[nudges.DueUsualOut], query=query)

    async def lapsing_levels(
        self, days: int, cursor: str | None = None
    ) -> m.Page[nudges.LapsingOut]:
        """Levels that lapse in so many days at most."""
        query = {"days": days, "cursor": cursor}
        return await self._request("GET", "/nudges/levels", m.Page[nudges.LapsingOut], query=query)
