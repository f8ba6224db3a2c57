"""How JSON columns are written: once, where it was written before it came here."""

from typing import Any

from pydantic_core import to_json


class Written(str):
    """JSON text, for a JSON column."""

    __slots__ = ()


def written(value: Any) -> str:
    return value if isinstance(value, Written) else to_json(value).decode()
