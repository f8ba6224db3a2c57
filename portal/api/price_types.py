"""The columns of the price list."""

from fastapi import APIRouter

from portal.api.deps import Reading, StaffCaller
from portal.api.problems import responses
from portal.api.schemas.common import Named
from portal.domain import companies

router = APIRouter(prefix="/price-types", tags=["access"], responses=responses(403))


@router.get("", summary="Price types")
async def price_types(session: Reading, caller: StaffCaller) -> list[Named]:
    """What a company may be given. Staff only."""
    known = await companies.price_types(session)
    return [Named(id=str(one.id), name=one.name) for one in known]
