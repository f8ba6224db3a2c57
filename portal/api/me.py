"""Who the caller is."""

from fastapi import APIRouter

from portal.api import accounts
from portal.api.deps import Caller
from portal.api.schemas.accounts import Account

router = APIRouter(tags=["access"])


@router.get("/me", summary="Who am I?")
async def me(caller: Caller) -> Account:
    """The person behind the token, and the companies they act for."""
    return accounts.account(caller)
