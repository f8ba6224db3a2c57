"""The ways in which the words of one line can be taken, the likeliest first. Pure.

Nothing here knows the catalogue: `0893 106 10` is ten of `0893 106`, or an article with two spaces.
Whoever knows the catalogue takes the first reading that is an article it has.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.services.entry import CANONICAL

MOST_READINGS = 8
LONGEST_WHAT = 200
"""The portal looks for nothing longer."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to take a line. `quantity` None: none was written; `unit` None: the product's own."""

    what: str
    quantity: Decimal | None = None
    unit: str | None = None


_NUMBER = r"(?:\d{1,3}(?:\s\d{3}){1,2}|\d{1,9})(?:[.,]\d{1,3})?"
_WORDS = "|".join(sorted(map(re.escape, CANONICAL), key=len, reverse=True))
_PLAIN_NUMBER = re.compile(r"(?!0[0-9])[0-9]{1,9}(?:\.[0-9]{1,3})?")
_UNIT = rf"(?P<unit>{_WORDS})(?![^\W_])\.?"
_BY = r"[xх×*]"

_FIELDS = re.compile(r"\s*[;\t|]\s*|\s{3,}")
_SPACES = re.compile(r"\s+")
_ANY_WORD = re.compile(r"[^\W_]")
_BEFORE_MONEY = r"(?:по|цена|на сумму|сумма|всего|@|=|[xх×*])[\s:]*"
_MONEY = re.compile(
    rf"(?:{_BEFORE_MONEY})?(?<![\w.,-]){_NUMBER}\s?(?:₽|руб(?:лей|ля|ль)?|р|rub|rur)(?!\w)\.?"
    r"(?:\s?(?:/|за)\s?(?:1\s?)?[^\W\d_]{1,5}\.?)?\)?",
    re.IGNORECASE,
)
_HAS_MONEY = re.compile(r"\d\s?(?:₽|р(?!\w)|руб|ru[br])", re.IGNORECASE)
_PRICE = re.compile(
    r"(?<=[\s,;(])(?:(?:по|цена|на сумму|сумма|@)[\s:]+\d{1,9}[.,]\d\d(?![\w.,])(?!\s?[^\W\d_])"
    rf"|(?:цена|на сумму|сумма|@)[\s:]+{_NUMBER}(?![\w.,])(?!\s?\w))\)?",
    re.IGNORECASE,
)
_HEAD = re.compile(
    r"(?:(?:прошу|просьба|нужн[оыа]|нужен|надо|мне|нам|ещ[её]|плюс|пожалуйста|закажите|заказать|добавьте"
    r"|добавить|артикул|арт|код|позиция|товар|please|need|article|sku)(?!\w)[\s.:№-]*){1,4}",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?<=[\W_])(?:по|пожалуйста|срочно|кол-?во|количество|заказ|qty|quantity|please)$",
    re.IGNORECASE,
)
_LOOSE = " \t,.;:=(["
_LOOSE_SIDES = " \t,;|:=(["

_FIELD = re.compile(rf"{_BY}?\s?(?P<number>{_NUMBER})\s?(?:{_UNIT})?", re.IGNORECASE)
_WITH_UNIT = re.compile(
    rf"(?<![\w.,×*/-])(?P<by>{_BY}\s?)?(?P<number>{_NUMBER})\s?{_UNIT}", re.IGNORECASE
)
_AFTER_DASH = re.compile(rf"^(?P<what>\S.*)[-–—−](?P<number>\d{{1,6}})\s?{_UNIT}$", re.IGNORECASE)
_SIGNED = re.compile(
    rf"^(?P<what>\S.*?)(?:\s{_BY}\s?|\s?[:=]\s?|\s[-–—−+]\s?|\s?[-–—−]\s|,\s)(?P<number>{_NUMBER})$",
    re.IGNORECASE,
)
_BRACKETS = re.compile(rf"^(?P<what>\S.*?)\s?[(\[](?P<number>{_NUMBER})[)\]]$")
_COMMA = re.compile(r"^(?P<what>[^\s,]+),(?P<number>\d{1,6})$")
_THOUSANDS = re.compile(r"^(?P<what>\S.*?)\s(?P<number>[1-9]\d{0,2}(?:\s\d{3}){1,2})$")
_GLUED = re.compile(rf"^(?P<what>\S+){_BY}(?P<number>[1-9]\d{{0,5}})$", re.IGNORECASE)
_FIRST = re.compile(
    rf"^(?:{_BY}\s?)?(?P<number>{_NUMBER})\s?(?:{_BY}\s|\s)(?P<what>\S.*)$", re.IGNORECASE
)
_FIRST_GLUED = re.compile(rf"^(?P<number>[1-9]\d{{0,3}}){_BY}(?P<what>\S{{4,}})$", re.IGNORECASE)
_LAST = re.compile(r"^(?P<what>\S.*?)\s(?P<number>\d{1,9}(?:[.,]\d{1,3})?)$")
_SUMS = re.compile(r"^(?P<what>\S.*?)\s(?P<rest>(?:\d+(?:[.,]\d+)?\s){1,2}\d+[.,]\d\d)$")

