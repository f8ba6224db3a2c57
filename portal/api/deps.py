"""What routes ask for by type: a session, the time, who calls and for which company."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import date, datetime
from secrets import compare_digest
from typing import Annotated, Any, TypeVar
from zoneinfo import ZoneInfo

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Role
from portal.db.session import Database
from portal.domain import access
from portal.domain.behalf import acting_for
from portal.domain.errors import Refused, not_found
from portal.search.live import LiveIndex

BEARER = HTTPBearer(auto_error=False, description="A personal token, as a claimed code makes one")
LARGEST_ID = 2**31 - 1


Route = TypeVar("Route", bound=Callable[..., Any])
_reading: set[Callable[..., Any]] = set()


def reads(route: Route) -> Route:
    """A POST that asks for more than fits an address, and changes nothing."""
    _reading.add(route)
    return route


async def _session(request: Request) -> AsyncIterator[AsyncSession]:
    """One session for a request: what checks the caller and what acts see the same state.

    GET reads. The rest writes, and is committed before the answer goes out, or undone.
    """
    database: Database = request.app.state.database
    if request.method in {"GET", "HEAD"} or request.scope.get("endpoint") in _reading:
        async with database.read() as session:
            yield session
        return
    kept: Refused | None = None
    async with database.write() as session:
        try:
            yield session
        except Refused as refusal:
            if not refusal.keeps:
                raise
            kept = refusal
    if kept:
        raise kept


# The default scope ends after the answer was sent: it would say "placed" before the commit.
_Session = Annotated[AsyncSession, Depends(_session, scope="function")]
Reading = _Session
"""For GET routes, and those that `reads`: a session that cannot write."""
Writing = _Session
"""For all other routes: committed when the route returns, before the answer is sent."""


async def _search(request: Request) -> LiveIndex:
    search: LiveIndex = request.app.state.search
    return search


Search = Annotated[LiveIndex, Depends(_search)]
"""The search index."""


async def _now(request: Request) -> datetime:
    now: Callable[[], datetime] = request.app.state.now
    return now()


Now = Annotated[datetime, Depends(_now)]


async def _today(request: Request, now: Now) -> date:
    return now.astimezone(request.app.state.settings.zone).date()


Today = Annotated[date, Depends(_today)]
"""The day it is at the supplier's."""


async def _zone(request: Request) -> ZoneInfo:
    zone: ZoneInfo = request.app.state.settings.zone
    return zone


Zone = Annotated[ZoneInfo, Depends(_zone)]
"""The supplier's."""


async def _optional_caller(
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)],
    session: _Session,
    today: Today,
) -> access.Caller | None:
    if credentials is None:
        return None
    caller = await access.caller_by_token(session, credentials.credentials, today)
    if caller is None:
        raise Refused("unauthorized", 401)
    return caller


OptionalCaller = Annotated[access.Caller | None, Depends(_optional_caller)]
"""None without a token; a wrong token is refused all the same."""


async def _caller(caller: OptionalCaller) -> access.Caller:
    if caller is None:
        raise Refused("unauthorized", 401)
    return caller


Caller = Annotated[access.Caller, Depends(_caller)]

Company = Annotated[
    str | None,
    Header(
        alias="Artikul-Company",
        description="The id of the company to act for; without it, the caller's first. Staff may"
        " act on behalf of any that it deals with",
    ),
]


async def _acting(
    caller: Caller, session: _Session, today: Today, company: Company = None
) -> access.Acting:
    company_id = None if company is None else parse_id(company)
    return await acting_for(session, caller, company_id, today)


Acting = Annotated[access.Acting, Depends(_acting)]
"""The caller acting for one of their companies in whatever role, or as staff on its behalf."""


async def _optional_acting(
    caller: OptionalCaller, session: _Session, today: Today, company: Company = None
) -> access.Acting | None:
    if caller is None or (company is None and not caller.companies):
        return None
    company_id = None if company is None else parse_id(company)
    return await acting_for(session, caller, company_id, today)


OptionalActing = Annotated[access.Acting | None, Depends(_optional_acting)]
"""None for somebody unknown and for staff: the catalogue without prices."""


def require(*roles: Role) -> Callable[[access.Acting], Awaitable[access.Acting]]:
    """A dependency: Acting in one of the roles, else 403 `forbidden`."""

    async def check(acting: Acting) -> access.Acting:
        if acting.role not in roles:
            raise Refused("forbidden", 403)
        return acting

    return check


Owner = Annotated[access.Acting, Depends(require(Role.OWNER))]
Buying = Annotated[access.Acting, Depends(require(Role.OWNER, Role.BUYER))]
"""Owner or buyer: who may change carts and order."""


async def _staff(caller: Caller) -> access.Caller:
    if caller.staff is None:
        raise Refused("forbidden", 403)
    return caller


StaffCaller = Annotated[access.Caller, Depends(_staff)]


async def _channel(
    request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]
) -> None:
    token: str = request.app.state.settings.channel_token
    given = credentials.credentials if credentials else ""
    if not token or not compare_digest(given.encode(), token.encode()):
        raise Refused("unauthorized", 401)


Channel = Annotated[None, Depends(_channel)]
"""A channel, as the bot is one, by CHANNEL_TOKEN: it hears of everybody, and acts for nobody."""


def parse_id(text: str) -> int:
    """An id as it came from outside; what cannot be one is not found."""
    if not (text.isascii() and text.isdecimal()) or int(text) > LARGEST_ID:
        raise not_found()
    return int(text)
