"""What one import knows as it goes: the directories by 1C's ids, and what has been counted."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from portal.db.models import ProductState
from portal.db.session import Database
from portal.exchange.commerceml.counts import Counts, Marks
from portal.exchange.commerceml.tables import Thing, groups, price_types, warehouses

# Flags of cards: the files told of it by a `Товар`; by it or a variant; a whole catalogue offers
# its variants.
TOLD, MET, REPLACED = 1, 2, 4
# Flags of things to sell.
OFFERED, SOLD, CARDED, HIDDEN = 1, 2, 4, 8


@dataclass(slots=True)
class Run:
    """Directories are small, so they are kept; goods and offers are looked up batch by batch."""

    database: Database
    now: datetime
    counts: Counts = field(default_factory=Counts)
    group_ids: dict[str, int] = field(default_factory=dict)
    price_type_ids: dict[str, int] = field(default_factory=dict)
    currencies: dict[str, str] = field(default_factory=dict)
    warehouse_ids: dict[str, int] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    """Groups, price types and warehouses that are marked deleted and were never here."""
    met: dict[str, set[str]] = field(default_factory=dict)
    """Groups, price types and warehouses that the files told of or referred to."""
    cards: Marks = field(default_factory=Marks)
    things: Marks = field(default_factory=Marks)
    new_cards: bool = False
    """There may be offers that waited for their card."""

    def meet(self, what: str, names: Iterable[str]) -> None:
        self.met.setdefault(what, set()).update(names)

    def finish(self) -> Counts:
        counts = self.counts
        counts.groups = len(self.met.get("group", ()))
        counts.price_types = len(self.met.get("price type", ()))
        counts.warehouses = len(self.met.get("warehouse", ()))
        counts.products = self.cards.count(TOLD)
        counts.offers = self.things.count(OFFERED)
        counts.variants = self.things.count(SOLD)
        counts.with_card = self.things.count(SOLD | CARDED)
        counts.by_offer_alone = counts.variants - counts.with_card
        counts.hidden = self.things.count(HIDDEN)
        return counts


def flags_of(thing: Thing) -> int:
    """What a thing to sell counts as."""
    if thing.state is ProductState.HIDDEN:
        return HIDDEN
    return SOLD if thing.family_id is None else SOLD | CARDED


async def begin(database: Database, now: datetime) -> Run:
    run = Run(database, now)
    async with database.read() as session:
        for table, ids in (
            (groups, run.group_ids),
            (price_types, run.price_type_ids),
            (warehouses, run.warehouse_ids),
        ):
            known = select(table.c.external_id, table.c.id).where(table.c.external_id.is_not(None))
            ids.update({row[0]: row[1] for row in await session.execute(known)})
        known = select(price_types.c.external_id, price_types.c.currency)
        run.currencies.update({row[0]: row[1] for row in await session.execute(known)})
    return run
