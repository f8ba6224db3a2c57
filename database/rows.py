"""Rows into a table, fast: tuples straight to the driver, past all care for each of them."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Dialect, Table, insert

Row = Sequence[object]


def insert_rows(
    connection: Connection, table: Table, columns: Sequence[str], rows: Sequence[Row]
) -> None:
    """Rows in the order of `columns`, in one go. Defaults of columns left out are plain values."""
    missing = {
        column.name: column.default.arg  # type: ignore[attr-defined]
        for column in table.columns
        if column.name not in columns and column.default is not None
    }
    names = [*columns, *missing]
    compiled = insert(table).compile(dialect=connection.dialect, column_keys=names)
    place = {name: at for at, name in enumerate(names)}
    order = [place[name] for name in compiled.positiontup or names]
    bound = [(at, _bound(table.c[name], connection.dialect)) for at, name in enumerate(names)]
    processors = [(at, process) for at, process in bound if process]
    constants = tuple(missing.values())

    def driver_row(row: Row) -> tuple[object, ...]:
        values = [*row, *constants]
        for at, process in processors:
            values[at] = process(values[at])
        return tuple([values[at] for at in order])

    connection.exec_driver_sql(str(compiled), [driver_row(row) for row in rows])


def _bound(column: Column[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    return column.type.dialect_impl(dialect).bind_processor(dialect)
