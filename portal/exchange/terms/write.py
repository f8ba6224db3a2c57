"""Terms into the database: each section by itself, all of them or nothing."""

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import (
    Discount,
    Family,
    LoyaltyLevel,
    LoyaltyProgramme,
    Price,
    PriceType,
    Product,
    ProductSupply,
    Supplier,
    SupplyKind,
)
from portal.db.session import any_of, serialise
from portal.domain.money import kopecks, thousandths
from portal.exchange.terms.file import (
    BrandingIn,
    BreakIn,
    DiscountIn,
    LoyaltyIn,
    Percent,
    RungIn,
    SupplierIn,
    SupplyIn,
    Terms,
    TermsError,
    VatIn,
)
from portal.exchange.terms.names import Names, names

Counts = dict[str, int]
BLIND = {"synchronize_session": False}
"""Rows that are at hand need not follow: none of them is read again."""


async def write(session: AsyncSession, terms: Terms) -> Counts:
    """Take the terms over; how many of each section there are now. Raises TermsError with all the
    names that mean nothing, and the caller's transaction undoes what was done before it."""
    await serialise(session, "terms")
    brought = [each for supply in terms.supplies or () for each in supply.goods or ()]
    articles = [
        *(each.article for each in terms.breaks or ()),
        *(each.article for each in brought),
        *(each.article for each in terms.branding or () if each.article is not None),
    ]
    known = await names(
        session, [each.inn for each in terms.discounts or () if each.inn is not None], articles
    )
    counts: Counts = {}
    if terms.supplier is not None:
        counts["supplier"] = await _supplier(session, terms.supplier)
    if terms.vat is not None:
        counts["vat"] = await _vat(session, known, terms.vat)
    if terms.ladder is not None:
        counts["ladder"] = await _ladder(session, known, terms.ladder)
    if terms.discounts is not None:
        counts["discounts"] = await _discounts(session, known, terms.discounts)
    if terms.breaks is not None:
        counts["breaks"] = await _breaks(session, known, terms.breaks)
    if terms.supplies is not None:
        counts["supplies"] = await _supplies(session, known, terms.supplies)
    if terms.loyalty is not None:
        counts["loyalty"] = await _loyalty(session, terms.loyalty)
    if terms.branding is not None:
        counts["branding"] = await _branding(session, known, terms.branding)
    if known.unknown:
        raise TermsError("\n".join(known.unknown))
    return counts


def _points(percent: Percent) -> int:
    """Basis points."""
    return int(percent * 100)


async def _supplier(session: AsyncSession, told: SupplierIn) -> int:
    row = await session.scalar(select(Supplier).limit(1))
    if row is None:
        row = Supplier(name=told.name, inn=told.inn)
        session.add(row)
    for name, value in told.model_dump(exclude={"minimum_order"}).items():
        setattr(row, name, value)
    row.minimum_order = kopecks(told.minimum_order)
    await session.flush()
    return 1


async def _vat(session: AsyncSession, known: Names, told: list[VatIn]) -> int:
    """The first is overruled by what follows, so that an exception can stand after the rule."""
    for at, each in enumerate(told, 1):
        rate = None if each.rate is None else _points(each.rate)
        group_id = known.group(f"vat {at}", each.group)
        for table in (Family, Product):
            change = update(table).where(table.vat.is_distinct_from(rate)).values(vat=rate)
            if group_id is not None:
                change = change.where(any_of(table.group_id, known.within(group_id), session))
            await session.execute(change, execution_options=BLIND)
    return len(told)


async def _ladder(session: AsyncSession, known: Names, told: list[RungIn]) -> int:
    await session.execute(update(PriceType).values(from_total=None))
    for at, each in enumerate(told, 1):
        kind = known.price_type(f"ladder {at}", each.price_type)
        rung = update(PriceType).where(PriceType.id == kind)
        await session.execute(rung.values(from_total=kopecks(each.from_total)))
    return len(told)


async def _discounts(session: AsyncSession, known: Names, told: list[DiscountIn]) -> int:
    await session.execute(delete(Discount))
    session.add_all(
        Discount(
            name=each.name,
            company_id=known.company(f"discounts {at}", each.inn),
            price_type_id=known.price_type(f"discounts {at}", each.price_type),
            group_id=known.group(f"discounts {at}", each.group),
            from_amount=kopecks(each.from_amount),
            percent=_points(each.percent),
            valid_from=each.valid_from,
            valid_to=each.valid_to,
        )
        for at, each in enumerate(told, 1)
    )
    return await _flushed(session, known, len(told))


async def _flushed(session: AsyncSession, known: Names, count: int) -> int:
    """What names something unknown must not reach the database: it would complain of an id."""
    if known.unknown:
        session.expunge_all()
    await session.flush()
    return count


