"""A list, line by line: what each line means, how much of it, what it costs and what is short."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import Product, ProductState
from portal.db.session import any_of
from portal.domain.access import Acting
from portal.domain.analogues import best_of, stand_ins
from portal.domain.changes import MOST
from portal.domain.goods import Goods, Line, goods_of, pack_of, priced, supplied
from portal.domain.matching import Meaning, Status, meanings_of
from portal.domain.packs import Note, lowest, packed
from portal.domain.pricing import Terms
from portal.domain.units import factor_of, other_units
from portal.domain.usual import bought_by
from portal.search.live import LiveIndex


class LineNote(StrEnum):
    """What was done to a wish, or why it can't be taken as it was written."""

    ROUNDED_TO_PACK = "rounded_to_pack"
    RAISED_TO_MINIMUM = "raised_to_minimum"
    UNIT_UNKNOWN = "unit_unknown"
    TOO_MUCH = "too_much"


NOTES = {
    Note.ROUNDED_TO_PACK: LineNote.ROUNDED_TO_PACK,
    Note.RAISED_TO_MINIMUM: LineNote.RAISED_TO_MINIMUM,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a line: `quantity` in thousandths of `unit`, or of the product's own."""

    what: str
    quantity: int | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class ResolvedLine:
    """What became of a line. `line` is the product at the quantity that can be sold.

    `wanted` is what was written, in thousandths of the product's unit; None: nothing was. A unit
    that the product does not have is taken for its own, and noted; an exact line is only likely
    then.
    """

    status: Status
    reading: int
    wanted: int | None = None
    note: LineNote | None = None
    line: Line | None = None
    choices: Sequence[Goods] = ()
    analogue: Goods | None = None


async def resolve(
    session: AsyncSession,
    acting: Acting,
    terms: Terms | None,
    index: LiveIndex,
    lines: Sequence[Sequence[Reading]],
    known: Mapping[int, int] | None = None,
) -> list[ResolvedLine]:
    """Each line by the reading that finds best, in the order given.

    `known` are the products of lines that need not be found, by their places; of these, the first
    reading says how much.

    The number of statements does not depend on the number of lines. An analogue is named for what
    is short or can't be ordered. Refused: as `meanings_of`.
    """
    known = known or {}
    found = iter(
        await meanings_of(
            session,
            [
                [reading.what for reading in line]
                for place, line in enumerate(lines)
                if place not in known
            ],
            index=index,
            company_id=acting.company.id,
            bought=await bought_by(session, acting),
        )
    )
    meanings = [
        Meaning(Status.EXACT, 0, (known[place],)) if place in known else next(found)
        for place in range(len(lines))
    ]
    taken = [
        (meaning, line[meaning.reading]) for line, meaning in zip(lines, meanings, strict=True)
    ]
    packs = await _packs(session, terms, {_one(meaning) for meaning in meanings})
    asked = {_one(meaning) for meaning, reading in taken if reading.unit}
    units = await other_units(session, packs.keys() & asked)
    wishes = [_wish(meaning, reading, packs, units) for meaning, reading in taken]
    wanted = [(wish.product_id, wish.quantity) for wish in wishes if wish]
    priced_lines = iter(await priced(session, terms, wanted))
    choices = {
        product for meaning in meanings if _one(meaning) is None for product in meaning.products
    }
    goods = {each.id: each for each in await goods_of(session, terms, choices)}
    return await _with_analogues(
        session,
        terms,
        [
            _resolved(meaning, wish, next(priced_lines) if wish else None, goods)
            for meaning, wish in zip(meanings, wishes, strict=True)
        ],
    )


def total_of_exact(lines: Iterable[ResolvedLine]) -> int:
    """What the exact lines that can be ordered come to, in kopecks."""
    return sum(
        each.line.amount or 0
        for each in lines
        if each.line and each.status is Status.EXACT and not each.line.blocked
    )


@dataclass(frozen=True, slots=True)
class _Pack:
    unit: str
    multiple: int
    minimum: int

    @property
    def lowest(self) -> int:
        return lowest(self.multiple, self.minimum)


@dataclass(frozen=True, slots=True)
class _Wish:
    product_id: int
    wanted: int | None
    quantity: int
    note: LineNote | None


def _one(meaning: Meaning) -> int | None:
    """The one product that is meant, where it is one."""
    return meaning.products[0] if meaning.status in (Status.EXACT, Status.LIKELY) else None


async def _packs(
    session: AsyncSession, terms: Terms | None, product_ids: Collection[int | None]
) -> dict[int, _Pack]:
    """In what quantities products are sold; without those that were hidden since they were found.

    A price takes more to find out, and depends on the quantity.
    """
    ids = [product_id for product_id in product_ids if product_id is not None]
    if not ids:
        return {}
    rows = await session.execute(
        supplied(select(Product.id, Product.unit, *pack_of(terms)), terms).where(
            any_of(Product.id, ids, session), Product.state != ProductState.HIDDEN
        )
    )
    return {product_id: _Pack(*pack) for product_id, *pack in rows}


def _wish(
    meaning: Meaning,
    reading: Reading,
    packs: Mapping[int, _Pack],
    units: Mapping[int, Mapping[str, int]],
) -> _Wish | None:
    """How much of the one product that is meant."""
    product_id = _one(meaning)
    if product_id is None or (pack := packs.get(product_id)) is None:
        return None
    if reading.quantity is None:
        return _Wish(product_id, None, pack.lowest, None)
    factor: int | None = 1000
    if reading.unit:
        own = units.get(product_id, {})
        factor = factor_of(reading.unit, pack.unit, own, pack.multiple)
    wanted = -(-reading.quantity * (factor or 1000) // 1000)
    quantity, note = packed(wanted, pack.multiple, pack.minimum)
    if quantity > MOST:
        return _Wish(product_id, min(wanted, MOST), pack.lowest, LineNote.TOO_MUCH)
    if factor is None:
        return _Wish(product_id, wanted, quantity, LineNote.UNIT_UNKNOWN)
    return _Wish(product_id, wanted, quantity, NOTES[note] if note else None)


def _resolved(
    meaning: Meaning, wish: _Wish | None, line: Line | None, goods: Mapping[int, Goods]
) -> ResolvedLine:
    if wish is None:
        choices = [goods[product] for product in meaning.products if product in goods]
        status = meaning.status if choices else Status.NONE
        return ResolvedLine(status, meaning.reading, choices=choices)
    status = meaning.status
    if wish.note in (LineNote.UNIT_UNKNOWN, LineNote.TOO_MUCH):
        status = Status.LIKELY
    return ResolvedLine(status, meaning.reading, wish.wanted, wish.note, line)


async def _with_analogues(
    session: AsyncSession, terms: Terms | None, resolved: list[ResolvedLine]
) -> list[ResolvedLine]:
    lacking = [each.line for each in resolved if each.line and _lacks(each.line)]
    found = await stand_ins(session, terms, {line.goods.id for line in lacking})
    return [
        _with_analogue(each, found.get(each.line.goods.id, [])) if each.line else each
        for each in resolved
    ]


def _lacks(line: Line) -> bool:
    return line.short or not line.goods.available


def _with_analogue(resolved: ResolvedLine, analogues: list[Goods]) -> ResolvedLine:
    line = resolved.line
    if line is None or not analogues or not _lacks(line):
        return resolved
    now = line if line.goods.available else None
    return ResolvedLine(
        resolved.status,
        resolved.reading,
        resolved.wanted,
        resolved.note,
        line,
        analogue=best_of(analogues, now, line.quantity),
    )
