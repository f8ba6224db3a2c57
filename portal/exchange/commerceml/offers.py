"""Offers (`Предложение`): things to sell, their prices and their stock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import case

from portal.db.models import ProductState
from portal.exchange.commerceml.directories import TOTAL, make_missing
from portal.exchange.commerceml.goods import DEFAULT_UNIT, TAKEN_BARCODE, values_of
from portal.exchange.commerceml.rows import Offer
from portal.exchange.commerceml.run import MET, OFFERED, REPLACED, TOLD, Run, flags_of
from portal.exchange.commerceml.tables import (
    CARD,
    THING,
    Card,
    Changes,
    Thing,
    barcodes,
    families,
    packs,
    prices,
    products,
    rows_where,
    stock,
    store,
)

OLDER, SAME, NEWER = -1, 0, 1
"""When a stock row was known, against the file."""


@dataclass(slots=True)
class _Known:
    """What the database holds of a batch of offers."""

    cards: dict[str, Card]
    things: dict[str, Thing]
    prices: dict[int, dict[tuple[int, int], int]]
    """Amounts by price type and quantity, by thing."""
    stock: dict[int, dict[int, tuple[int, int]]]
    """Quantities and OLDER, SAME or NEWER by warehouse, by thing."""
    codes: dict[str, tuple[int | str, bool]]
    """What a barcode leads to, and whether another may take it over."""
    packs: dict[tuple[int, str], int]


async def store_offers(run: Run, batch: Sequence[Offer], known_at: datetime, *, full: bool) -> None:
    """Take over what differs. The ids in a batch are different.

    `full`: they are from a package that claims to hold the whole catalogue.
    """
    await make_missing(
        run,
        {price.type_id: price.currency for offer in batch for price in offer.prices},
        {place or TOTAL for offer in batch for place, _ in offer.stock},
    )
    known = await _read(run, batch, known_at)
    changes = Changes()
    things: list[Thing] = []
    for offer in batch:
        before = known.things.get(offer.id)
        if before is None and not offer.name:
            run.counts.skip("prices or stock of an offer that no file tells of", offer.id)
            continue
        if before is None and offer.deleted:
            run.counts.skip("an offer marked deleted", offer.name)
            continue
        thing = _thing(offer, before, known.cards.get(offer.id.partition("#")[0]))
        if before is None:
            changes.new.append(values_of(run, thing))
        elif thing != before:
            changes.changed.append(values_of(run, thing))
        else:
            run.counts.unchanged += 1
        things.append(thing)
        for fault in offer.faults:
            run.counts.skip(fault, offer.name or offer.id)
        if offer.prices:
            _prices(run, changes, offer, thing, known)
        if offer.stock:
            _stock(run, changes, offer.stock, thing, known)
        if offer.barcodes:
            _barcodes(run, changes, offer, thing, known)
        for name, factor in offer.packs:
            if known.packs.get((thing.id, name)) != factor:
                changes.packs.append((thing.id or thing.external_id, name, factor))
    run.counts.changed += len(changes)
    ids = await store(run.database, changes, known_at)
    for thing in things:
        run.things.put(thing.id or ids[thing.external_id], OFFERED | flags_of(thing))
        if thing.family_id is not None and "#" in thing.external_id:
            run.cards.put(thing.family_id, MET | REPLACED if full else MET, TOLD | REPLACED)


def _thing(offer: Offer, before: Thing | None, card: Card | None) -> Thing:
    """The thing as it is to be; unit, rate and group are the card's where there is one."""
    if before and not offer.name:
        return before._replace(state=ProductState.HIDDEN) if offer.deleted else before
    if offer.deleted:
        state = ProductState.HIDDEN
    elif card and card.deleted:
        state = ProductState.DISCONTINUED
    else:
        state = ProductState.ACTIVE
    vat = card.vat if card and card.vat is not None else offer.vat
    unit = offer.unit or (before.unit if before else DEFAULT_UNIT)
    return Thing(
        before.id if before else 0,
        offer.id,
        card.id if card else None,
        card.group_id if card else None,
        offer.article or (card.article if card else ""),
        offer.name or (before.name if before else offer.id),
        offer.characteristic,
        card.unit if card else unit,
        vat,
        state,
    )


