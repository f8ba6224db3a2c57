"""How JSON columns are written: once, where it was written before it came here."""

import json
from typing import Any


class Written(str):
    """JSON text, for a JSON column."""

    __slots__ = ()


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def written(value: Any) -> str:
    return value if isinstance(value, Written) else _encode(value)
