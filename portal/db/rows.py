"""Many values in one statement: a parameter that is a table, on SQLite and on PostgreSQL."""

import json
from collections.abc import Sequence

from sqlalchemy import ARRAY, BigInteger, FromClause, cast, column, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession


def is_sqlite(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def rows_of(session: AsyncSession, **columns: Sequence[int]) -> FromClause:
    """A table of integers, to select from and to join: `rows_of(session, product_id=[5, 7])`.

    Columns are as named and of one length, and `position` counts the rows in their order. It is
    one bound parameter a column at most, so a thousand rows are the same statement as one.
    """
    names = list(columns)
    if is_sqlite(session):
        whole = json.dumps(list(zip(*columns.values(), strict=True)))
        each = func.json_each(whole).table_valued("key", "value")
        return select(
            each.c.key.label("position"),
            *(
                cast(func.json_extract(each.c.value, f"$[{place}]"), BigInteger).label(name)
                for place, name in enumerate(names)
            ),
        ).subquery()
    kind = ARRAY(BigInteger)
    arrays = [cast(literal(list(values), kind), kind) for values in columns.values()]
    return (
        func.unnest(*arrays)
        .table_valued(*(column(name, BigInteger) for name in names), with_ordinality="position")
        .render_derived()
    )
