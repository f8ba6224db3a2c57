"""Cards (`Товар`): what variants share. A card without offers is a thing to sell by itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.db.models import ProductState
from portal.exchange.commerceml.rows import Good
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
    rows_where,
    stock,
)
from portal.exchange.commerceml.writing import Changes, Row, add, change, store
from portal.search.fold import fold_article

DEFAULT_UNIT = "шт"
TAKEN_BARCODE = "a barcode that leads to another product"


@dataclass(slots=True)
class _Known:
    """What the database holds of a batch of goods and of all their variants."""

    cards: dict[str, Card]
    things: dict[str, Thing]
    """Those named as a good itself, and the variants of cards that are known."""
    counted: set[int]
    """Which of them have a price or a stock row, so were offered once."""
    codes: dict[str, int | str]
    packs: dict[tuple[int, str], int]


async def store_goods(run: Run, batch: Sequence[Good]) -> None:
    """Take over cards with ids that differ; what offers have told of a variant stays."""
    known = await _read(run, batch)
    told = [_card(run, good, known.cards.get(good.id)) for good in batch]
    await _store_cards(run, told, known)
    changes = Changes()
    things: list[Thing] = []
    variants: dict[int, list[Thing]] = {}
    for thing in known.things.values():
        if thing.family_id is not None:
            variants.setdefault(thing.family_id, []).append(thing)
    for good, card in zip(batch, told, strict=True):
        run.cards.put(card.id, TOLD | MET, REPLACED)
        before = known.cards.get(good.id)
        own = known.things.get(good.id)
        mine = variants.get(card.id, [])
        if own is not None and own.family_id != card.id:
            mine = [*mine, own]
        for thing in mine:
            now = under_card(thing, card, before, offered=thing.id in known.counted)
            _note(run, changes, thing, now)
            things.append(now)
        if not mine:
            own = alone(card)
            changes.new.append(row_of(run, own))
            things.append(own)
        if own is not None:
            _barcodes_and_packs(run, changes, good, own, known)
    run.counts.changed += len(changes)
    ids = await store(run.database, changes, run.now)
    for thing in things:
        run.things.put(thing.id or ids[thing.external_id], flags_of(thing), OFFERED)


def under_card(thing: Thing, card: Card, before: Card | None, *, offered: bool) -> Thing:
    """A thing as its card makes it: what it has not from an offer of its own, it has from there.

    `before` is the card as it was, None for a thing that comes under it only now.
    """
    inherited = {"", before.article} if before else {""}
    name = thing.name
    if before and thing.external_id == card.external_id and name == before.name:
        name = card.name
    vat = card.vat
    if vat is None and not (before and thing.vat == before.vat):
        vat = thing.vat
    state = thing.state
    if card.deleted and state is ProductState.ACTIVE:
        state = ProductState.DISCONTINUED if offered else ProductState.HIDDEN
    restored = before is not None and before.deleted and not card.deleted
    if restored and (state is ProductState.DISCONTINUED or thing.external_id == card.external_id):
        state = ProductState.ACTIVE
    return thing._replace(
        family_id=card.id,
        group_id=card.group_id,
        article=card.article if thing.article in inherited else thing.article,
        name=name,
        unit=card.unit,
        vat=vat,
        state=state,
    )


def alone(card: Card) -> Thing:
    """The thing to sell that a card is as long as nothing is offered under it."""
    return Thing(
        0,
        card.external_id,
        card.id,
        card.group_id,
        card.article,
        card.name,
        "",
        card.unit,
        card.vat,
        ProductState.HIDDEN if card.deleted else ProductState.ACTIVE,
    )


def row_of(run: Run, thing: Thing) -> Row:
    """A thing as `NEW_THING`, or as `CHANGED_THING` if it is there already."""
    own = (*thing[2:], fold_article(thing.article), run.now)
    if thing.id:
        return (thing.id, thing.external_id, *own)
    return (thing.external_id, *own, 1000, 1000)


def _note(run: Run, changes: Changes, before: Thing, now: Thing) -> None:
    if now == before:
        run.counts.unchanged += 1
    else:
        changes.changed.append(row_of(run, now))


def _card(run: Run, good: Good, before: Card | None) -> Card:
    group_id = next((run.group_ids[name] for name in good.group_ids if name in run.group_ids), None)
    unknown = [
        name for name in good.group_ids if name not in run.group_ids and name not in run.deleted
    ]
    if unknown:
        run.counts.skip("a group that no classifier tells of", *unknown)
    return Card(
        before.id if before else 0,
        good.id,
        group_id,
        good.name,
        good.article,
        good.description,
        good.brand,
        good.unit or (before.unit if before else DEFAULT_UNIT),
        good.vat,
        good.deleted,
    )


async def _store_cards(run: Run, told: list[Card], known: _Known) -> None:
    """Write cards that are new or differ, and put the ids of the new ones in."""
    new = [card for card in told if not card.id]
    changed = [card for card in told if card.id and card != known.cards[card.external_id]]
    ids = await add(run.database, families, Card._fields[1:], [card[1:] for card in new])
    await change(run.database, families, Card._fields, changed)
    for place, card in enumerate(told):
        if not card.id:
            told[place] = card._replace(id=ids[card.external_id])
    run.new_cards = run.new_cards or bool(new)
    run.counts.changed += len(new) + len(changed)
    run.counts.unchanged += len(told) - len(new) - len(changed)


def _barcodes_and_packs(run: Run, changes: Changes, good: Good, own: Thing, known: _Known) -> None:
    here = own.key
    for code in dict.fromkeys(good.barcodes):
        leads_to = known.codes.get(code)
        if leads_to is None:
            changes.barcodes.append((code, here))
            known.codes[code] = here
        elif leads_to != here:
            run.counts.skip(TAKEN_BARCODE, f"{code} of {good.name}")
    for name, factor in good.packs:
        if known.packs.get((own.id, name)) != factor:
            changes.packs.append((here, name, factor))


async def _read(run: Run, batch: Sequence[Good]) -> _Known:
    ids = [good.id for good in batch]
    codes = [code for good in batch for code in good.barcodes]
    async with run.database.read() as session:
        rows = await rows_where(session, CARD, families.c.external_id, ids)
        cards = {row[1]: Card._make(row) for row in rows}
        rows = await rows_where(session, THING, products.c.external_id, ids)
        things = {row[1]: Thing._make(row) for row in rows}
        family_ids = [card.id for card in cards.values()]
        rows = await rows_where(session, THING, products.c.family_id, family_ids)
        things |= {row[1] or f"={row[0]}": Thing._make(row) for row in rows}
        # Asked only for those few that are marked deleted just now.
        gone = {good.id for good in batch if good.deleted}
        fates = [
            thing.id
            for thing in things.values()
            if thing.external_id and thing.external_id.partition("#")[0] in gone
        ]
        counted = {
            row[0]
            for table in (prices, stock)
            for row in await rows_where(session, [table.c.product_id], table.c.product_id, fates)
        }
        rows = await rows_where(
            session, [barcodes.c.code, barcodes.c.product_id], barcodes.c.code, codes
        )
        leads = {row[0]: row[1] for row in rows}
        owners = [things[good.id].id for good in batch if good.packs and good.id in things]
        columns = [packs.c.product_id, packs.c.name, packs.c.factor]
        rows = await rows_where(session, columns, packs.c.product_id, owners)
        known_packs = {(row[0], row[1]): row[2] for row in rows}
    return _Known(cards, things, counted, leads, known_packs)
