"""One fold for the article in the database and the article that somebody typed.

    >>> fold_article("DS-821-AN-LOEP"), fold_article("М8 х 40"), fold_article("1,5")
    ('ds821anloep', 'm8x40', '1.5')

Pure, and stable: keys made by it are stored, so a change of it needs the keys to be made anew.
"""

import re
import unicodedata

LONGEST_QUERY = 200
"""What is typed beyond this is not looked at."""


def clean(text: str) -> str:
    """What was typed, without what no database can compare with, and no longer than a query."""
    return text[:LONGEST_QUERY].replace("\0", " ").encode(errors="ignore").decode()


_LATIN_FOR = str.maketrans("авекмнорстухёіѕј", "abekmhopctyxeisj")
"""Cyrillic letters that look like Latin ones, in lower case. `В` and `Н` look so only in capitals,
which is how articles are written."""

_BY = re.compile(r"[×✕✖⨯]|(?<=[0-9])\s*\*\s*(?=[0-9])")
_DROPPED = re.compile(r"[^\w.]|_")
_LOOSE_POINT = re.compile(r"(?<![0-9])\.|\.(?![0-9])")


def fold_article(text: str) -> str:
    """The key by which articles are compared: empty for a text without letters and digits.

    Case, spaces and separators do not count, nor whether a letter is Cyrillic or Latin where both
    look the same; a sign between dimensions is `x`, and a comma between digits a point.
    """
    key = _folded(text)
    # What stood apart may be one letter now, as Korean ones; a key must be its own key.
    while not key.isascii() and (again := _folded(key)) != key:
        key = again
    return key


def _folded(text: str) -> str:
    key = _plain(text)
    if key.isascii():
        if key.isalnum():
            return key
    else:
        key = key.translate(_LATIN_FOR)
    key = _BY.sub("x", key).replace(",", ".")
    return _DROPPED.sub("", _LOOSE_POINT.sub("", key))


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    # NFKC would make two letters of the numero sign.
    return unicodedata.normalize("NFKC", text.replace("№", " ")).casefold()


_WORD_BY = re.compile(r"(?<=[0-9])\s*[xх×✕*]\s*(?=[0-9])")
_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9])")
_WORD = re.compile(r"[^\W_]+(?:\.[0-9]+)*")
_LATIN = re.compile("[a-z]")
_DIGIT = re.compile("[0-9]")


def fold_words(text: str) -> list[str]:
    """The words of a name or of a query, as they are compared: case and `ё` do not count.

    A word with a digit or a Latin letter in it is folded as an article is, so that `М8×40`, `M8x40`
    and `8 * 40` are found by each other; a Russian word stays Russian.

        >>> fold_words("Болт М8 × 40, лёгкий")
        ['болт', 'm8x40', 'легкий']
    """
    plain = _plain(text).replace("ё", "е")
    plain = _COMMA.sub(".", _WORD_BY.sub("x", plain))
    return [
        fold_article(word) if _DIGIT.search(word) or _LATIN.search(word) else word
        for word in _WORD.findall(plain)
    ]
