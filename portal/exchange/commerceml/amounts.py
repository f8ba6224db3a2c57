"""Prices and stock of a batch of offers: what is told, against what is known.

A thing's prices, and its stock, are first compared as one short string each, a print, which the
database makes: nearly all are the same, and a string is far less work than rows are.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, case, func, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncSession

from portal.exchange.commerceml.directories import TOTAL
from portal.exchange.commerceml.rows import Offer
from portal.exchange.commerceml.run import Run
from portal.exchange.commerceml.tables import Thing, prices, products, rows_where, stock
from portal.exchange.commerceml.writing import Changes

OLDER, SAME, NEWER = -1, 0, 1
"""When a stock row was known, against the file."""

Prices = dict[tuple[int, int], int]
"""Amounts by price type and quantity."""


def price_print(amounts: Prices) -> str:
    told = sorted(amounts.items()) if len(amounts) > 1 else amounts.items()
    return ",".join([f"{kind}:{start}:{amount}" for (kind, start), amount in told])


def stock_print(quantities: Mapping[int, int]) -> str:
    return ",".join([f"{place}:{told}:{SAME}" for place, told in sorted(quantities.items())])


def price_prints() -> ColumnElement[Any]:
    """`price_print` of each product, as a column.

    In what order the database joins the parts is its own choice; in another one a print differs
    from what it stands for, which costs a second look and no more.
    """
    parts = [prices.c.price_type_id, prices.c.from_quantity, prices.c.amount]
    return _print(parts, prices.c.product_id == products.c.id)


def stock_prints(known_at: datetime) -> ColumnElement[Any]:
    """`stock_print` of each product, as a column."""
    parts = [stock.c.warehouse_id, stock.c.quantity, _age(known_at)]
    return _print(parts, stock.c.product_id == products.c.id)


def _print(parts: list[Any], whose: ColumnElement[bool]) -> ColumnElement[Any]:
    # To be joined with a text makes a text of a number, in either database, without a cast.
    first, second, third = (type_coerce(part, String) for part in parts)
    joined = func.aggregate_strings(first + ":" + second + ":" + third, ",")
    return select(joined).where(whose).scalar_subquery()


def _age(known_at: datetime) -> ColumnElement[int]:
    return case(
        (stock.c.known_at == known_at, SAME), (stock.c.known_at > known_at, NEWER), else_=OLDER
    )


def told_prices(run: Run, offer: Offer) -> tuple[Prices, set[int]]:
    """The prices that an offer tells of, and the price types that it says anything of."""
    amounts: Prices = {}
    kinds: set[int] = set()
    for type_id, start, amount, currency in offer.prices:
        kind = run.price_type_ids.get(type_id)
        if kind is None:
            run.counts.skip("a price of a price type marked deleted", offer.name or offer.id)
            continue
        kinds.add(kind)
        own = run.currencies[type_id]
        if currency and currency != own:
            run.counts.skip(
                "a price in another currency than its price type's",
                f"{currency} for {own}: {offer.name or offer.id}",
            )
        elif amount:
            amounts[kind, start] = amount
        else:
            run.counts.skip("a price of 0: nothing is sold for nothing", offer.name or offer.id)
    return amounts, kinds


def told_stock(run: Run, offer: Offer) -> dict[int, int]:
    """The quantities that an offer tells of, by warehouse."""
    quantities: dict[int, int] = {}
    for place, quantity in offer.stock:
        warehouse = run.warehouse_ids.get(place or TOTAL)
        if warehouse is None:
            run.counts.skip("the stock of a warehouse marked deleted", place)
        else:
            quantities[warehouse] = quantities.get(warehouse, 0) + quantity
    return quantities


async def known_prices(session: AsyncSession, ids: Collection[int]) -> dict[int, Prices]:
    columns = [
        prices.c.product_id,
        prices.c.price_type_id,
        prices.c.from_quantity,
        prices.c.amount,
    ]
    known: dict[int, Prices] = {}
    for thing, kind, start, amount in await rows_where(session, columns, prices.c.product_id, ids):
        known.setdefault(thing, {})[kind, start] = amount
    return known


async def known_stock(
    session: AsyncSession, ids: Collection[int], known_at: datetime
) -> dict[int, dict[int, tuple[int, int]]]:
    """Quantities and OLDER, SAME or NEWER by warehouse, by product."""
    columns = [stock.c.product_id, stock.c.warehouse_id, stock.c.quantity, _age(known_at)]
    known: dict[int, dict[int, tuple[int, int]]] = {}
    for thing, place, quantity, age in await rows_where(session, columns, stock.c.product_id, ids):
        known.setdefault(thing, {})[place] = quantity, age
    return known


def change_prices(
    run: Run, changes: Changes, thing: Thing, told: Prices, kinds: Collection[int], have: Prices
) -> None:
    """Take over what differs. Of the price types told of, what is not told any more goes."""
    for (kind, start), amount in told.items():
        if have.get((kind, start)) == amount:
            run.counts.unchanged += 1
        else:
            changes.prices.append((thing.key, kind, start, amount))
    changes.gone_prices.extend(
        (thing.id, kind, start)
        for kind, start in have
        if kind in kinds and (kind, start) not in told
    )


def change_stock(
    run: Run,
    changes: Changes,
    thing: Thing,
    told: Mapping[int, int],
    have: Mapping[int, tuple[int, int]],
) -> None:
    """Take over what differs and is not older. A total gives way to what warehouses hold."""
    total = run.warehouse_ids.get(TOTAL)
    for place, quantity in told.items():
        if place == total and have.keys() - {total}:
            continue
        before, age = have.get(place, (None, OLDER))
        if age == NEWER:
            run.counts.skip("stock that is older than what is known", thing.name)
        elif age == SAME and before == quantity:
            run.counts.unchanged += 1
        else:
            changes.stock.append((thing.key, place, quantity))
    if total in have and told.keys() - {total}:
        changes.gone_stock.append((thing.id, total))
