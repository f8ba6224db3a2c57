"""How people, companies and invitations look from outside."""

from portal.api.schemas.accounts import (
    AccessRequestOut,
    Account,
    CompanyOut,
    InvitationCode,
    InvitationOut,
)
from portal.api.schemas.common import Named
from portal.domain.access import Acting, Caller
from portal.domain.access_requests import Asked
from portal.domain.invitations import Offer


def account(caller: Caller, behalf: Acting | None = None) -> Account:
    """`behalf`: the company that the caller acts for as staff just now."""
    return Account(
        id=str(caller.person.id),
        name=caller.person.name,
        staff_role=caller.staff.role if caller.staff else None,
        companies=[_company(place) for place in caller.companies],
        acting_for=_company(behalf) if behalf else None,
    )


def _company(place: Acting) -> CompanyOut:
    return CompanyOut(
        id=str(place.company.id),
        inn=place.company.inn,
        name=place.company.name,
        timezone=place.company.timezone,
        role=place.role,
        prices_visible=place.prices_visible,
        edo_operator=place.company.edo_operator,
        edo_id=place.company.edo_id,
        has_logo=place.company.logo_file_id is not None,
    )


def invitation(offer: Offer) -> InvitationOut:
    return InvitationOut(
        company=offer.company.name if offer.company else None,
        inn=offer.company.inn if offer.company else None,
        role=offer.invitation.role,
        expires_at=offer.invitation.expires_at,
    )


def invitation_code(code: str, offer: Offer) -> InvitationCode:
    return InvitationCode(code=code, **invitation(offer).model_dump())


def access_request(asked: Asked) -> AccessRequestOut:
    request, company = asked.request, asked.known_company
    return AccessRequestOut(
        id=str(request.id),
        name=request.name,
        phone=request.phone,
        inn=request.inn,
        company_name=request.company_name,
        known_company=Named(id=str(company.id), name=company.name) if company else None,
        reply_to=request.reply_to,
        state=request.state,
        created_at=request.created_at,
    )
