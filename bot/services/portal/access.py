"""Who calls, and how somebody comes in."""

from bot.services.portal import models as m
from bot.services.portal.calls import Calls


class Access(Calls):
    async def preview_invitation(self, code: str, source: str) -> m.InvitationOut:
        body = {"code": code, "source": source}
        return await self._request("POST", "/invitations/preview", m.InvitationOut, body=body)

    async def claim_invitation(
        self, key: str, *, code: str, source: str, name: str, token: str
    ) -> m.Account:
        body = {"code": code, "source": source, "name": name, "token": token}
        return await self._request("POST", "/invitations/claim", m.Account, body=body, key=key)

    async def invite(
        self, key: str, *, role: str, inn: str | None = None, name: str = ""
    ) -> m.InvitationCode:
        body = {"role": role, "inn": inn, "name": name}
        return await self._request("POST", "/invitations", m.InvitationCode, body=body, key=key)

    async def request_access(
        self,
        key: str,
        *,
        source: str,
        reply_to: str,
        name: str,
        phone: str = "",
        inn: str = "",
        company_name: str = "",
    ) -> m.AccessRequestOut:
        body = {
            "source": source,
            "reply_to": reply_to,
            "name": name,
            "phone": phone,
            "inn": inn,
            "company_name": company_name,
        }
        return await self._request(
            "POST", "/access-requests", m.AccessRequestOut, body=body, key=key
        )

    async def access_requests(self, cursor: str | None = None) -> m.Page[m.AccessRequestOut]:
        return await self._request(
            "GET",
            "/access-requests",
            m.Page[m.AccessRequestOut],
            query={"state": "waiting", "cursor": cursor},
        )

    async def approve_access(
        self, key: str, request_id: str, *, price_type_id: str | None = None, role: str = "owner"
    ) -> m.Approved:
        body = {"price_type_id": price_type_id, "role": role}
        return await self._request(
            "POST", f"/access-requests/{request_id}/approve", m.Approved, body=body, key=key
        )

    async def decline_access(self, key: str, request_id: str) -> m.AccessRequestOut:
        return await self._request(
            "POST", f"/access-requests/{request_id}/decline", m.AccessRequestOut, key=key
        )

    async def price_types(self) -> list[m.Named]:
        return await self._request("GET", "/price-types", list[m.Named])

    async def me(self) -> m.Account:
        return await self._request("GET", "/me", m.Account)

    async def people(self, cursor: str | None = None) -> m.Page[m.Member]:
        return await self._request("GET", "/people", m.Page[m.Member], query={"cursor": cursor})

    async def remove_person(self, person_id: str) -> None:
        await self._request("DELETE", f"/people/{person_id}", None)
