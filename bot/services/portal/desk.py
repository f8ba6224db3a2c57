"""The staff, and conversations with them."""

from collections.abc import Sequence
from datetime import date

from bot.services.portal import desk_models as desk
from bot.services.portal import models as m
from bot.services.portal.calls import Calls


class Desk(Calls):
    async def customers(
        self, query: str = "", *, limit: int = 8, cursor: str | None = None
    ) -> m.Page[desk.CustomerRow]:
        """Companies that the caller deals with, by name."""
        return await self._request(
            "GET",
            "/customers",
            m.Page[desk.CustomerRow],
            query={"query": query or None, "limit": limit, "cursor": cursor},
        )

    async def customer(self, company_id: str) -> desk.CustomerOut:
        return await self._request("GET", f"/customers/{company_id}", desk.CustomerOut)

    async def assign_customer(
        self, company_id: str, *, manager_id: str | None, region: str
    ) -> desk.CustomerOut:
        body = {"manager_id": manager_id, "region": region}
        return await self._request(
            "PUT", f"/customers/{company_id}/manager", desk.CustomerOut, body=body
        )

    async def staff(self) -> list[desk.StaffOut]:
        return await self._request("GET", "/staff", list[desk.StaffOut])

    async def absence(self) -> desk.AbsenceOut | None:
        return (await self._request("GET", "/absence", desk.MaybeAbsence)).root

    async def go_away(self, *, first_day: date, last_day: date, deputy_id: str) -> desk.AbsenceOut:
        body = {
            "first_day": first_day.isoformat(),
            "last_day": last_day.isoformat(),
            "deputy_id": deputy_id,
        }
        return await self._request("PUT", "/absence", desk.AbsenceOut, body=body)

    async def come_back(self) -> None:
        await self._request("DELETE", "/absence", None)

    async def digest(self) -> desk.DigestOut:
        return await self._request("GET", "/digest", desk.DigestOut)

    async def own_conversation(self, key: str) -> desk.ConversationOut:
        """The person's own in the active company, made where there is none."""
        return await self._request("POST", "/conversations", desk.ConversationOut, key=key)

    async def conversations(
        self, *, waiting: bool = False, limit: int = 8, cursor: str | None = None
    ) -> m.Page[desk.ConversationOut]:
        return await self._request(
            "GET",
            "/conversations",
            m.Page[desk.ConversationOut],
            query={"waiting": waiting or None, "limit": limit, "cursor": cursor},
        )

    async def conversation(self, talk_id: str) -> desk.ConversationOut:
        return await self._request("GET", f"/conversations/{talk_id}", desk.ConversationOut)

    async def conversation_messages(
        self, talk_id: str, *, limit: int = 5
    ) -> m.Page[desk.TalkMessage]:
        """The latest first."""
        path = f"/conversations/{talk_id}/messages"
        return await self._request("GET", path, m.Page[desk.TalkMessage], query={"limit": limit})

    async def say(
        self,
        talk_id: str,
        *,
        ref: str,
        text: str = "",
        uploads: Sequence[str] = (),
        order_id: str | None = None,
    ) -> desk.TalkMessage:
        """`ref` is what the channel calls the message: the same again is the same message."""
        body = {
            "text": text,
            "uploads": list(uploads),
            "order_id": order_id,
            "external_ref": ref,
        }
        path = f"/conversations/{talk_id}/messages"
        # Its ref keeps it from being said twice.
        return await self._request("POST", path, desk.TalkMessage, body=body, again=True)

    async def say_otherwise(self, talk_id: str, message_id: str, text: str) -> desk.TalkMessage:
        path = f"/conversations/{talk_id}/messages/{message_id}"
        return await self._request("PATCH", path, desk.TalkMessage, body={"text": text})

    async def take_back(self, talk_id: str, message_id: str) -> None:
        await self._request("DELETE", f"/conversations/{talk_id}/messages/{message_id}", None)
