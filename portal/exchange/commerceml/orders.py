"""Orders for 1C: `orders.xml`, from which none is lost on the way."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO
from zoneinfo import ZoneInfo

from lxml import etree
from sqlalchemy import ColumnElement, or_, select, true, update

from portal.db.models import Company, Order, OrderLine, Person, Product
from portal.db.session import Database, any_of
from portal.exchange.commerceml.orderxml import NAMESPACE, VERSION, Document, document
from portal.exchange.commerceml.reading import SAFE, opened, read_head
from portal.exchange.commerceml.writing import slices
from portal.exchange.commerceml.xml import fields_of
from portal.exchange.commerceml.zones import MOSCOW

PAGE = 100
"""Orders that are in memory at once."""


async def export(
    database: Database,
    out: IO[bytes] | Path,
    *,
    now: datetime,
    zone: ZoneInfo = MOSCOW,
    everything: bool = False,
) -> int:
    """Write the orders that were never exported (or, with `everything`, all); return how many.

    A file that is there already has not been taken by 1C yet, so its orders are written again with
    the new ones; it is replaced at once, and not touched where there is nothing new. Only then are
    the orders marked as exported: a kill in between repeats an order under the same `Ид`, by which
    1C knows it, and loses none. `zone` is that of the 1C server.

    Raises BlockingIOError while another export writes the same file, UnreadableFile where the file
    that is there is not CommerceML.
    """
    if not isinstance(out, Path):
        written = await _write(database, out, now, zone, everything=everything, again=[])
        await asyncio.to_thread(out.flush)
        await _mark(database, written, now)
        return len(written)
    with _alone(out) as part:
        again = await asyncio.to_thread(_not_taken, out)
        written = await _write(database, part, now, zone, everything=everything, again=again or [])
        if written or again is None:
            _put_in_place(part, out)
        await _mark(database, written, now)
    return len(written)


def _not_taken(out: Path) -> list[str] | None:
    return documents_in(out) if out.exists() else None


def documents_in(path: Path) -> list[str]:
    """The `Ид` of each document in a file."""
    read_head(path)
    ids = []
    with opened(path) as file:
        for _, element in etree.iterparse(file, tag="{*}Документ", **SAFE):
            ids.append(fields_of(element).get("Ид", ""))
            element.clear()
    return ids


async def _write(
    database: Database,
    out: IO[bytes],
    now: datetime,
    zone: ZoneInfo,
    *,
    everything: bool,
    again: Sequence[str],
) -> list[int]:
    """Ids of the orders written that are not merely written again."""
    written: list[int] = []
    made_at = now.astimezone(zone).replace(tzinfo=None).isoformat(timespec="seconds")
    root = {"ВерсияСхемы": VERSION, "ДатаФормирования": made_at}
    with etree.xmlfile(out, encoding="utf-8") as xml:
        xml.write_declaration()
        with xml.element(f"{{{NAMESPACE}}}КоммерческаяИнформация", root, nsmap={None: NAMESPACE}):
            async for found in _documents(database, everything=everything, again=again):
                placed_at = found.order.placed_at.astimezone(zone).replace(tzinfo=None)
                xml.write(document(found, placed_at), pretty_print=True)
                if found.order.exported_at is None or everything:
                    written.append(found.order.id)
    return written


async def _documents(
    database: Database, *, everything: bool, again: Sequence[str]
) -> AsyncIterator[Document]:
    """The oldest first, page by page."""
    last = 0
    while True:
        async with database.read() as session:
            wanted: ColumnElement[bool] = true()
            if not everything:
                wanted = or_(Order.exported_at.is_(None), any_of(Order.external_id, again, session))
            found = await session.execute(
                select(Order, Company, Person.name)
                .join(Company, Company.id == Order.company_id)
                .join(Person, Person.id == Order.author_id)
                .where(Order.id > last, wanted)
                .order_by(Order.id)
                .limit(PAGE)
            )
            rows = found.all()
            lines: dict[int, list[tuple[OrderLine, str | None]]] = {}
            for line, product_id in await session.execute(
                select(OrderLine, Product.external_id)
                .join(Product, Product.id == OrderLine.product_id)
                .where(any_of(OrderLine.order_id, [order.id for order, _, _ in rows], session))
                .order_by(OrderLine.order_id, OrderLine.number)
            ):
                lines.setdefault(line.order_id, []).append((line, product_id))
        for order, company, author in rows:
            last = order.id
            yield Document(order, company, author, lines.get(order.id, []))
        if len(rows) < PAGE:
            return


async def _mark(database: Database, order_ids: Sequence[int], now: datetime) -> None:
    for some in slices(order_ids):
        async with database.write() as session:
            await session.execute(
                update(Order)
                .where(any_of(Order.id, some, session), Order.exported_at.is_(None))
                .values(exported_at=now)
            )


@contextmanager
def _alone(out: Path) -> Iterator[IO[bytes]]:
    """The file that is to become `out`, empty; of two exports at once the second is refused."""
    folder = os.open(out.parent, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BlockingIOError(error.errno, "another export is writing it", str(out)) from None
        part = out.with_name(f".{out.name}.part")
        try:
            with part.open("wb") as file:
                yield file
        finally:
            part.unlink(missing_ok=True)
    finally:
        os.close(folder)


def _put_in_place(part: IO[bytes], out: Path) -> None:
    """At once, and so that no power cut takes it away again."""
    part.flush()
    os.fsync(part.fileno())
    os.replace(part.name, out)
    folder = os.open(out.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
