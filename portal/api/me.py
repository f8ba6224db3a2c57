"""Who the caller is."""

from contextlib import suppress

from fastapi import APIRouter

from portal.api import accounts
from portal.api.deps import Caller, Company, Reading, Today, parse_id
from portal.api.schemas.accounts import Account
from portal.domain.behalf import acting_for
from portal.domain.errors import Refused

router = APIRouter(tags=["access"])


@router.get("/me", summary="Who am I?")
async def me(caller: Caller, session: Reading, today: Today, company: Company = None) -> Account:
    """The person behind the token, and the companies they act for. An `Artikul-Company` that is
    not, or no longer, theirs to act for is passed over here."""
    behalf = None
    if company is not None and caller.staff is not None:
        with suppress(Refused):
            place = await acting_for(session, caller, parse_id(company), today)
            behalf = place if place.by_staff else None
    return accounts.account(caller, behalf)
