"""Offers (`Предложение`): things to sell, their prices and their stock."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import literal

from portal.db.models import ProductState
from portal.exchange.commerceml.amounts import (
    Prices,
    change_prices,
    change_stock,
    known_prices,
    known_stock,
    price_print,
    price_prints,
    stock_print,
    stock_prints,
    told_prices,
    told_stock,
)
from portal.exchange.commerceml.directories import TOTAL, make_missing
from portal.exchange.commerceml.goods import DEFAULT_UNIT, TAKEN_BARCODE, row_of
from portal.exchange.commerceml.rows import Offer
from portal.exchange.commerceml.run import MET, OFFERED, REPLACED, TOLD, Run, flags_of
from portal.exchange.commerceml.tables import (
    CARD,
    THING,
    Card,
    Thing,
    barcodes,
    families,
    packs,
    products,
    rows_where,
)
from portal.exchange.commerceml.writing import Changes, store

_FIRST = itemgetter(0)


@dataclass(slots=True)
class _Known:
    """What the database holds of a batch of offers."""

    cards: dict[str, Card] = field(default_factory=dict)
    things: dict[str, tuple[Thing, str, str]] = field(default_factory=dict)
    """Each with the prints of its prices and of its stock."""
    codes: dict[str, tuple[int | str, bool]] = field(default_factory=dict)
    """What a barcode leads to, and whether another may take it over."""
    packs: dict[tuple[int, str], int] = field(default_factory=dict)


@dataclass(slots=True)
class _Doubtful:
    """Prices and stock that are not what they were, as their prints say."""

    prices: list[tuple[Thing, Prices, set[int]]] = field(default_factory=list)
    stock: list[tuple[Thing, dict[int, int]]] = field(default_factory=list)


async def store_offers(run: Run, batch: Sequence[Offer], known_at: datetime, *, full: bool) -> None:
    """Take over what differs. The ids in a batch are different.

    `full`: they are from a package that claims to hold the whole catalogue.
    """
    await _make_missing(run, batch)
    known = await _read(run, batch, known_at)
    changes, doubtful = Changes(), _Doubtful()
    things: list[Thing] = []
    for offer in batch:
        before, had_prices, had_stock = known.things.get(offer.id, (None, "", ""))
        if before is None and not _makes_a_thing(run, offer):
            continue
        thing = _thing(offer, before, known.cards.get(offer.id.partition("#")[0]))
        things.append(thing)
        if before is None:
            changes.new.append(row_of(run, thing))
        elif thing != before:
            changes.changed.append(row_of(run, thing))
        else:
            run.counts.unchanged += 1
        if offer.prices:
            amounts, kinds = told_prices(run, offer)
            run.counts.prices += len(amounts)
            if price_print(amounts) == had_prices:
                run.counts.unchanged += len(amounts)
            else:
                doubtful.prices.append((thing, amounts, kinds))
        if offer.stock:
            quantities = told_stock(run, offer)
            run.counts.stock_rows += len(quantities)
            if stock_print(quantities) == had_stock:
                run.counts.unchanged += len(quantities)
            else:
                doubtful.stock.append((thing, quantities))
        if offer.barcodes:
            _barcodes(run, changes, offer, thing, known)
        for name, factor in offer.packs:
            if known.packs.get((thing.id, name)) != factor:
                changes.packs.append((thing.key, name, factor))
        for fault in offer.faults:
            run.counts.skip(fault, offer.name or offer.id)
    await _look_closer(run, changes, doubtful, known_at)
    run.counts.changed += len(changes)
    ids = await store(run.database, changes, known_at)
    for thing in things:
        run.things.put(thing.id or ids[thing.external_id], OFFERED | flags_of(thing))
        if thing.family_id is not None and "#" in thing.external_id:
            run.cards.put(thing.family_id, MET | REPLACED if full else MET, TOLD | REPLACED)


def _makes_a_thing(run: Run, offer: Offer) -> bool:
    """Whether an offer of something unknown tells enough to sell it."""
    if not offer.name:
        run.counts.skip("prices or stock of an offer that no file tells of", offer.id)
    elif offer.deleted:
        run.counts.skip("an offer marked deleted", offer.name)
    return bool(offer.name) and not offer.deleted


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
        offer.name,
        offer.characteristic,
        card.unit if card else unit,
        vat,
        state,
    )


def _barcodes(run: Run, changes: Changes, offer: Offer, thing: Thing, known: _Known) -> None:
    for code in dict.fromkeys(offer.barcodes):
        leads_to, free = known.codes.get(code, ("", True))
        if leads_to == thing.key:
            run.counts.unchanged += 1
        elif free:
            changes.barcodes.append((code, thing.key))
            known.codes[code] = thing.key, False
        else:
            run.counts.skip(TAKEN_BARCODE, f"{code} of {thing.name}")


async def _make_missing(run: Run, batch: Sequence[Offer]) -> None:
    kinds: set[str] = set()
    places: set[str] = set()
    for offer in batch:
        kinds.update(map(_FIRST, offer.prices))
        places.update(map(_FIRST, offer.stock))
    if "" in places:
        places.remove("")
        places.add(TOTAL)
    currencies = dict.fromkeys(kinds, "")
    if not kinds <= run.price_type_ids.keys():
        currencies.update((p.type_id, p.currency) for offer in batch for p in offer.prices)
    await make_missing(run, currencies, places)


async def _read(run: Run, batch: Sequence[Offer], known_at: datetime) -> _Known:
    known = _Known()
    nothing: Any = literal("")
    columns = [
        *THING,
        price_prints() if any(offer.prices for offer in batch) else nothing,
        stock_prints(known_at) if any(offer.stock for offer in batch) else nothing,
    ]
    width = len(THING)
    async with run.database.read() as session:
        ids = [offer.id for offer in batch]
        for row in await rows_where(session, columns, products.c.external_id, ids):
            known.things[row[1]] = Thing._make(row[:width]), row[width] or "", row[-1] or ""
        cards = {offer.id.partition("#")[0] for offer in batch if offer.name}
        rows = await rows_where(session, CARD, families.c.external_id, cards)
        known.cards = {row[1]: Card._make(row) for row in rows}
        owners = [
            known.things[offer.id][0].id
            for offer in batch
            if offer.packs and offer.id in known.things
        ]
        columns = [packs.c.product_id, packs.c.name, packs.c.factor]
        rows = await rows_where(session, columns, packs.c.product_id, owners)
        known.packs = {(row[0], row[1]): row[2] for row in rows}
        codes = {code: offer.id for offer in batch for code in offer.barcodes}
        columns = [barcodes.c.code, products.c.id, products.c.external_id, products.c.state]
        joined = barcodes.join(products, products.c.id == barcodes.c.product_id)
        rows = await rows_where(session, columns, barcodes.c.code, codes, source=joined)
        for code, thing_id, external_id, state in rows:
            # A card that was a thing to sell by itself hands its barcode on to its variant.
            bare = external_id == codes[code].partition("#")[0] != codes[code]
            known.codes[code] = thing_id, bare or state is ProductState.HIDDEN
    return known


async def _look_closer(run: Run, changes: Changes, doubtful: _Doubtful, known_at: datetime) -> None:
    """Compare prices and stock row by row, of those things where they differ at all."""
    async with run.database.read() as session:
        ids = [thing.id for thing, _, _ in doubtful.prices if thing.id]
        have_prices = await known_prices(session, ids)
        ids = [thing.id for thing, _ in doubtful.stock if thing.id]
        have_stock = await known_stock(session, ids, known_at)
    for thing, amounts, kinds in doubtful.prices:
        change_prices(run, changes, thing, amounts, kinds, have_prices.get(thing.id, {}))
    for thing, quantities in doubtful.stock:
        change_stock(run, changes, thing, quantities, have_stock.get(thing.id, {}))
