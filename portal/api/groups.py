"""The catalogue's tree."""

from typing import Annotated

from fastapi import APIRouter, Query

from portal.api.deps import Reading, parse_id
from portal.api.paging import Cursor, Limit, from_cursor, to_cursor
from portal.api.problems import responses
from portal.api.schemas.common import Named
from portal.api.schemas.kept import GroupOut, GroupPage
from portal.domain.groups import level_of

router = APIRouter(prefix="/groups", tags=["catalogue"])


@router.get("", summary="The groups within a group", responses=responses(404))
async def groups(
    session: Reading,
    parent: Annotated[
        str | None, Query(description="The id of a group; left out, the top of the tree")
    ] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> GroupPage:
    """By name; groups in which nothing is shown are left out."""
    parent_id = None if parent is None else parse_id(parent)
    offset = 0 if cursor is None else int(from_cursor(cursor, int)[0])
    level = await level_of(session, parent_id)
    here = level.groups[offset : offset + limit]
    return GroupPage(
        items=[
            GroupOut(
                id=str(group.id),
                name=group.name,
                parent_id=parent,
                products=group.products,
                children=group.children,
            )
            for group in here
        ],
        next_cursor=to_cursor(offset + limit) if len(level.groups) > offset + limit else None,
        path=[Named(id=str(group_id), name=name) for group_id, name in level.path],
    )