_PLAIN = re.compile(
    rf"(?!{_BY}?\d{{1,4}}[^\W\d_]{{0,10}}\.?[\s;|])(?=\S*\d)"
    r"(?P<what>[^\s;|,:=()\[\]/·]{3,60}\w)"
    rf"(?:(?P<column>\s*[;\t|]\s*)|\s+[-–—−]\s*|\s+{_BY}\s?|\s+)"
    rf"(?P<number>[1-9][0-9]{{0,8}}(?:[.,][0-9]{{1,3}})?)(?:\s?{_UNIT})?\.?",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?<![\w.-])(?=[\w.-]*\d)[\w.-]*\w(?![\w-])")
_NOT_ARTICLE = re.compile(r"\d+[.,]\d{1,3}|\d+[.,]?\d*(?P<unit>[^\W\d_]+)\.?")
_NAME_UNITS = frozenset({"мл", "г", "л"})
"""What a name says of its content (`500 мл`) more often than a list of its quantities."""
_AT_END_UNITS = _NAME_UNITS | {"м"}
"""Quantities only at the end of a line."""


def readings_of(text: str) -> tuple[Reading, ...]:
    """One at least, for any text; what was found with a quantity before what was not."""
    if plain := _plainly(text):
        return plain
    found: dict[Reading, None] = {}
    for reading in _readings(text):
        _keep(found, reading)
    first = [reading for reading in found if reading.quantity is not None][:2] or list(found)[:1]
    for reading in first:
        for article in articles_in(reading.what):
            _keep(found, Reading(article, reading.quantity, reading.unit))
    # A line that long is prose: many readings of it would only take room.
    most = MOST_READINGS if len(text) <= LONGEST_WHAT else 3
    return tuple(found)[:most] or (Reading(text.strip()[:LONGEST_WHAT]),)


def _plainly(text: str) -> tuple[Reading, ...]:
    """Of an article without spaces and a quantity, which is how most lines are: `0893106 - 10 шт`.

    All that the patterns below would find of it; empty: it is not so plain.
    """
    match = _PLAIN.fullmatch(text)
    if match is None or (quantity := number_of(match["number"])) is None:
        return ()
    what, unit = match["what"], None
    if match["unit"]:
        unit = unit_of(match["unit"])
        return () if unit in _AT_END_UNITS else (Reading(what, quantity, unit),)
    taken = Reading(what, quantity)
    # Separators of columns are in no article; `M8 x 40`, `DIN933 - 40` and `0893 106` may be one.
    return (taken,) if match["column"] else (taken, Reading(_SPACES.sub(" ", text).strip(" .")))


def number_of(text: str) -> Decimal | None:
    """A number as Russians write it: `1 000`, `2,5`, `10`; None where it is none, or zero.

    A number that begins with a zero is an article.
    """
    if text[:1].isalpha():
        return None
    text = _SPACES.sub("", text).replace(",", ".")
    return Decimal(text) or None if _PLAIN_NUMBER.fullmatch(text) else None


def unit_of(text: str) -> str | None:
    """The unit that a word stands for, in its short form, or None."""
    return CANONICAL.get(text.casefold().strip(". "))


def quantity_in(field: str) -> tuple[Decimal | None, str | None]:
    """A field that is a number, alone or with a unit: `10`, `х10`, `2 уп.`"""
    field = _SPACES.sub(" ", field.strip())
    match = _FIELD.fullmatch(field)
    if match is None:
        return None, None
    unit = unit_of(match["unit"]) if match["unit"] else None
    if match["unit"] and unit is None:
        return None, None
    return number_of(match["number"]), unit


def has_words(text: str) -> bool:
    return _ANY_WORD.search(text) is not None


def _keep(found: dict[Reading, None], reading: Reading) -> None:
    what = _TAIL.sub("", reading.what.rstrip(_LOOSE))
    if what.count("(") != what.count(")"):
        what = what.strip("()")
    what = what.strip(_LOOSE_SIDES)[:LONGEST_WHAT]
    if has_words(what):
        found[Reading(what, reading.quantity, reading.unit)] = None


