"""On what terms a company buys, and what a product costs it.

The price is that of the company's price type for the largest `from_quantity` not above the
quantity, less the personal discount, to the kopeck. A product without a price of that type, or
with a price of nothing (1C writes 0 where no price was set), is not for sale.
"""

from dataclasses import dataclass

from sqlalchemy import BigInteger, ColumnElement, SQLColumnExpression, cast, null, select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Company, Price, PriceType
from portal.domain.access import Acting
from portal.domain.money import discounted


@dataclass(frozen=True, slots=True)
class Terms:
    """What a company buys on. Nobody gets a price without: where there are none, pass None.

    `price_type_id` is None for a company that was given no price type yet: nothing is for sale.
    """

    price_type_id: int | None
    price_type: str
    currency: str
    discount: int

    def net(self, list_price: int | None) -> int | None:
        """The company's price for a price of its price type; None: not for sale."""
        if list_price is None or list_price <= 0:
            return None
        return discounted(list_price, self.discount) or None


async def terms_of(session: AsyncSession, company: Company) -> Terms:
    """The terms of a company; whether its prices may be shown is not looked at."""
    kind = (
        await session.execute(
            select(PriceType.name, PriceType.currency).where(PriceType.id == company.price_type_id)
        )
    ).one_or_none()
    name, currency = kind or ("", "RUB")
    return Terms(company.price_type_id, name, currency, company.discount)


async def terms_for(session: AsyncSession, acting: Acting | None) -> Terms | None:
    """The terms whose prices somebody may be shown; None: nobody in particular, or no contract."""
    if acting is None or not acting.prices_visible:
        return None
    return await terms_of(session, acting.company)


def list_price(
    terms: Terms | None, product_id: SQLColumnExpression[int], quantity: SQLColumnExpression[int]
) -> ColumnElement[int | None]:
    """The price of the price type at a quantity, before the discount, as a column."""
    if terms is None:
        return cast(null(), BigInteger)
    return (
        select(Price.amount)
        .where(
            Price.product_id == product_id,
            Price.price_type_id == terms.price_type_id,
            Price.from_quantity <= quantity,
        )
        .order_by(Price.from_quantity.desc())
        .limit(1)
        .scalar_subquery()
    )


async def breaks_of(
    session: AsyncSession, terms: Terms | None, product_id: int
) -> list[tuple[int, int]]:
    """From which quantity on one product costs how much, the smallest quantity first."""
    if terms is None:
        return []
    rows = await session.execute(
        select(Price.from_quantity, Price.amount)
        .where(Price.product_id == product_id, Price.price_type_id == terms.price_type_id)
        .order_by(Price.from_quantity)
    )
    return [(start, net) for start, amount in rows if (net := terms.net(amount)) is not None]
