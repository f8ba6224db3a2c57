"""Claims and their files."""

from pathlib import Path
from typing import Any

from bot.services.portal import claim_models as claims
from bot.services.portal import desk_models as desk
from bot.services.portal import models as m
from bot.services.portal.calls import Calls


class Claims(Calls):
    async def save_claim_file(self, claim_id: str, file_id: str, path: Path) -> None:
        """A file of a claim, written to `path` piece by piece."""
        await self._save(f"/claims/{claim_id}/files/{file_id}", path)

    async def claimable(self, order_id: str) -> list[claims.ClaimableLine]:
        return await self._request(
            "GET", f"/orders/{order_id}/claimable", list[claims.ClaimableLine]
        )

    async def make_claim(self, key: str, body: dict[str, Any]) -> claims.ClaimOut:
        return await self._request("POST", "/claims", claims.ClaimOut, body=body, key=key)

    async def my_claims(
        self, *, only_open: bool = False, limit: int = 8, cursor: str | None = None
    ) -> m.Page[claims.ClaimOut]:
        """The company's, newest first."""
        return await self._request(
            "GET",
            "/claims",
            m.Page[claims.ClaimOut],
            query={"open": only_open or None, "limit": limit, "cursor": cursor},
        )

    async def claim(self, claim_id: str) -> claims.ClaimOut:
        return await self._request("GET", f"/claims/{claim_id}", claims.ClaimOut)

    async def claim_messages(
        self, claim_id: str, *, limit: int = 50, cursor: str | None = None
    ) -> m.Page[claims.ClaimMessage]:
        """From the first."""
        return await self._request(
            "GET",
            f"/claims/{claim_id}/messages",
            m.Page[claims.ClaimMessage],
            query={"limit": limit, "cursor": cursor},
        )

    async def claim_message(self, claim_id: str, message_id: str) -> claims.ClaimMessage:
        return await self._request(
            "GET", f"/claims/{claim_id}/messages/{message_id}", claims.ClaimMessage
        )

    async def say_of_claim(
        self, key: str | None, claim_id: str, body: dict[str, Any]
    ) -> claims.ClaimMessage:
        """`body`: text, uploads, internal, reply_to, external_ref, which keeps it from being said
        twice where there is no key."""
        path = f"/claims/{claim_id}/messages"
        return await self._request(
            "POST", path, claims.ClaimMessage, body=body, key=key, again=key is None
        )

    async def edit_claim_message(
        self, claim_id: str, message_id: str, text: str
    ) -> claims.ClaimMessage:
        return await self._request(
            "PATCH",
            f"/claims/{claim_id}/messages/{message_id}",
            claims.ClaimMessage,
            body={"text": text},
        )

    async def delete_claim_message(self, claim_id: str, message_id: str) -> None:
        await self._request("DELETE", f"/claims/{claim_id}/messages/{message_id}", None)

    async def work_on_claim(
        self, key: str, claim_id: str, deed: str, body: dict[str, Any] | None = None
    ) -> claims.ClaimOut:
        """`deed`: take, ask, hand-over, resolve, decline; rate and reopen of the buyer's."""
        return await self._request(
            "POST", f"/claims/{claim_id}/{deed}", claims.ClaimOut, body=body, key=key
        )

    async def claim_queue(
        self, *, mine: bool = False, limit: int = 10, cursor: str | None = None
    ) -> m.Page[claims.ClaimOut]:
        """What the staff is to deal with, the earliest deadline first."""
        return await self._request(
            "GET",
            "/claims/queue",
            m.Page[claims.ClaimOut],
            query={"mine": mine or None, "limit": limit, "cursor": cursor},
        )

    async def claim_colleagues(self, claim_id: str) -> list[desk.StaffOut]:
        path = f"/claims/{claim_id}/colleagues"
        return await self._request("GET", path, list[desk.StaffOut])

    async def claim_book(self, language: str) -> bytes:
        """This month's, as Excel."""
        query = {"language": language}
        return await self._request("GET", "/claims/statistics.xlsx", bytes, query=query)
