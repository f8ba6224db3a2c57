"""What is on its way to the warehouses, and what the maker makes to order."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from portal.db.models import ProductState, SupplySource
from portal.demo.catalogue import FAMOUS, Item, Rows

KINDS = (
    ("Со склада", SupplySource.WAREHOUSE, None),
    ("В пути", SupplySource.TRANSIT, None),
    ("Под заказ с завода", SupplySource.MAKER, 4),
)
"""Name, source, price type, as `supplier.toml` names them."""
TRANSIT, MAKER = 2, 3
SHIPS = (6, 13, 27)
"""In how many days something arrives."""


def supply_rows(items: Sequence[Item], today: date, random: Random) -> Rows:
    """A twentieth of the goods is on its way; the maker makes a third, in large packs."""
    rows: Rows = defaultdict(list)
    for number, (name, source, price_type) in enumerate(KINDS, 1):
        rows["supply_kinds"].append((number, name, source, price_type, number))
    brought = rows["product_supplies"]
    for item in items:
        if item.state is not ProductState.ACTIVE:
            continue
        pack = max(item.multiple, item.minimum)
        if item.article in FAMOUS or random.random() < 0.05:
            expected_on = today + timedelta(days=random.choice(SHIPS))
            quantity = pack * random.randint(20, 200)
            brought.append((item.id, TRANSIT, item.multiple, item.minimum, quantity, expected_on))
        if item.article in FAMOUS or random.random() < 0.33:
            brought.append((item.id, MAKER, pack * 10, pack * 20, 0, None))
    return rows
