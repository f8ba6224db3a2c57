"""Bringing cards and offers together that came in different files, or on different days."""

from typing import Any

from sqlalchemy import ColumnElement, delete, exists, func, or_, select, update

from portal.db.models import Analogue, CartLine, OrderLine, ProductState
from portal.db.session import any_of
from portal.exchange.commerceml.goods import row_of, under_card
from portal.exchange.commerceml.run import MET, OFFERED, REPLACED, TOLD, Run, flags_of
from portal.exchange.commerceml.tables import (
    CARD,
    THING,
    Card,
    Thing,
    barcodes,
    families,
    packs,
    prices,
    products,
    stock,
)
from portal.exchange.commerceml.writing import CHANGED_THING, MOST_ROWS, change, slices


async def adopt(run: Run) -> None:
    """Offers that came before their card come under it."""
    while orphans := await _orphans(run):
        rows = []
        for card, thing, offered in orphans:
            now = under_card(thing, card, None, offered=offered)
            rows.append(row_of(run, now))
            run.things.put(now.id, flags_of(now), OFFERED)
            run.cards.put(card.id, MET, TOLD | REPLACED)
        await change(run.database, products, CHANGED_THING, rows)
        run.counts.changed += len(rows)


async def _orphans(run: Run) -> list[tuple[Card, Thing, bool]]:
    async with run.database.read() as session:
        good_id: Any = (
            func.substr(
                products.c.external_id,
                1,
                func.instr(products.c.external_id + "#", "#") - 1,
            )
            if run.database.is_sqlite
            else func.split_part(products.c.external_id, "#", 1)
        )
        found = await session.execute(
            select(*THING, _offered(), *CARD)
            .join_from(products, families, families.c.external_id == good_id)
            .where(products.c.family_id.is_(None), products.c.external_id.is_not(None))
            .order_by(products.c.id)
            .limit(MOST_ROWS)
        )
        width = len(THING)
        return [
            (Card._make(row[width + 1 :]), Thing._make(row[:width]), bool(row[width]))
            for row in found
        ]


async def retire_bare(run: Run) -> None:
    """A card that has variants now is not a thing to sell by itself any more.

    It goes where nothing refers to it, and is hidden where a cart or an order does. One that was
    offered by itself, so that it has a price or stock, is hidden too, but only if a whole catalogue
    offers the variants and not it.
    """
    bare = await _bare(run)
    for some in slices([thing_id for thing_id, offered in bare if not offered]):
        async with run.database.write() as session:
            for table in (barcodes, packs):
                await session.execute(
                    delete(table).where(any_of(table.c.product_id, some, session))
                )
            mine = any_of(products.c.id, some, session)
            await session.execute(delete(products).where(mine, ~_referred()))
            await session.execute(update(products).where(mine).values(_hidden(run)))
    for some in slices([thing_id for thing_id, offered in bare if offered]):
        async with run.database.write() as session:
            mine = any_of(products.c.id, some, session)
            await session.execute(update(products).where(mine).values(_hidden(run)))
    for thing_id, _ in bare:
        run.things.put(thing_id, 0)
    run.counts.changed += len(bare)


async def _bare(run: Run) -> list[tuple[int, bool]]:
    """Ids of what is to be retired, and whether it has a price or stock."""
    sibling = products.alias()
    async with run.database.read() as session:
        found = await session.execute(
            select(products.c.id, products.c.family_id, _offered())
            .join(
                families,
                (families.c.id == products.c.family_id)
                & (families.c.external_id == products.c.external_id),
            )
            .where(
                products.c.state != ProductState.HIDDEN,
                exists().where(
                    sibling.c.family_id == products.c.family_id, sibling.c.id != products.c.id
                ),
            )
        )
        return [
            (thing_id, offered)
            for thing_id, card_id, offered in found
            if not run.things[thing_id] & OFFERED
            and run.cards[card_id] & (REPLACED if offered else MET)
        ]


def _offered() -> ColumnElement[bool]:
    return or_(
        exists().where(prices.c.product_id == products.c.id),
        exists().where(stock.c.product_id == products.c.id),
    )


def _referred() -> ColumnElement[bool]:
    return or_(
        exists().where(CartLine.product_id == products.c.id),
        exists().where(OrderLine.product_id == products.c.id),
        exists().where(Analogue.product_id == products.c.id),
        exists().where(Analogue.analogue_id == products.c.id),
    )


def _hidden(run: Run) -> dict[str, Any]:
    return {"state": ProductState.HIDDEN, "updated_at": run.now}
