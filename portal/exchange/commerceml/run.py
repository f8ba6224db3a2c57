"""What one import knows as it goes: the directories by 1C's ids, and what has been counted."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from portal.db.session import Database
from portal.exchange.commerceml.counts import Counts, Marks
from portal.exchange.commerceml.tables import Thing, groups, price_types, warehouses


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
    cards: Marks = field(default_factory=Marks)
    """Families that the files told of, by themselves or by a variant."""
    told: Marks = field(default_factory=Marks)
    """Those of them that came as a `Товар`."""
    offered: Marks = field(default_factory=Marks)
    replaced: Marks = field(default_factory=Marks)
    """Families whose variants a whole catalogue offers."""
    sold: Marks = field(default_factory=Marks)
    carded: Marks = field(default_factory=Marks)
    hidden: Marks = field(default_factory=Marks)
    new_cards: bool = False
    """There may be offers that waited for their card."""

    def mark(self, thing: Thing) -> None:
        """Count a thing to sell as what it now is."""
        hidden = thing.state == "hidden"
        (self.hidden if hidden else self.sold).add(thing.id)
        (self.sold if hidden else self.hidden).discard(thing.id)
        if thing.family_id is None:
            self.carded.discard(thing.id)
        else:
            self.carded.add(thing.id)

    def forget(self, thing_id: int) -> None:
        for marks in (self.hidden, self.sold, self.carded):
            marks.discard(thing_id)

    def finish(self) -> Counts:
        counts = self.counts
        counts.products = len(self.told)
        counts.offers = len(self.offered)
        counts.variants = len(self.sold)
        counts.with_card = len(self.sold & self.carded)
        counts.by_offer_alone = counts.variants - counts.with_card
        counts.hidden = len(self.hidden)
        return counts


async def begin(database: Database, now: datetime) -> Run:
    run = Run(database, now)
    async with database.read() as session:
        for table, ids in (
            (groups, run.group_ids),
            (price_types, run.price_type_ids),
            (warehouses, run.warehouse_ids),
        ):
            known = select(table.c.external_id, table.c.id).where(table.c.external_id.is_not(None))
            ids.update((await session.execute(known)).tuples().all())
        known = select(price_types.c.external_id, price_types.c.currency)
        run.currencies.update((await session.execute(known)).tuples().all())
    return run
