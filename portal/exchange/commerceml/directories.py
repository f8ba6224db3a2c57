"""Groups, price types and warehouses: what goods and offers refer to."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from sqlalchemy import Table, select

from portal.exchange.commerceml.rows import Directories, GroupRow, PriceTypeRow, WarehouseRow
from portal.exchange.commerceml.run import Run
from portal.exchange.commerceml.tables import groups, price_types, warehouses
from portal.exchange.commerceml.writing import Names, Row, add, change

TOTAL = "*"
"""The external id of the warehouse for what is known only in total."""
TOTAL_NAME = "Склад"

Told = TypeVar("Told", GroupRow, PriceTypeRow, WarehouseRow)


async def store_directories(run: Run, told: Sequence[Directories]) -> None:
    """Take over what the files told, the later telling in place of the earlier."""
    await _store_groups(run, {row.id: row for each in told for row in each.groups})
    await _store_types(run, {row.id: row for each in told for row in each.price_types})
    places = {row.id: row for each in told for row in each.warehouses}
    rows = _alive(run, "warehouse", places.values(), run.warehouse_ids)
    await _store_places(run, {row.id: row.name for row in rows})


async def _store_groups(run: Run, told: dict[str, GroupRow]) -> None:
    rows = _alive(run, "group", told.values(), run.group_ids)
    named = [(row.id, row.name) for row in rows]
    await _store(run, groups, run.group_ids, ("external_id", "name"), named)
    # A parent may be told of after its child, so parents come second.
    known = await _known(run, groups, ("external_id", "parent_id"))
    parents = [(row.id, run.group_ids.get(row.parent_id or "")) for row in rows]
    moved = [(run.group_ids[row[0]], row[1]) for row in parents if known[row[0]] != row]
    await change(run.database, groups, ("id", "parent_id"), moved)
    run.counts.changed += len(moved)


async def _store_types(run: Run, told: dict[str, PriceTypeRow]) -> None:
    rows = _alive(run, "price type", told.values(), run.price_type_ids)
    for row in rows:
        run.currencies[row.id] = row.currency or run.currencies.get(row.id, "RUB")
    named = [(row.id, row.name, run.currencies[row.id]) for row in rows]
    await _store(run, price_types, run.price_type_ids, ("external_id", "name", "currency"), named)


async def _store_places(run: Run, names: dict[str, str]) -> None:
    columns = ("external_id", "name")
    await _store(run, warehouses, run.warehouse_ids, columns, list(names.items()))


async def make_missing(run: Run, kinds: dict[str, str], places: set[str]) -> None:
    """Price types (with a currency) and warehouses that offers refer to and nobody told of."""
    run.meet("price type", kinds.keys() - run.deleted)
    run.meet("warehouse", places - run.deleted)
    new_kinds = kinds.keys() - run.price_type_ids.keys() - run.deleted
    if new_kinds:
        run.counts.note("a price type known by its id alone", *sorted(new_kinds))
        run.currencies.update({kind: kinds[kind] or "RUB" for kind in new_kinds})
        rows = [(kind, kind, run.currencies[kind]) for kind in sorted(new_kinds)]
        columns = ("external_id", "name", "currency")
        await _store(run, price_types, run.price_type_ids, columns, rows)
    new_places = places - run.warehouse_ids.keys() - run.deleted
    if new_places:
        if unnamed := sorted(new_places - {TOTAL}):
            run.counts.note("a warehouse known by its id alone", *unnamed)
        names = {place: TOTAL_NAME if place == TOTAL else place for place in sorted(new_places)}
        await _store_places(run, names)


def _alive(run: Run, what: str, told: Iterable[Told], ids: dict[str, int]) -> list[Told]:
    """Those to take over. What is marked deleted stays as it was; what never was is not made."""
    rows = []
    for row in told:
        if row.deleted:
            run.counts.skip(f"a {what} marked deleted", row.name)
            if row.id not in ids:
                run.deleted.add(row.id)
        else:
            run.deleted.discard(row.id)
            rows.append(row)
    run.meet(what, (row.id for row in rows))
    return rows


async def _known(run: Run, table: Table, columns: Names) -> dict[str, Row]:
    wanted = select(*(table.c[name] for name in columns))
    async with run.database.read() as session:
        rows = await session.execute(wanted.where(table.c.external_id.is_not(None)))
        return {row[0]: tuple(row) for row in rows}


async def _store(
    run: Run, table: Table, ids: dict[str, int], columns: Names, told: Sequence[Row]
) -> None:
    """Write rows that are new or differ; the first column is `external_id`."""
    if not told:
        return
    known = await _known(run, table, columns)
    new = [row for row in told if row[0] not in known]
    changed = [(ids[row[0]], *row[1:]) for row in told if row[0] in known and known[row[0]] != row]
    ids.update(await add(run.database, table, columns, new))
    await change(run.database, table, ("id", *columns[1:]), changed)
    run.counts.changed += len(new) + len(changed)
    run.counts.unchanged += len(told) - len(new) - len(changed)
