"""What is owed, and what loyalty gives."""

from bot.services.portal import models as m
from bot.services.portal.calls import Calls


class Money(Calls):
    async def balance(self) -> m.BalanceOut:
        return await self._request("GET", "/balance", m.BalanceOut)

    async def ledger(
        self,
        *,
        first: str | None = None,
        last: str | None = None,
        contract: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> m.LedgerOut:
        """Newest first. Days in ISO, both included."""
        return await self._request(
            "GET",
            "/balance/ledger",
            m.LedgerOut,
            query={
                "from": first,
                "to": last,
                "contract": contract,
                "limit": limit,
                "cursor": cursor,
            },
        )

    async def schedule_picture(self, theme: str, language: str) -> bytes:
        """A PNG; 409 `nothing_due` where there is nothing to draw."""
        query = {"theme": theme, "language": language}
        return await self._request("GET", "/balance/schedule.png", bytes, query=query)

    async def loyalty(self) -> m.LoyaltyOut:
        """404 `no_loyalty` where there is no programme."""
        return await self._request("GET", "/loyalty", m.LoyaltyOut)

    async def points(self, *, limit: int | None = None) -> m.Page[m.PointsOut]:
        """Their ledger, newest first."""
        return await self._request(
            "GET", "/loyalty/points", m.Page[m.PointsOut], query={"limit": limit}
        )

    async def spend_points(self, key: str, points: int) -> m.LoyaltyOut:
        """A rouble each off what is owed."""
        body = {"points": points}
        return await self._request("POST", "/loyalty/spend", m.LoyaltyOut, body=body, key=key)
