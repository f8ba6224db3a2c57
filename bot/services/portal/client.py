"""The portal's API: a line for every call of it, in files by matter."""

from bot.services.portal import models as m
from bot.services.portal.access import Access
from bot.services.portal.carts import Carts
from bot.services.portal.catalogue import Catalogue
from bot.services.portal.channel import Channel
from bot.services.portal.claims import Claims
from bot.services.portal.desk import Desk
from bot.services.portal.money import Money
from bot.services.portal.orders import Orders
from bot.services.portal.papers import Papers


class Portal(Access, Catalogue, Carts, Orders, Money, Claims, Desk, Channel, Papers):
    """The portal on behalf of nobody, or of a person acting for a company.

    Every call may raise PortalUnavailable (no sensible answer; the effect is unknown) and
    PortalRefused (a problem with a stable code). Calls that create take the `key` under which the
    portal makes them once, however often they are sent.
    """

    def on_behalf(self, token: str | None, company_id: str | None) -> "Portal":
        return Portal(self._http, token=token, company_id=company_id, sleep=self._sleep)

    @property
    def linked(self) -> bool:
        return self._token is not None

    async def health(self) -> None:
        await self._request("GET", "/health", m.Model)
