"""Documents, and asking the manager."""

from datetime import date

from bot.services.portal import models as m
from bot.services.portal.calls import DRAWN, Calls


class Papers(Calls):
    async def documents(
        self, kind: str | None = None, *, limit: int | None = None, cursor: str | None = None
    ) -> m.Page[m.DocumentOut]:
        """Newest first."""
        return await self._request(
            "GET",
            "/documents",
            m.Page[m.DocumentOut],
            query={"kind": kind, "limit": limit, "cursor": cursor},
        )

    async def order_documents(self, order_id: str) -> list[m.DocumentOut]:
        page = await self._request("GET", f"/orders/{order_id}/documents", m.Page[m.DocumentOut])
        return page.items

    async def document(self, document_id: str) -> m.Download:
        return await self._request("GET", f"/documents/{document_id}/file", m.Download)

    async def invoice_code(self, document_id: str) -> bytes:
        """A PNG with the QR; 409 `no_bank_details`."""
        return await self._request("GET", f"/documents/{document_id}/qr", bytes)

    async def due_code(self, due_id: str) -> bytes:
        """A PNG with the QR for what is still owed; `not_found` once it is paid."""
        return await self._request("GET", f"/balance/due/{due_id}/qr", bytes)

    async def act(self, first: date, last: date, kind: str) -> m.Download:
        """Of reconciliation, both days included, as pdf or xlsx."""
        query = {"from": first.isoformat(), "to": last.isoformat(), "format": kind}
        return await self._request("GET", "/documents/act", m.Download, query=query)

    async def price_list(self) -> m.Download:
        return await self._request("GET", "/documents/price-list", m.Download, wait=DRAWN)

    async def ask_manager(
        self, key: str, kind: str, *, order_id: str | None = None, text: str = ""
    ) -> m.RequestOut:
        """`kind` is edo, limit, paid or other."""
        body = {"kind": kind, "order_id": order_id, "text": text}
        return await self._request("POST", "/requests", m.RequestOut, body=body, key=key)

    async def company_requests(self, cursor: str | None = None) -> m.Page[m.RequestOut]:
        """What waits, the longest first: for staff, of all companies."""
        return await self._request(
            "GET", "/requests", m.Page[m.RequestOut], query={"cursor": cursor}
        )

    async def close_request(self, key: str, request_id: str, answer: str = "") -> m.RequestOut:
        body = {"answer": answer}
        return await self._request(
            "POST", f"/requests/{request_id}/close", m.RequestOut, body=body, key=key
        )

    async def set_edo(self, operator: str, edo_id: str) -> None:
        body = {"operator": operator, "edo_id": edo_id}
        await self._request("PUT", "/company/edo", None, body=body)

    async def set_logo(self, upload_id: str) -> None:
        await self._request("PUT", "/company/logo", None, body={"upload_id": upload_id})

    async def logo(self) -> m.Download:
        return await self._request("GET", "/company/logo", m.Download)

    async def remove_logo(self) -> None:
        await self._request("DELETE", "/company/logo", None)
