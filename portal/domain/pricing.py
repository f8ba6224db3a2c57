"""On what terms a company buys, and what a product by itself costs it.

The price is that of the company's price type for the largest `from_quantity` not above the
quantity, less the largest discount that is due, to the kopeck. Discounts never add up. A product
without a price of that type, or with a price of nothing (1C writes 0 where no price was set), is
not for sale. What a whole cart costs depends on all that is in it: `portal.domain.basket`.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    Select,
    SQLColumnExpression,
    bindparam,
    cast,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Company, Discount, Group, Price, PriceType, Supplier, SupplyKind
from portal.domain.access import Acting
from portal.domain.loyalty import LoyaltyStanding, standing_in
from portal.domain.money import discounted


@dataclass(frozen=True, slots=True)
class Rung:
    """A price type that any cart is priced by from a sum on, where it is cheaper."""

    from_total: int
    price_type_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Break:
    """A discount in basis points, from a sum on: of these groups' goods, or of all (None)."""

    name: str
    from_amount: int
    percent: int
    groups: frozenset[int] | None = None

    def covers(self, group_id: int | None) -> bool:
        return self.groups is None or group_id in self.groups


@dataclass(frozen=True, slots=True)
class Terms:
    """What a company buys on. Nobody gets a price without: where there are none, pass None.

    `price_type_id` is None for a company that was given no price type yet: nothing is for sale.
    `discount` is due on anything, whatever else is bought. `supply` None: from the warehouses.
    """

    price_type_id: int | None
    price_type: str
    currency: str
    discount: int
    ladder: tuple[Rung, ...] = ()
    breaks: tuple[Break, ...] = ()
    minimum_order: int = 0
    supply: SupplyKind | None = None
    loyalty: LoyaltyStanding | None = None

    @property
    def by_group(self) -> bool:
        """Whether it matters in which group a product is."""
        return any(each.groups is not None for each in self.breaks)

    def percent(self, group_id: int | None = None) -> int:
        """The discount of one product by itself."""
        most = max(self.discount, 0)
        for each in self.breaks:
            if each.percent > most and each.from_amount <= 0 and each.covers(group_id):
                most = each.percent
        return most

    def net(self, list_price: int | None, group_id: int | None = None) -> int | None:
        """The price of one product by itself; None: not for sale."""
        if list_price is None or list_price <= 0:
            return None
        return discounted(list_price, self.percent(group_id)) or None


_MINIMUM = select(Supplier.minimum_order).limit(1)


async def terms_of(
    session: AsyncSession, company: Company, today: date, supply: SupplyKind | None = None
) -> Terms:
    """The terms of a company; whether its prices may be shown is not looked at.

    A kind of supply with a price type of its own is priced by that one, at any volume.
    """
    own = company.price_type_id
    if supply is not None and supply.price_type_id is not None:
        own = supply.price_type_id
    kinds = await session.execute(_kinds(), {"own": own})
    ladder: list[Rung] = []
    name, currency, climbs = "", "RUB", False
    for kind_id, kind_name, kind_currency, from_total in kinds:
        if from_total is not None:
            ladder.append(Rung(from_total, kind_id, kind_name))
        if kind_id == own:
            name, currency, climbs = kind_name, kind_currency, from_total is not None
    if supply is not None and supply.price_type_id is not None:
        ladder = []
    elif climbs and not company.price_type_pinned:
        own, name = ladder[0].price_type_id, ladder[0].name
    minimum = company.minimum_order
    if minimum is None:
        minimum = await session.scalar(_MINIMUM) or 0
    loyalty = await standing_in(session, company, today)
    level = loyalty.level.discount if loyalty and loyalty.level else 0
    return Terms(
        price_type_id=own,
        price_type=name,
        currency=currency,
        discount=max(company.discount, level),
        ladder=tuple(rung for rung in ladder if rung.price_type_id != own and rung.from_total > 0),
        breaks=await _breaks(session, company, own, today),
        minimum_order=minimum,
        supply=supply,
        loyalty=loyalty,
    )


async def _breaks(
    session: AsyncSession, company: Company, price_type_id: int | None, today: date
) -> tuple[Break, ...]:
    """One statement: the discounts that may be due, each with all groups below its own."""
    asked = {"company_id": company.id, "price_type_id": price_type_id, "today": today}
    found: dict[int, tuple[str, int, int, set[int]]] = {}
    for key, name, from_amount, percent, group_id in await session.execute(_due(), asked):
        groups = found.setdefault(key, (name, from_amount, percent, set()))[3]
        if group_id is not None:
            groups.add(group_id)
    return tuple(
        Break(name, from_amount, percent, frozenset(groups) or None)
        for name, from_amount, percent, groups in found.values()
    )


@cache
def _kinds() -> Select[int, str, str, int | None]:
    """The company's `own` price type, and those that a cart may climb to."""
    return (
        select(PriceType.id, PriceType.name, PriceType.currency, PriceType.from_total)
        .where(or_(PriceType.id == bindparam("own"), PriceType.from_total.is_not(None)))
        .order_by(PriceType.from_total)
    )


@cache
def _due() -> Select[int, str, int, int, int | None]:
    """A discount that may be due, and one row more for each group below its own."""
    today = bindparam("today", type_=Date)
    due = (
        select(
            Discount.id,
            Discount.name,
            Discount.from_amount,
            Discount.percent,
            Discount.group_id,
        )
        .where(
            or_(Discount.company_id.is_(None), Discount.company_id == bindparam("company_id")),
            or_(
                Discount.price_type_id.is_(None),
                Discount.price_type_id == bindparam("price_type_id"),
            ),
            or_(Discount.valid_from.is_(None), Discount.valid_from <= today),
            or_(Discount.valid_to.is_(None), Discount.valid_to >= today),
        )
        .cte("due", recursive=True)
    )
    tree = due.union_all(
        select(due.c.id, due.c.name, due.c.from_amount, due.c.percent, Group.id).join(
            Group, Group.parent_id == due.c.group_id
        )
    )
    return select(
        tree.c.id, tree.c.name, tree.c.from_amount, tree.c.percent, tree.c.group_id
    ).order_by(tree.c.from_amount, tree.c.id)


async def terms_for(
    session: AsyncSession, acting: Acting | None, supply: SupplyKind | None = None
) -> Terms | None:
    """The terms whose prices somebody may be shown; None: nobody in particular, or no contract."""
    if acting is None or not acting.prices_visible:
        return None
    return await terms_of(session, acting.company, acting.today, supply)


def list_price(
    price_type_id: int | None,
    product_id: SQLColumnExpression[int],
    quantity: SQLColumnExpression[int],
) -> ColumnElement[int | None]:
    """The price of a price type at a quantity, before any discount, as a column."""
    if price_type_id is None:
        return cast(null(), BigInteger)
    return (
        select(Price.amount)
        .where(
            Price.product_id == product_id,
            Price.price_type_id == literal(price_type_id),
            Price.from_quantity <= quantity,
        )
        .order_by(Price.from_quantity.desc())
        .limit(1)
        .scalar_subquery()
    )


async def breaks_of(
    session: AsyncSession, terms: Terms | None, product_id: int, group_id: int | None
) -> list[tuple[int, int]]:
    """From which quantity on one product costs how much, the smallest quantity first."""
    if terms is None:
        return []
    rows = await session.execute(
        select(Price.from_quantity, Price.amount)
        .where(Price.product_id == product_id, Price.price_type_id == terms.price_type_id)
        .order_by(Price.from_quantity)
    )
    return [(start, net) for start, amount in rows if (net := terms.net(amount, group_id))]
