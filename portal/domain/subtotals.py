"""What a cart comes to by groups of the catalogue, as far up as its lines differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Family, Group, Product
from portal.db.session import any_of
from portal.domain.goods import Line

Path = tuple[tuple[int, str], ...]
"""The groups of a product, from the top of the tree down: (id, name)."""


@dataclass(frozen=True, slots=True)
class Subtotal:
    """`group_id` None: of what lies in no group."""

    group_id: int | None
    name: str
    lines: int
    amount: int


async def subtotals(session: AsyncSession, lines: Sequence[Line]) -> list[Subtotal]:
    """By the topmost groups in which the lines differ, the dearest first; one statement."""
    paths = await _paths(session, [line.goods.id for line in lines])
    shared = _shared(list(paths.values()))
    sums: dict[tuple[int, str] | None, list[int]] = {}
    for line in lines:
        path = paths.get(line.goods.id, ())
        group = path[min(shared, len(path) - 1)] if path else None
        sums.setdefault(group, []).append(line.amount or 0)
    found = [
        Subtotal(group[0] if group else None, group[1] if group else "", len(each), sum(each))
        for group, each in sums.items()
    ]
    return sorted(found, key=lambda each: (-each.amount, each.name))


def _shared(paths: Sequence[Path]) -> int:
    """How many groups from the top all the paths share."""
    depth = 0
    for level in zip(*paths, strict=False):
        if len(set(level)) > 1:
            break
        depth += 1
    return depth


async def _paths(session: AsyncSession, product_ids: Sequence[int]) -> Mapping[int, Path]:
    if not product_ids:
        return {}
    within = func.coalesce(Product.group_id, Family.group_id)
    own = (
        select(Product.id.label("product_id"), within.label("group_id"))
        .outerjoin(Family, Family.id == Product.family_id)
        .where(any_of(Product.id, product_ids, session))
        .cte("own")
    )
    up = (
        select(Group.id.label("start"), Group.id, Group.name, Group.parent_id)
        .where(Group.id.in_(select(own.c.group_id)))
        .cte("up", recursive=True)
    )
    up = up.union(
        select(up.c.start, Group.id, Group.name, Group.parent_id).join(
            Group, Group.id == up.c.parent_id
        )
    )
    rows = await session.execute(
        select(own.c.product_id, up.c.id, up.c.name, up.c.parent_id).join(
            up, up.c.start == own.c.group_id
        )
    )
    climbed: dict[int, dict[int | None, tuple[int, str]]] = {}
    for product_id, group_id, name, parent_id in rows:
        climbed.setdefault(product_id, {})[parent_id] = (group_id, name)
    return {product_id: _downwards(below) for product_id, below in climbed.items()}


def _downwards(below: Mapping[int | None, tuple[int, str]]) -> Path:
    """From the top down; `below` has the group under each parent."""
    path: list[tuple[int, str]] = []
    at: int | None = None
    while (group := below.get(at)) is not None and group not in path:
        path.append(group)
        at = group[0]
    return tuple(path)
