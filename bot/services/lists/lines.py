"""From text to the lines of a list: what, how much, in which unit. Pure, and no line is lost."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from bot.services.lists.readings import Reading, has_words, readings_of, unit_of

LONGEST = 500
MOST_LINES = 5_000


class Ignored(StrEnum):
    """Why a line asks for nothing."""

    HEADER = "header"
    TOTAL = "total"
    COURTESY = "courtesy"
    NO_WORDS = "no_words"
    NO_QUANTITY = "no_quantity"
    """In a form, a row in which nothing was filled in."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source by its number there, from 1. No readings: see `ignored`.

    Where one line of text asks for several things, several Lines bear its number.
    """

    number: int
    source: str
    readings: tuple[Reading, ...] = ()
    ignored: Ignored | None = None
    sheet: str = ""


HEADER_WORDS = """
    арт артикул артикула код наименование название номенклатура товар товара товары продукция кол
    колво количество заказ ед изм единица цена сумма номер n п пп нп руб р шт с без ндс скидка итого
    штрихкод бренд марка упаковка остаток наличие
    article sku code name item product description qty quantity amount price unit total no barcode
"""
_HEADERS = frozenset(HEADER_WORDS.split())
_TOTAL = re.compile(
    r"\W*(?:итого|всего|в том числе|в т\.?\s?ч|(?:сумма\s+)?ндс|total|subtotal)\b", re.IGNORECASE
)
_COURTESY = re.compile(
    r"\W*(?:добр(?:ый|ого|ое)\s|здравствуй|привет|приветствую|уважаем|спасибо|благодар|заранее"
    r"|hello|hi\b|hey\b|dear|thanks|thank you|good (?:morning|day|afternoon|evening))",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"\W*(?:с уважением|(?:тел(?:ефон)?|моб|e-?mail|почта|инн)\b|(?:best )?regards|sincerely)",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"\W*(?:прошу|просим|просьба|пришлите|нужно|нужны|надо|необходимо|заявка|заказ|список|счёт|счет"
    r"|выставите|посчитайте|please|order|we need|i need)\b",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?:\+7|(?<!\d)8)(?:[\s(-]+\d{3}[\s)-]+|\d{3}(?=\d{7}))\d{3}[\s-]?\d\d[\s-]?\d\d(?!\d)"
)
_DIGIT = re.compile(r"\d")
_BULLET = re.compile(r"^\s*(?:[-–—•*·▪●◦✓✔☐☑>+]+\s+|[•·▪●◦✓✔☐☑>]+)")
_ROW_NUMBER = re.compile(r"^\s*(?:\d{1,4}\s?[.)]\s+|№\s?\d{1,4}[.):]?\s+)(?=\S)")
_LEADING = re.compile(r"^\s*(\d{1,4})\s+(?=\S)")
_WORD = re.compile(r"[^\s;,|/.]+")
_NO_LETTERS = re.compile(r"[\W_]")
_SPACES = re.compile(r"[^\S\t\n ]")
_HIDDEN = frozenset({"Cc", "Cf", "Cs"})
_UNSEEN = re.compile(r"[^\w\s!-~\u00a0-\u00ac]")
"""May be of these: most lines have nothing but words, signs and spaces."""
_ITEMS = re.compile(r"[,;]\s+")
_ITEM = re.compile(
    r"(?P<what>\S.*?)(?P<sign>\s?[-–—−:=]\s|\s[-–—−xх×*]\s?|\s)\d{1,9}(?:\s?(?P<unit>[^\W\d_]{1,10}))?\.?",
    re.IGNORECASE,
)


def read_text(text: str) -> list[Line]:
    """The lines of a message or a caption; empty ones are not counted as lines."""
    rows = [(number, row) for number, row in enumerate(text.splitlines(), 1) if row.strip()]
    cleaned = [(number, part) for number, row in rows for part in _parts(row)]
    numbered = len(cleaned) == len(rows) and _are_numbered([part for _, part in cleaned])
    return [_read(number, part, numbered) for number, part in cleaned]


def read_line(number: int, source: str) -> Line:
    """One line, never an error."""
    return _read(number, clean(source), False)


def _read(number: int, source: str, numbered: bool) -> Line:
    """`numbered`: it begins with the number of its row."""
    text = _ROW_NUMBER.sub("", _BULLET.sub("", source))
    if numbered:
        text = _LEADING.sub("", text)
    if why := why_nothing(text):
        return Line(number, source, ignored=why)
    return Line(number, source, readings_of(text))


def clean(text: str) -> str:
    """Composed letters, plain spaces, nothing that cannot be seen, no more than a line may hold."""
    if len(text) > LONGEST:
        text = text[: LONGEST - 1] + "…"
    if text.isascii() and text.isprintable():
        return text.strip(" ")
    text = unicodedata.normalize("NFC", text)[:LONGEST]
    if not text.isprintable():
        if _UNSEEN.search(text):
            text = "".join(c for c in text if c == "\t" or unicodedata.category(c) not in _HIDDEN)
        text = _SPACES.sub(" ", text)
    return text.strip(" ")


def why_nothing(text: str) -> Ignored | None:
    """Why a line asks for nothing, where it does."""
    if not has_words(text):
        return Ignored.NO_WORDS
    if _TOTAL.match(text):
        return Ignored.TOTAL
    words = _PHONE.sub("", text)
    if _SIGNATURE.match(text) or (not _DIGIT.search(words) and _is_courtesy(words, words != text)):
        return Ignored.COURTESY
    return Ignored.HEADER if not _DIGIT.search(text) and _is_header(text) else None


def asking(lines: Sequence[Line]) -> list[Line]:
    """Those that ask for something."""
    return [line for line in lines if line.readings]


def _is_courtesy(words: str, phone: bool) -> bool:
    """A greeting, a request in general, or somebody's name with a phone number."""
    asks = _ASKING.match(words) and words.rstrip().endswith((":", "!"))
    return phone or bool(asks) or bool(_COURTESY.match(words))


def _is_header(text: str) -> bool:
    """Nothing but words that stand above columns, or a heading: «Крепёж:»."""
    if text.rstrip().endswith(":"):
        return True
    words = (_NO_LETTERS.sub("", word[0].casefold()) for word in _WORD.finditer(text))
    return all(word in _HEADERS for word in words if word)


def _are_numbered(rows: Sequence[str]) -> bool:
    """Whether rows begin with 1, 2, 3: then those are not articles."""
    starts = [int(match[1]) for row in rows if (match := _LEADING.match(row))]
    in_turn = sum(after == before + 1 for before, after in pairwise(starts))
    return len(rows) > 2 and in_turn >= 0.6 * (len(rows) - 1)


def _parts(row: str) -> list[str]:
    """`0893106 10 шт, WD-40-400 5 шт`: several things in a row, where each has its quantity."""
    if not _ITEMS.search(row):
        return [clean(row)]
    parts = [part for each in _ITEMS.split(row) if (part := clean(each))]
    return parts if len(parts) > 1 and all(map(_is_item, parts)) else [clean(row)]


def _is_item(part: str) -> bool:
    match = _ITEM.fullmatch(part)
    if match is None or (match["unit"] and not unit_of(match["unit"])):
        return False
    what = match["what"]
    clear = match["unit"] or match["sign"].strip() or _DIGIT.search(what)
    return bool(clear) and sum(map(str.isalnum, what)) > 1 and why_nothing(what) is None
