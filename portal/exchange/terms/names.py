"""The names that a person writes for what the portal knows by ids."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Company, Group, PriceType, Product
from portal.db.session import any_of
from portal.search.fold import fold_article

SLASH = "/"


@dataclass(slots=True)
class Names:
    """Ids by name; what is asked for in vain is noted in `unknown`, and 0 stands for it."""

    price_types: dict[str, int]
    groups: dict[str, list[int]]
    children: dict[int | None, list[int]]
    companies: dict[str, int]
    products: dict[str, list[Product]]
    unknown: list[str] = field(default_factory=list)

    def price_type(self, where: str, name: str | None) -> int | None:
        if name is None:
            return None
        return self._known(where, "price type", name, self.price_types.get(name.casefold()))

    def group(self, where: str, name: str | None) -> int | None:
        """By its own name where only one bears it, else by its path: `Крепёж / Болты`."""
        if name is None:
            return None
        found = self.groups.get(_path(name.split(SLASH)), [])
        if len(found) > 1:
            self.unknown.append(f"{where}: several groups are called {name}: write the path to it")
            return 0
        return self._known(where, "group", name, found[0] if found else None)

    def within(self, group_id: int) -> list[int]:
        """A group with all below it."""
        below = (each for child in self.children.get(group_id, ()) for each in self.within(child))
        return [group_id, *below]

    def company(self, where: str, inn: str | None) -> int | None:
        return None if inn is None else self._known(where, "company", inn, self.companies.get(inn))

    def articles(self, where: str, article: str) -> list[Product]:
        found = self.products.get(fold_article(article), [])
        self._known(where, "article", article, found[0].id if found else None)
        return found

    def _known(self, where: str, what: str, name: str, found: int | None) -> int:
        if found is None:
            self.unknown.append(f"{where}: there is no {what} {name}")
        return found or 0


async def names(session: AsyncSession, inns: Iterable[str], articles: Iterable[str]) -> Names:
    """All price types and groups, and the companies and products that are asked for."""
    kinds = await session.execute(select(PriceType.name, PriceType.id))
    nodes = {
        group_id: (parent_id, name)
        for group_id, parent_id, name in await session.execute(
            select(Group.id, Group.parent_id, Group.name)
        )
    }
    groups: dict[str, list[int]] = {}
    children: dict[int | None, list[int]] = {}
    for group_id, (parent_id, _) in nodes.items():
        children.setdefault(parent_id, []).append(group_id)
        path: list[str] = []
        at: int | None = group_id
        while at is not None:
            at, name = nodes[at]
            path.insert(0, name)
            groups.setdefault(_path(path), []).append(group_id)
    companies = await session.execute(
        select(Company.inn, Company.id)
        .where(any_of(Company.inn, set(inns), session))
        .order_by(Company.id.desc())
    )
    products: dict[str, list[Product]] = {}
    keys = {fold_article(article) for article in articles}
    for product in await session.scalars(
        select(Product).where(any_of(Product.article_key, keys, session)).order_by(Product.id)
    ):
        products.setdefault(product.article_key, []).append(product)
    return Names(
        {name.casefold(): kind for name, kind in kinds},
        groups,
        children,
        dict(companies.all()),
        products,
    )


def _path(parts: Iterable[str]) -> str:
    return SLASH.join(part.strip().casefold() for part in parts)
