"""Delivery addresses of a company."""

from fastapi import APIRouter, Response

from portal.api.deps import Acting, Buying, Now, Reading, Writing
from portal.api.idempotency import Once
from portal.api.problems import responses
from portal.api.schemas.carts import AddressIn, AddressOut
from portal.api.schemas.common import Page
from portal.db.models import Address
from portal.domain.addresses import add_address, addresses_of

router = APIRouter(prefix="/addresses", tags=["orders"])


@router.get("", summary="Where the company has goods delivered", responses=responses(401, 403, 404))
async def addresses(session: Reading, acting: Acting) -> Page[AddressOut]:
    """The last added first."""
    found = await addresses_of(session, acting.company.id)
    return Page(items=[_out(address) for address in found])


@router.post(
    "",
    summary="Add an address",
    responses=responses(401, 403, 404, 422),
    response_model=AddressOut,
)
async def add(
    session: Writing, acting: Buying, wanted: AddressIn, once: Once, now: Now
) -> Response:
    """An address that the company already has is answered, not added again."""

    async def act() -> AddressOut:
        return _out(await add_address(session, acting.company.id, wanted.text, now))

    return await once(act)


def _out(address: Address) -> AddressOut:
    return AddressOut(id=str(address.id), text=address.text)