def _prices(run: Run, changes: Changes, offer: Offer, thing: Thing, known: _Known) -> None:
    have = known.prices.get(thing.id, {})
    want: dict[tuple[int, int], int] = {}
    told: set[int] = set()
    for price in offer.prices:
        type_id = run.price_type_ids.get(price.type_id)
        if type_id is None:
            run.counts.skip("a price of a price type marked deleted", offer.name or offer.id)
            continue
        told.add(type_id)
        currency = run.currencies[price.type_id]
        if price.currency and price.currency != currency:
            run.counts.skip(
                "a price in another currency than its price type's",
                f"{price.currency} for {currency}: {offer.name or offer.id}",
            )
        elif price.amount:
            want[type_id, price.from_quantity] = price.amount
        else:
            run.counts.skip("a price of 0: nothing is sold for nothing", offer.name or offer.id)
    run.counts.prices += len(want)
    if have == want:
        run.counts.unchanged += len(want)
        return
    here = thing.id or thing.external_id
    for (type_id, start), amount in want.items():
        if have.get((type_id, start)) == amount:
            run.counts.unchanged += 1
        else:
            changes.prices.append((here, type_id, start, amount))
    changes.gone_prices.extend(
        {"product_id": thing.id, "price_type_id": type_id, "from_quantity": start}
        for type_id, start in have
        if type_id in told and (type_id, start) not in want
    )


def _stock(
    run: Run, changes: Changes, told: list[tuple[str, int]], thing: Thing, known: _Known
) -> None:
    have = known.stock.get(thing.id, {})
    total = run.warehouse_ids.get(TOTAL)
    here = thing.id or thing.external_id
    want: dict[int, int] = {}
    for place, quantity in told:
        warehouse = run.warehouse_ids.get(place or TOTAL)
        if warehouse is None:
            run.counts.skip("the stock of a warehouse marked deleted", place)
        else:
            want[warehouse] = want.get(warehouse, 0) + quantity
    if total in want and have.keys() - {total}:
        # What warehouses hold is known, so their sum would be counted twice.
        del want[total]
    run.counts.stock_rows += len(want)
    for warehouse, quantity in want.items():
        before, when = have.get(warehouse, (None, OLDER))
        if when == NEWER:
            run.counts.skip("stock that is older than what is known", thing.name)
        elif when == SAME and before == quantity:
            run.counts.unchanged += 1
        else:
            changes.stock.append((here, warehouse, quantity))
    if total in have and want.keys() - {total}:
        changes.gone_stock.append({"product_id": thing.id, "warehouse_id": total})


def _barcodes(run: Run, changes: Changes, offer: Offer, thing: Thing, known: _Known) -> None:
    here = thing.id or thing.external_id
    for code in dict.fromkeys(offer.barcodes):
        leads_to, free = known.codes.get(code, ("", True))
        if leads_to == here:
            run.counts.unchanged += 1
        elif free:
            changes.barcodes.append((code, here))
            known.codes[code] = here, False
        else:
            run.counts.skip(TAKEN_BARCODE, f"{code} of {thing.name}")


async def _read(run: Run, batch: Sequence[Offer], known_at: datetime) -> _Known:
    known = _Known({}, {}, {}, {}, {}, {})
    async with run.database.read() as session:
        ids = [offer.id for offer in batch]
        rows = await rows_where(session, THING, products.c.external_id, ids)
        known.things = {row[1]: Thing._make(row) for row in rows}
        cards = {offer.id.partition("#")[0] for offer in batch if offer.name}
        rows = await rows_where(session, CARD, families.c.external_id, cards)
        known.cards = {row[1]: Card._make(row) for row in rows}

        def owners(part: str) -> list[int]:
            having = itemgetter(Offer._fields.index(part))
            return [
                known.things[offer.id].id
                for offer in batch
                if having(offer) and offer.id in known.things
            ]

        columns: list[Any] = [
            prices.c.product_id,
            prices.c.price_type_id,
            prices.c.from_quantity,
            prices.c.amount,
        ]
        rows = await rows_where(session, columns, prices.c.product_id, owners("prices"))
        for thing_id, type_id, start, amount in rows:
            known.prices.setdefault(thing_id, {})[type_id, start] = amount
        age = case(
            (stock.c.known_at == known_at, SAME), (stock.c.known_at > known_at, NEWER), else_=OLDER
        )
        columns = [stock.c.product_id, stock.c.warehouse_id, stock.c.quantity, age]
        rows = await rows_where(session, columns, stock.c.product_id, owners("stock"))
        for thing_id, warehouse, quantity, when in rows:
            known.stock.setdefault(thing_id, {})[warehouse] = quantity, when
        columns = [packs.c.product_id, packs.c.name, packs.c.factor]
        rows = await rows_where(session, columns, packs.c.product_id, owners("packs"))
        known.packs = {(row[0], row[1]): row[2] for row in rows}
        codes = {code: offer.id for offer in batch for code in offer.barcodes}
        columns = [barcodes.c.code, products.c.id, products.c.external_id, products.c.state]
        rows = await rows_where(
            session,
            columns,
            barcodes.c.code,
            codes,
            source=barcodes.join(products, products.c.id == barcodes.c.product_id),
        )
        for code, thing_id, external_id, state in rows:
            # A card that was a thing to sell by itself hands its barcode on to its variant.
            bare = external_id == codes[code].partition("#")[0] != codes[code]
            known.codes[code] = thing_id, bare or state is ProductState.HIDDEN
    return known
