"""What people type of an article they want, a list for each kind of trouble, made by a seed.

What answers a query follows from how it was made, by brute force over the catalogue's parts; no
fold, index or word of the portal's has a say in it. Every product that answers as well as the one
that was meant counts: `recall@10 = right in the top ten / min(10, all right)`.
"""

import random
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bench.catalogue import Article

LOOK = str.maketrans("ABEKMHPCTX", "АВЕКМНРСТХ")
EN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
RU = "йцукенгшщзхъфывапролджэячсмитьбюё"
TO_RU = str.maketrans(EN, RU)
TO_EN = str.maketrans(RU, EN)
FORMS = (
    ("болт", "болты", "болтов"), ("винт", "винты", "винтов"), ("гайка", "гайки", "гаек"),
    ("шайба", "шайбы", "шайбу"), ("саморез", "саморезы", "саморезов"),
    ("сверло", "сверла", "сверлом"), ("хомут", "хомуты", "хомутов"),
    ("головка", "головкой", "головки"), ("шестигранная", "шестигранной", "шестигранные"),
    ("плоская", "плоской", "плоские"), ("кровельный", "кровельные", "кровельных"),
    ("круг", "круги", "кругов"), ("смазка", "смазки", "смазку"),
    ("потайной", "потайная", "потайные"), ("жёлтый", "желтый", "желтого"),
    ("нержавеющий", "нержавеющая", "нержавеющие"),
)  # fmt: skip
"""Words that one who asks for any of them means all of; as a buyer has it, not as a stemmer."""
ALIKE = {form: forms for forms in FORMS for form in forms}
SMALL = {"с", "по", "а2", "а4"}


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    right: frozenset[int]
    """The ids of the products that answer it."""


class Catalogue:
    """The articles by what brute force needs."""

    def __init__(self, articles: list[Article]) -> None:
        self.articles = articles
        self.keys = {article.key: article.product_id for article in articles}
        self.sorted = sorted(self.keys)
        self.joined = "\n".join(["", *self.keys, ""])
        self.by_word: dict[str, set[int]] = {}
        self.by_size: dict[str, set[int]] = {}
        for article in articles:
            self.by_size.setdefault(article.size, set()).add(article.product_id)
            for word in article.words:
                self.by_word.setdefault(word, set()).add(article.product_id)

    def one(self, article: Article) -> frozenset[int]:
        return frozenset({article.product_id})

    def beginning(self, text: str) -> frozenset[int]:
        first, after = (bisect_left(self.sorted, end) for end in (text, f"{text}\x7f"))
        return frozenset(self.keys[key] for key in self.sorted[first:after])

    def holding(self, text: str) -> frozenset[int]:
        found, at = set(), self.joined.find(text)
        while at >= 0:
            end = self.joined.index("\n", at)
            found.add(self.keys[self.joined[self.joined.rindex("\n", 0, at) + 1 : end]])
            at = self.joined.find(text, end)
        return frozenset(found)

    def with_words(self, wanted: Iterable[str]) -> frozenset[int]:
        each = [
            set().union(*(self.by_word.get(form, set()) for form in ALIKE.get(word, (word,))))
            for word in wanted
        ]
        return frozenset(set.intersection(*each))

    def known(self, word: str) -> bool:
        return word in self.by_word


def queries(catalogue: Catalogue, each: int, seed: int) -> dict[str, list[Query]]:
    """So many of each kind."""
    rng = random.Random(f"queries {seed}")
    return {kind: [make(catalogue, rng) for _ in range(each)] for kind, make in KINDS.items()}


def _exact(catalogue: Catalogue, rng: random.Random) -> Query:
    article = rng.choice(catalogue.articles)
    return Query(article.article, catalogue.one(article))


def _prefix(catalogue: Catalogue, rng: random.Random) -> Query:
    key = rng.choice(catalogue.articles).key
    text = key[: max(4, len(key) - rng.randrange(1, 4))]
    return Query(text, catalogue.beginning(text))


def _inside(catalogue: Catalogue, rng: random.Random) -> Query:
    """Whatever begins so answers too."""
    key = rng.choice(catalogue.articles).key
    text = key[rng.randrange(1, 3) :]
    if rng.random() < 0.5 and len(text) > 6:
        text = text[:-1]
    return Query(text, catalogue.holding(text))


def _two_of(article: Article, rng: random.Random, shortest: int = 4) -> list[str]:
    long = dict.fromkeys(w for w in article.words if len(w) >= shortest and w not in SMALL)
    return rng.sample(list(long), 2) if len(long) > 1 else []