async def _breaks(session: AsyncSession, known: Names, told: list[BreakIn]) -> int:
    """Of each product and price type that is named, the breaks in the file are all there are."""
    wanted: dict[tuple[int, int, int], int] = {}
    for at, each in enumerate(told, 1):
        kind = known.price_type(f"breaks {at}", each.price_type)
        for product in known.articles(f"breaks {at}", each.article):
            place = (product.id, kind or 0, thousandths(each.from_quantity))
            wanted[place] = kopecks(each.price)
    for product_id, kind_id in {place[:2] for place in wanted}:
        await session.execute(
            delete(Price).where(
                Price.product_id == product_id,
                Price.price_type_id == kind_id,
                Price.from_quantity > 0,
            )
        )
    session.add_all(
        Price(product_id=product_id, price_type_id=kind_id, from_quantity=start, amount=amount)
        for (product_id, kind_id, start), amount in wanted.items()
    )
    return await _flushed(session, known, len(told))


async def _supplies(session: AsyncSession, known: Names, told: list[SupplyIn]) -> int:
    """One that is named no more brings nothing: carts and orders may still speak of it."""
    rows = {row.name: row for row in await session.scalars(select(SupplyKind))}
    gone = [row.id for name, row in rows.items() if name not in {each.name for each in told}]
    await session.execute(
        delete(ProductSupply).where(any_of(ProductSupply.supply_id, gone, session))
    )
    last = len(told)
    for row in rows.values():
        row.position = last + row.id
    for at, each in enumerate(told, 1):
        kind = rows.get(each.name)
        if kind is None:
            kind = rows[each.name] = SupplyKind(name=each.name, source=each.source)
            session.add(kind)
        kind.source, kind.position = each.source, at
        kind.price_type_id = known.price_type(f"supplies {at}", each.price_type)
    await _flushed(session, known, last)
    for at, each in enumerate(told, 1):
        if each.goods is not None and not known.unknown:
            await _brought(session, known, rows[each.name].id, each, f"supplies {at} goods")
    return last


async def _brought(
    session: AsyncSession, known: Names, supply_id: int, told: SupplyIn, where: str
) -> None:
    await session.execute(delete(ProductSupply).where(ProductSupply.supply_id == supply_id))
    rows: dict[int, ProductSupply] = {}
    for at, each in enumerate(told.goods or (), 1):
        for product in known.articles(f"{where} {at}", each.article):
            rows[product.id] = ProductSupply(
                product_id=product.id,
                supply_id=supply_id,
                multiple=thousandths(each.multiple) if each.multiple else product.multiple,
                minimum=thousandths(each.minimum) if each.minimum else product.minimum,
                quantity=thousandths(each.quantity),
                expected_on=each.expected_on,
            )
    session.add_all(rows.values())
    await session.flush()


async def _loyalty(session: AsyncSession, told: LoyaltyIn) -> int:
    await session.execute(delete(LoyaltyLevel))
    await session.execute(delete(LoyaltyProgramme))
    session.add(LoyaltyProgramme(period=told.period))
    session.add_all(
        LoyaltyLevel(
            name=each.name,
            sign=each.sign,
            colour=each.colour,
            from_turnover=kopecks(each.from_turnover),
            discount=_points(each.discount),
            points=_points(each.points),
            privileges="\n".join(each.privileges),
        )
        for each in told.levels
    )
    await session.flush()
    return len(told.levels)


async def _branding(session: AsyncSession, known: Names, told: list[BrandingIn]) -> int:
    """How many products can bear a logo now."""
    wanted: dict[int, BrandingIn] = {}
    for at, each in enumerate(told, 1):
        if each.article is not None:
            found = [product.id for product in known.articles(f"branding {at}", each.article)]
        else:
            group_id = known.group(f"branding {at}", each.group)
            inside = any_of(Product.group_id, known.within(group_id or 0), session)
            found = list(await session.scalars(select(Product.id).where(inside)))
        wanted |= dict.fromkeys(found, each)
    bare = or_(Product.branding_price.is_not(None), Product.branding_note != "")
    await session.execute(
        update(Product)
        .where(bare, ~any_of(Product.id, list(wanted), session))
        .values(branding_price=None, branding_note=""),
        execution_options=BLIND,
    )
    for each in told:
        ids = [product_id for product_id, by in wanted.items() if by is each]
        price = kopecks(each.price)
        await session.execute(
            update(Product)
            .where(
                any_of(Product.id, ids, session),
                or_(
                    Product.branding_price.is_distinct_from(price),
                    Product.branding_note != each.note,
                ),
            )
            .values(branding_price=price, branding_note=each.note),
            execution_options=BLIND,
        )
    there = select(func.count()).where(Product.branding_price.is_not(None))
    return await session.scalar(there) or 0
