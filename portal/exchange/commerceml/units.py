"""Units of measure as a file names them: by text, by OKEI code, or by an id of its own list."""

from collections.abc import Iterator
from typing import Any

from lxml.etree import _Element

from portal.exchange.commerceml.values import okei_name, scaled
from portal.exchange.commerceml.xml import children, fields_of

Packs = tuple[tuple[str, int], ...]
"""Other units of a product: the name, and how many thousandths of the base unit one is."""

_CACHED = 1000


class Units:
    """The names of units, as far as the files have told them."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._read: dict[tuple[Any, ...], tuple[str, Packs]] = {}

    def learn(self, element: _Element) -> None:
        """Take in an `ЕдиницыИзмерения`: a short name is known by its unit's id and OKEI code."""
        for unit in children(element, "ЕдиницаИзмерения"):
            fields = fields_of(unit)
            code = fields.get("Код", "")
            name = fields.get("НаименованиеКраткое") or okei_name(code)
            for key in (fields.get("Ид"), code):
                if key and name:
                    self._names[key] = name
        self._read.clear()

    def read(self, element: _Element) -> tuple[str, Packs]:
        """A `БазоваяЕдиница`: its short name, empty where it is not to be made out, and packs."""
        # Nearly all products share a few units, and reading one anew costs as much as a price.
        key = (*element.values(), *[part.text for part in element.iter()])
        found = self._read.get(key)
        if found is None:
            base = self._base(element)
            found = base, tuple(self._packs(element, base))
            if len(self._read) < _CACHED:
                self._read[key] = found
        return found

    def _base(self, element: _Element) -> str:
        text = (element.text or "").strip()
        code = (element.get("Код") or "").strip()
        return (
            self._names.get(text)
            or (element.get("НаименованиеКраткое") or "").strip()
            or (text if not text.isdecimal() else "")
            or self._names.get(code)
            or okei_name(code or text)
            or (element.get("НаименованиеПолное") or "").strip()
        )

    def _packs(self, element: _Element, base: str) -> Iterator[tuple[str, int]]:
        for recount in children(element, "Пересчет"):
            fields = fields_of(recount)
            unit = fields.get("Единица", "")
            name = self._names.get(unit) or okei_name(unit) or ("" if unit.isdecimal() else unit)
            factor = scaled(fields.get("Коэффициент", ""), 1000)
            if name and name != base and factor and factor > 0:
                yield name, factor
