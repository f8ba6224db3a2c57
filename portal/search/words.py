"""From a name, or a query, to the words that are compared: one fold for both sides.

    >>> words("Болты с шестигранной головкой М8×40, 8.8, WD-40")
    ['болт', 'с', 'шестигра', 'головк', 'm8x40', '8x40', 'm8', '8.8', 'wd40', 'wd', '40']

A word is stemmed where it is Russian, left as it is where it is Latin. A size is one word however
it is written (`М8х40`, `M8 x 40`, `8*40`), and is found by its parts too. Letters that look alike
in both alphabets are told apart by what stands beside them: with a digit, they are Latin.
"""

import re
import unicodedata
from functools import lru_cache

import Stemmer

CYRILLIC_LOOK = "авекмнорстухі"
LATIN_LOOK = "abekmhopctyxi"
_TO_LATIN = str.maketrans(CYRILLIC_LOOK, LATIN_LOOK)
_TO_CYRILLIC = str.maketrans(LATIN_LOOK, CYRILLIC_LOOK)

_BY = re.compile(r"(?<=\d)\s*[xх×*✕]\s*(?=\d)")
_COMMA = re.compile(r"(?<=\d),(?=\d)")
_PIECE = re.compile(r"[^\W_]+(?:[.\-/][^\W_]+)*")
_INNER = re.compile(r"[-/]")
_SIZE = re.compile(r"([a-z]{0,2})(\d[\d.]*(?:x\d[\d.]*)+)([a-z]*)")
_HAS_DIGIT = re.compile(r"\d")
_ONLY_CYRILLIC_LOOK = re.compile(f"[{CYRILLIC_LOOK}]+")
_ONLY_LATIN_LOOK = re.compile(f"[{LATIN_LOOK}]+")
_FLEETING = re.compile(r"(.*[аеиоуыэюя].*)([ое])(к|ц|нь)")
_VOWELS = "аеиоуыэюя"
_stemmer = Stemmer.Stemmer("russian")
_stemmer.maxCacheSize = 100_000

MAX_WORDS = 24
"""A query of more words than any name has is not read to its end."""


def plain(text: str) -> str:
    """Case, `ё`, compatibility forms, decimal commas and the sign between dimensions folded."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return _COMMA.sub(".", _BY.sub("x", text))


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    return str(_stemmer.stemWord(word)) if "а" <= word[0] <= "я" else word


def _without_fleeting(word: str) -> str | None:
    """`уголок` as `уголк`, the stem of `уголки`; `гаек` as `гайк`, `шпилек` as `шпильк`.

    A vowel that goes in other forms of a word, which the stemmer does not know. Some words only
    look so (`водосток`), hence the stem with it stays beside.
    """
    if (found := _FLEETING.fullmatch(word)) is None:
        return None
    head, vowel, last = found[1], found[2], found[3][0]
    if vowel == "е" and head[-1] in _VOWELS:
        head += "й"
    elif vowel == "е" and head[-1] == "л" and last != "н":
        head += "ь"
    return head + last


@lru_cache(maxsize=200_000)
def _piece(piece: str) -> tuple[tuple[str, ...], ...]:
    """The words of one piece of text without spaces: the ways to read it, the whole first."""
    whole = _INNER.sub("", piece)
    if _HAS_DIGIT.search(whole):
        whole = whole.translate(_TO_LATIN)
    if not whole:
        return ()
    readings: list[tuple[str, ...]] = [(_stem(whole),)]
    if other := _without_fleeting(whole):
        readings.append((other,))
    if "-" in piece or "/" in piece:
        parts = tuple(word for part in _INNER.split(piece) for word in _piece(part)[0])
        readings.append(parts)
    return tuple(readings)


def readings(text: str) -> list[tuple[tuple[str, ...], ...]]:
    """What a query asks for: for each piece the ways to read it, any one of which will do."""
    return [ways for piece in _PIECE.findall(plain(text))[:MAX_WORDS] if (ways := _piece(piece))]


def words(text: str) -> list[str]:
    """Every word under which a name is to be found, each once, in order."""
    found: dict[str, None] = {}
    for piece in _PIECE.findall(plain(text)):
        for way in _piece(piece):
            for word in way:
                found[word] = None
                if size := _SIZE.fullmatch(word):
                    found[size[2]] = None
                    found[size[1] + size[2].partition("x")[0]] = None
    return list(found)


def written(text: str) -> dict[str, str]:
    """The Russian words of a text as they are written, each with the word it is stemmed to."""
    pieces = (part for piece in _PIECE.findall(plain(text)) for part in _INNER.split(piece))
    return {part: _stem(part) for part in pieces if part and not _HAS_DIGIT.search(part)}


def look_alikes(word: str) -> list[str]:
    """The word, and what it would be if it was typed in the other alphabet by its looks."""
    if _ONLY_CYRILLIC_LOOK.fullmatch(word):
        return [word, word.translate(_TO_LATIN)]
    if _ONLY_LATIN_LOOK.fullmatch(word):
        return [word, word.translate(_TO_CYRILLIC)]
    return [word]
