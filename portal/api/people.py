"""The people of the acting company. For its owners."""

from fastapi import APIRouter

from portal.api.deps import Now, Owner, Reading, Writing, parse_id
from portal.api.paging import Cursor, Limit, after_id, to_cursor
from portal.api.problems import responses
from portal.api.schemas.accounts import MemberOut
from portal.api.schemas.common import Page
from portal.domain import people

router = APIRouter(prefix="/people", tags=["people"], responses=responses(403))


@router.get("", summary="The company's people")
async def members(
    session: Reading, acting: Owner, limit: Limit = 20, cursor: Cursor = None
) -> Page[MemberOut]:
    """Who acts for the company, and in which role."""
    found = await people.members(
        session, acting.company.id, after=after_id(cursor), limit=limit + 1
    )
    return Page(
        items=[
            MemberOut(
                id=str(person.id),
                name=person.name,
                role=membership.role,
                since=membership.created_at,
            )
            for person, membership in found[:limit]
        ],
        next_cursor=to_cursor(found[limit - 1][1].id) if len(found) > limit else None,
    )


@router.delete("/{id}", summary="Let somebody go", status_code=204, responses=responses(404, 409))
async def revoke(
    id: str,  # noqa: A002 - the path's own word
    session: Writing,
    acting: Owner,
    now: Now,
) -> None:
    """Take a person's place in the company away, at once. 409 `last_owner`."""
    await people.revoke(session, acting.company.id, parse_id(id), acting.person.id, now)
