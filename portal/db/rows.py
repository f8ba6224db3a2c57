"""Many values in one statement: a parameter that is a table, on SQLite and on PostgreSQL."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    FromClause,
    Text,
    bindparam,
    cast,
    column,
    func,
    literal,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

WHOLE = "rows"
"""The one parameter in which SQLite is given all rows."""


def is_sqlite(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def rows_of(session: AsyncSession, **columns: Sequence[int]) -> FromClause:
    """A table of integers, to select from and to join: `rows_of(session, product_id=[5, 7])`.

    Columns are as named and of one length, and `position` counts the rows in their order. It is
    one bound parameter a column at most, so a thousand rows are the same statement as one.
    """
    sqlite = is_sqlite(session)
    values = rows_listed(sqlite=sqlite, **columns)
    return _table(list(columns), sqlite, lambda name, kind: literal(values[name], kind))


def rows_named(*columns: str, sqlite: bool) -> FromClause:
    """`rows_of` for a statement that is made once: its rows come with it, as `rows_listed` makes
    them."""
    return _table(columns, sqlite, lambda name, kind: bindparam(name, type_=kind))


def rows_listed(*, sqlite: bool, **columns: Sequence[int]) -> dict[str, Any]:
    if sqlite:
        return {WHOLE: json.dumps(list(zip(*columns.values(), strict=True)))}
    return {name: list(values) for name, values in columns.items()}


def _table(
    names: Sequence[str], sqlite: bool, value: Callable[[str, Any], ColumnElement[Any]]
) -> FromClause:
    if sqlite:
        each = func.json_each(value(WHOLE, Text())).table_valued("key", "value")
        return select(
            each.c.key.label("position"),
            *(
                cast(func.json_extract(each.c.value, f"$[{place}]"), BigInteger).label(name)
                for place, name in enumerate(names)
            ),
        ).subquery()
    kind = ARRAY(BigInteger)
    arrays = [cast(value(name, kind), kind) for name in names]
    return (
        func.unnest(*arrays)
        .table_valued(*(column(name, BigInteger) for name in names), with_ordinality="position")
        .render_derived()
    )
