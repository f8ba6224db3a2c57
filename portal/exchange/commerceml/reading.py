"""A file as a stream of rows. Memory stays flat: what has been read is forgotten at once."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any, cast

from lxml import etree
from lxml.etree import _Element

from portal.exchange.commerceml.elements import (
    good_of,
    groups_of,
    offer_of,
    price_types_of,
    warehouses_of,
)
from portal.exchange.commerceml.errors import UnreadableFile
from portal.exchange.commerceml.rows import (
    Directories,
    Good,
    GroupRow,
    Offer,
    PriceTypeRow,
    Skipped,
    WarehouseRow,
)
from portal.exchange.commerceml.units import Units
from portal.exchange.commerceml.xml import NAME, children, named

ROOT = "КоммерческаяИнформация"
FOREIGN = f"not a CommerceML file: the root is not {ROOT}"
SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
    "remove_blank_text": True,
}
"""A file may be anybody's: nothing outside it is read, and nothing in it is unfolded."""

_DIRECTORIES = ("Классификатор", "ТипыЦен", "Склады", "ЕдиницыИзмерения")
_OWNERS = ("Классификатор", "ПакетПредложений", "ИзмененияПакетаПредложений")
"""Whose price types and warehouses are directories; others mention them."""
_BULK = ("Документ", "Свойство", "Справочник")
"""Of no use here, but there may be very many of them, to be forgotten too."""
_TAGS = [f"{{*}}{name}" for name in ("Предложение", "Товар", *_DIRECTORIES, *_BULK)]
_FORGET_EVERY = 200

Row = Directories | Good | Offer | Skipped


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a file. `made_at` has no zone: 1C writes the time of its own server."""

    version: str
    made_at: datetime | None


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The file, with what the system and the parser have against it said in one line."""
    try:
        with path.open("rb") as file:
            yield file
    except etree.XMLSyntaxError as error:
        why = (error.msg or "not XML").split("\n")[0]
        raise UnreadableFile(path, why, error.lineno) from None
    except OSError as error:
        raise UnreadableFile(path, error.strerror or "cannot be read") from None
    except LookupError as error:
        raise UnreadableFile(path, str(error)) from None


def read_head(path: Path) -> Head:
    """What the root says. Raises UnreadableFile for what is no XML, no CommerceML, or has a DTD."""
    parser = etree.XMLPullParser(("start",), **SAFE)
    with opened(path) as file:
        broken = None
        while chunk := file.read(4096):
            try:
                parser.feed(chunk)
            except etree.XMLSyntaxError as error:
                broken = error
            # Of a page of HTML it says more that it is no CommerceML than where a tag is missing.
            for _, root in parser.read_events():
                return _head(path, cast(_Element, root))
            if broken:
                raise broken
    raise UnreadableFile(path, "empty")


def _head(path: Path, root: _Element) -> Head:
    # Every entity attack needs a document type, and no CommerceML file has one.
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableFile(path, "a document type (DTD) is not accepted")
    if not named(root, ROOT):
        raise UnreadableFile(path, FOREIGN)
    try:
        made_at = datetime.fromisoformat(root.get("ДатаФормирования") or "")
    except ValueError:
        made_at = None
    return Head(root.get("ВерсияСхемы") or "", made_at)


@dataclass(slots=True)
class Reader:
    """`rows()` of one file; the units of measure that it lists are learnt into `units`.

    `full` tells, once the first offer or product was read, whether the file claims to hold the
    whole catalogue.
    """

    path: Path
    units: Units
    full: bool = False
    position: int = 0
    """Up to which byte the file has been read."""

    def rows(self) -> Generator[Row]:
        """Raises UnreadableFile where the file breaks off; what came before was right."""
        units = self.units
        with opened(self.path) as file:
            seen = 0
            list_element: _Element | None = None
            for _, element in etree.iterparse(file, ("end",), tag=_TAGS, **SAFE):
                name, parent = NAME[element.tag], element.getparent()
                if parent is not list_element:
                    list_element = parent
                    self.full = _is_full(parent)
                if name == "Предложение":
                    yield offer_of(element, units)
                elif name == "Товар":
                    if not _in_catalogue(parent):
                        continue
                    yield good_of(element, units)
                elif name == "Документ":
                    yield Skipped("a document: only catalogues are imported", "")
                elif name in _DIRECTORIES:
                    yield from self._directories(element, name, parent)
                    continue
                seen += 1
                if seen % _FORGET_EVERY == 0:
                    self.position = file.tell()
                    if parent is not None:
                        del parent[: parent.index(element)]
            self.position = file.tell()

    def _directories(
        self, element: _Element, name: str, parent: _Element | None
    ) -> Iterator[Directories | Skipped]:
        found: list[GroupRow | PriceTypeRow | WarehouseRow | Skipped] = []
        if name == "Классификатор":
            for groups in children(element, "Группы"):
                found.extend(groups_of(groups))
        elif name == "ЕдиницыИзмерения":
            self.units.learn(element)
        elif not any(named(parent, owner) for owner in _OWNERS):
            return
        elif name == "ТипыЦен":
            found.extend(price_types_of(element))
        else:
            found.extend(warehouses_of(element))
        yield from (row for row in found if isinstance(row, Skipped))
        directories = Directories(
            [row for row in found if isinstance(row, GroupRow)],
            [row for row in found if isinstance(row, PriceTypeRow)],
            [row for row in found if isinstance(row, WarehouseRow)],
        )
        if any(directories):
            yield directories


def _in_catalogue(parent: _Element | None) -> bool:
    """A `Товар` is a line of a document, a part or an analogue of another one just as well."""
    return (
        parent is not None and named(parent, "Товары") and not named(parent.getparent(), "Документ")
    )


def _is_full(list_element: _Element | None) -> bool:
    package = None if list_element is None else list_element.getparent()
    return package is not None and package.get("СодержитТолькоИзменения") == "false"