def _two_words(catalogue: Catalogue, rng: random.Random) -> Query:
    """In any order and any form."""
    while not (pair := _two_of(rng.choice(catalogue.articles), rng)):
        pass
    typed = [rng.choice(ALIKE.get(word, (word,))) for word in pair]
    return Query(" ".join(typed), catalogue.with_words(pair))


def _article_typo(catalogue: Catalogue, rng: random.Random) -> Query:
    while True:
        article = rng.choice(catalogue.articles)
        text = _slip(article.key, rng)
        if text not in catalogue.keys:
            return Query(text, catalogue.one(article))


def _slip(text: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(text) - 1)
    letter = rng.choice("0123456789" if text[at].isdigit() else "abcdefghkmnprst")
    return rng.choice((
        text[:at] + text[at + 1 :],
        text[:at] + text[at] + text[at:],
        text[:at] + letter + text[at + 1 :],
        text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        text[:at] + letter + text[at:],
    ))  # fmt: skip


def _name_typo(catalogue: Catalogue, rng: random.Random) -> Query:
    """One of two words with a letter left out, doubled, changed, or swapped with the next."""
    while True:
        pair = _two_of(rng.choice(catalogue.articles), rng, shortest=6)
        if not pair:
            continue
        wrong, right = pair
        slip = _slip_in_word(wrong, rng)
        meant = ALIKE.get(wrong, (wrong,))
        if any(catalogue.known(near) and near not in meant for near in _near(slip)):
            continue  # Nobody could say which of two words was meant.
        return Query(f"{slip} {right}", catalogue.with_words((wrong, right)))


def _slip_in_word(word: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(word) - 2)
    letter = rng.choice("абвгдежзийклмнопрст" if word[at] > "z" else "abcdefghiklmnoprst")
    return rng.choice((
        word[:at] + word[at + 1 :],
        word[:at] + word[at] + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    ))  # fmt: skip


def _near(word: str) -> Iterator[str]:
    """The word, and all that one slip makes of it."""
    letters = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя" if word[0] > "z" else "abcdefghijklmnopqrstuvwxyz"
    yield word
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in letters:
            yield head + letter + tail
            yield head + letter + tail[1:]


def _layout_article(catalogue: Catalogue, rng: random.Random) -> Query:
    """The keyboard was left in Russian."""
    article = _with_letters(catalogue, rng)
    return Query(article.article.lower().translate(TO_RU), catalogue.one(article))


def _layout_name(catalogue: Catalogue, rng: random.Random) -> Query:
    """The keyboard was left in English, or in Russian, for both words."""
    while True:
        query = _two_words(catalogue, rng)
        text = query.text.translate(rng.choice((TO_EN, TO_RU)))
        if text != query.text:
            return Query(text, query.right)


def _look_alikes(catalogue: Catalogue, rng: random.Random) -> Query:
    while True:
        article = _with_letters(catalogue, rng)
        if (text := article.article.translate(LOOK)) != article.article:
            return Query(text, catalogue.one(article))


def _with_letters(catalogue: Catalogue, rng: random.Random) -> Article:
    while (article := rng.choice(catalogue.articles)).key.isdigit():
        pass
    return article


def _no_separators(catalogue: Catalogue, rng: random.Random) -> Query:
    while (article := rng.choice(catalogue.articles)).article.isalnum():
        pass
    return Query(rng.choice((article.key, article.key.upper())), catalogue.one(article))


def _sizes(catalogue: Catalogue, rng: random.Random) -> Query:
    """A size in one of the ways people write it, and the word before it."""
    article = rng.choice(catalogue.articles)
    by = rng.choice(("x", "х", "*", "×", " x ", " х "))
    typed = article.size.replace("×", by)
    plain = rng.choice((typed, typed.replace("М", "M"), typed.lower()))
    if article.size.startswith("М") and rng.random() < 0.3:
        plain = typed.removeprefix("М")
    word = article.words[0]
    return Query(
        f"{word} {plain.replace(',', rng.choice(',.'))}",
        catalogue.with_words([word]) & catalogue.by_size[article.size],
    )


KINDS: dict[str, Callable[[Catalogue, random.Random], Query]] = {
    "exact": _exact,
    "prefix": _prefix,
    "inside": _inside,
    "two words": _two_words,
    "article typo": _article_typo,
    "name typo": _name_typo,
    "layout of an article": _layout_article,
    "layout of a name": _layout_name,
    "look-alikes": _look_alikes,
    "separators dropped": _no_separators,
    "sizes": _sizes,
}