def _readings(text: str) -> Iterator[Reading]:
    fields = [field for field in _FIELDS.split(text) if field]
    if len(fields) > 1:
        yield from _of_fields(fields)
    text = _SPACES.sub(" ", text).strip()
    bare = _bare(text)
    yield from _of_phrase(bare)
    if bare != text:
        yield Reading(text)


def _bare(text: str) -> str:
    """Without prices and without the words that are there for politeness; never nothing."""
    left = _MONEY.sub(" ", text) if _HAS_MONEY.search(text) else text
    left = _PRICE.sub(" ", left)
    left = " ".join(word for word in left.split() if word.strip(_LOOSE)).rstrip(_LOOSE)
    left = _TAIL.sub("", left).rstrip(_LOOSE)
    if match := _HEAD.match(left):
        left = left[match.end() :] if has_words(left[match.end() :]) else left
    return left if has_words(left) else text


def _of_fields(fields: Sequence[str]) -> Iterator[Reading]:
    """Columns: the article or the name first, then the quantity as the first number after it."""
    for at in range(1, len(fields)):
        quantity, unit = quantity_in(fields[at])
        if quantity is None:
            continue
        if unit is None and at + 1 < len(fields):
            unit = unit_of(fields[at + 1])
        yield Reading(fields[0], quantity, unit)
        if at > 1:
            yield Reading(fields[1], quantity, unit)
            yield Reading(" ".join(fields[:at]), quantity, unit)
        return
    yield from (Reading(field) for field in fields[:2])


def _of_phrase(text: str) -> Iterator[Reading]:
    """Of `text` without prices and without spaces in a row."""
    late = list(_by_unit(text))
    yield from (reading for reading in late if reading.unit not in _NAME_UNITS)
    text = text.rstrip(" .,;")
    for pattern in (_SIGNED, _BRACKETS, _COMMA):
        yield from _matched(pattern, text)
    yield from _by_sum(text)
    yield from _matched(_LAST, text)
    yield from _matched(_THOUSANDS, text)
    yield Reading(text)
    yield from (reading for reading in late if reading.unit in _NAME_UNITS)
    for pattern in (_GLUED, _FIRST, _FIRST_GLUED, _AFTER_DASH):
        yield from _matched(pattern, text)


def _matched(pattern: re.Pattern[str], text: str) -> Iterator[Reading]:
    match = pattern.match(text)
    if match is None or (quantity := number_of(match["number"])) is None:
        return
    word = match.groupdict().get("unit")
    unit = unit_of(word) if word else None
    if word and unit is None:
        return
    yield Reading(match["what"].rstrip(" -–—−:=,+"), quantity, unit)


def _by_unit(text: str) -> Iterator[Reading]:
    """A number with a unit of sale beside it is a quantity wherever it stands: the last such."""
    for match in reversed([m for m in _WITH_UNIT.finditer(text) if unit_of(m["unit"])]):
        unit, after = unit_of(match["unit"]), text[match.end() :].strip(" ,;:.-–—)")
        if (unit in _AT_END_UNITS and has_words(after)) or not number_of(match["number"]):
            continue
        before = text[: match.start()].rstrip(" -–—−:=,;+(")
        if not any(character.isdigit() for character in before) and has_words(after):
            yield Reading(after, number_of(match["number"]), unit)
            yield Reading(f"{before} {after}", number_of(match["number"]), unit)
            return
        size, _, rest = match["number"].partition(" ")
        if match["by"] and number_of(rest):
            # `М8 х 40 100 шт`: of the two numbers, the first belongs to the size.
            yield Reading(f"{before} {match['by']}{size}", number_of(rest), unit)
        yield Reading(before, number_of(match["number"]), unit)
        return


def _by_sum(text: str) -> Iterator[Reading]:
    """`article 10 45,50 455,00`: a quantity, a price and their product."""
    match = _SUMS.match(text)
    if match is None:
        return
    quantity, *others = [number_of(part) for part in match["rest"].split()]
    if quantity is None or None in others:
        return
    if len(others) == 2 and others[0] and others[1]:
        if abs(quantity * others[0] - others[1]) <= others[1] / 100:
            yield Reading(match["what"], quantity)
    elif quantity == quantity.to_integral_value():
        yield Reading(match["what"], quantity)


def articles_in(what: str) -> Iterator[str]:
    """What may be the article among the words: the first, the last, or one too long for a size."""
    for match in _ARTICLE.finditer(what):
        article = match[0]
        if len(article) < 4 or article == what:
            continue
        at_edge = not has_words(what[: match.start()]) or not has_words(what[match.end() :])
        if not at_edge and len(article) < 6:
            continue
        other = _NOT_ARTICLE.fullmatch(article)
        if not (other and (other["unit"] is None or unit_of(other["unit"]))):
            yield article
