"""The tree of the catalogue's groups, and how much there is to see in each."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Family, Group, Product
from portal.domain.catalogue import SHOWN
from portal.domain.errors import not_found


@dataclass(frozen=True, slots=True)
class Branch:
    """A group: `products` counts those shown in it and below it, `children` its groups that have
    any."""

    id: int
    name: str
    parent_id: int | None
    products: int
    children: int


@dataclass(frozen=True, slots=True)
class Level:
    """The groups within one, by name; `path` leads to that one from the top, with it."""

    path: list[tuple[int, str]]
    groups: list[Branch]


async def level_of(session: AsyncSession, parent_id: int | None) -> Level:
    """The groups that lie directly within a group (None: at the top), by one statement.

    Those in which nothing is shown are left out. `not_found` for a group that is not there.
    """
    home = func.coalesce(Product.group_id, Family.group_id)
    # Grouped before it is joined: there are far more products than groups.
    held = (
        select(home.label("group_id"), func.count().label("products"))
        .select_from(Product)
        .outerjoin(Family, Family.id == Product.family_id)
        .where(SHOWN)
        .group_by(home)
        .subquery()
    )
    rows = await session.execute(
        select(Group.id, Group.name, Group.parent_id, held.c.products).outerjoin(
            held, held.c.group_id == Group.id
        )
    )
    names: dict[int, str] = {}
    parents: dict[int, int | None] = {}
    within: dict[int, int] = {}
    for group_id, name, above, products in rows:
        names[group_id], parents[group_id], within[group_id] = name, above, products or 0
    if parent_id is not None and parent_id not in names:
        raise not_found()
    own = dict(within)
    for group_id, products in own.items():
        for above in _above(group_id, parents):
            within[above] += products
    filled = [group_id for group_id in names if within[group_id]]
    children: dict[int | None, int] = {}
    for group_id in filled:
        children[parents[group_id]] = children.get(parents[group_id], 0) + 1
    groups = [
        Branch(group_id, names[group_id], parent_id, within[group_id], children.get(group_id, 0))
        for group_id in filled
        if parents[group_id] == parent_id
    ]
    path = [] if parent_id is None else [parent_id, *_above(parent_id, parents)]
    return Level(
        path=[(group_id, names[group_id]) for group_id in reversed(path)],
        groups=sorted(groups, key=lambda group: (group.name.casefold(), group.id)),
    )


def _above(group_id: int, parents: dict[int, int | None]) -> list[int]:
    """The groups that a group lies in, the nearest first. A circle, which an import could make, is
    gone round once."""
    found: list[int] = []
    above = parents[group_id]
    while above is not None and above != group_id and above not in found:
        found.append(above)
        above = parents.get(above)
    return found
