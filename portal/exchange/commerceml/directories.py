"""Groups, price types and warehouses: what goods and offers refer to."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Table, select

from portal.exchange.commerceml.rows import Directories, GroupRow, PriceTypeRow, WarehouseRow
from portal.exchange.commerceml.run import Run
from portal.exchange.commerceml.tables import (
    Values,
    add,
    change,
    groups,
    price_types,
    warehouses,
)

TOTAL = "*"
"""The external id of the warehouse for what is known only in total."""
TOTAL_NAME = "Склад"


async def store_directories(run: Run, told: Sequence[Directories]) -> None:
    """Take over what all files told, the later telling in place of the earlier."""
    groups_told = {row.id: row for each in told for row in each.groups}
    types_told = {row.id: row for each in told for row in each.price_types}
    places_told = {row.id: row for each in told for row in each.warehouses}
    await _store_groups(run, groups_told)
    await _store_types(run, types_told)
    await _store_places(run, places_told)


async def _store_groups(run: Run, told: dict[str, GroupRow]) -> None:
    rows = _alive(run, "group", told.values(), run.group_ids)
    await _store(run, groups, run.group_ids, [{"external_id": r.id, "name": r.name} for r in rows])
    # A parent may be in a later file than its child, so parents come second.
    parents = {row.id: run.group_ids.get(row.parent_id or "") for row in rows}
    known = await _rows(run, groups, "parent_id")
    moved = [
        {"id": run.group_ids[name], "parent_id": parent}
        for name, parent in parents.items()
        if known[name]["parent_id"] != parent
    ]
    await change(run.database, groups, moved)
    run.counts.changed += len(moved)


async def _store_types(run: Run, told: dict[str, PriceTypeRow]) -> None:
    rows = _alive(run, "price type", told.values(), run.price_type_ids)
    run.currencies.update({row.id: row.currency for row in rows if row.currency})
    await _store(
        run,
        price_types,
        run.price_type_ids,
        [
            {
                "external_id": row.id,
                "name": row.name,
                "currency": run.currencies.setdefault(row.id, "RUB"),
            }
            for row in rows
        ],
    )


async def _store_places(run: Run, told: dict[str, WarehouseRow]) -> None:
    rows = _alive(run, "warehouse", told.values(), run.warehouse_ids)
    named = [{"external_id": row.id, "name": row.name} for row in rows]
    await _store(run, warehouses, run.warehouse_ids, named)


async def make_missing(run: Run, types: dict[str, str], places: set[str]) -> None:
    """Price types (with a currency) and warehouses that offers refer to and nobody told of."""
    run.meet("price type", types.keys() - run.deleted)
    run.meet("warehouse", places - run.deleted)
    types = {
        name: currency
        for name, currency in types.items()
        if name not in run.price_type_ids and name not in run.deleted
    }
    places = places - run.warehouse_ids.keys() - run.deleted
    if types:
        run.counts.note("a price type known by its id alone", *types)
        run.currencies.update({name: currency or "RUB" for name, currency in types.items()})
        rows = [
            {"external_id": name, "name": name, "currency": run.currencies[name]} for name in types
        ]
        await _store(run, price_types, run.price_type_ids, rows)
    if places:
        named = sorted(places)
        run.counts.note("a warehouse known by its id alone", *(n for n in named if n != TOTAL))
        rows = [{"external_id": n, "name": TOTAL_NAME if n == TOTAL else n} for n in named]
        await _store(run, warehouses, run.warehouse_ids, rows)


def _alive(run: Run, what: str, told: Iterable[Any], ids: dict[str, int]) -> list[Any]:
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


async def _rows(run: Run, table: Table, *columns: str) -> dict[str, dict[str, Any]]:
    wanted = [table.c.external_id, *(table.c[name] for name in columns)]
    async with run.database.read() as session:
        rows = await session.execute(select(*wanted).where(table.c.external_id.is_not(None)))
        return {row[0]: dict(zip(columns, row[1:], strict=True)) for row in rows}


async def _store(run: Run, table: Table, ids: dict[str, int], told: Sequence[Values]) -> None:
    if not told:
        return
    columns = [name for name in told[0] if name != "external_id"]
    known = await _rows(run, table, *columns)
    new = [row for row in told if row["external_id"] not in known]
    changed = [
        {"id": ids[row["external_id"]], **{name: row[name] for name in columns}}
        for row in told
        if row["external_id"] in known
        and any(known[row["external_id"]][name] != row[name] for name in columns)
    ]
    ids.update(await add(run.database, table, new))
    await change(run.database, table, changed)
    run.counts.changed += len(new) + len(changed)
    run.counts.unchanged += len(told) - len(new) - len(changed)
