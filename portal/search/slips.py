"""Slips of the hand: the other keyboard layout, and the keys one or two edits away."""

_EN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>@#$^&"
_RU = 'ёйцукенгшщзхъфывапролджэячсмитьбюЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ"№;:?'
_TO_RU = str.maketrans(_EN, _RU)
_TO_EN = str.maketrans(_RU, _EN)
SLIP_PREFIX = 7
"""How much of a word is looked at for slips; the rest is compared."""
_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
_CYRILLIC = "бгджзийлпфцчшщъыьэюя"
"""What a folded article may hold of it: the other letters look like Latin ones."""


def other_layouts(text: str) -> list[str]:
    """What the same keys give in the other layout, both ways: `цв-40` is `wd-40`, `,jkn` is `болт`.

    A text of both alphabets is read both ways.
    """
    both = (text.translate(_TO_EN), text.translate(_TO_RU))
    return [other for other in dict.fromkeys(both) if other != text]


def one_edit(key: str) -> set[str]:
    """Every key that one letter dropped, doubled, added, changed or swapped away makes of this.

    About 75 for each letter; letters of the Latin alphabet and digits, as folded articles have, and
    Cyrillic ones where the key has one.
    """
    letters = _ALPHABET if key.isascii() else _ALPHABET + _CYRILLIC
    found: set[str] = set()
    for at in range(len(key) + 1):
        head, tail = key[:at], key[at:]
        found.update(head + letter + tail for letter in letters)
        if tail:
            found.add(head + tail[1:])
            found.update(head + letter + tail[1:] for letter in letters)
        if len(tail) > 1:
            found.add(head + tail[1] + tail[0] + tail[2:])
    found.discard(key)
    return found


def allowed_edits(word: str) -> int:
    """How many slips a word may hold and still be known; a size with a slip is another size."""
    if len(word) <= 3 or any(letter.isdigit() for letter in word):
        return 0
    return 1 if len(word) <= 6 else 2


def deletions(word: str, most: int) -> set[str]:
    """The beginning of a word without up to `most` of its letters.

    Two words within `most` edits of each other share one of these: Symmetric Delete, Wolf Garbe.
    """
    word = word[:SLIP_PREFIX]
    found = {word}
    edge = {word}
    for _ in range(most):
        edge = {w[:at] + w[at + 1 :] for w in edge for at in range(len(w))}
        found |= edge
    return found


def distance(one: str, other: str, most: int) -> int:
    """Edits between two words, a swap of neighbours counted as one; `most + 1` when there are more.

    Optimal string alignment.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return last[-1]
