"""What people type of an article they want, a list for each kind of trouble, made by a seed.

Each query comes with the test that a right answer passes, so that recall counts every product which
answers as well as the one that was meant: `recall@10 = right in the top ten / min(10, all right)`.
"""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bench.catalogue import Article
from portal.search.fold import fold_article
from portal.search.index import bare_key
from portal.search.words import words

LOOK = str.maketrans("ABEKMHOPCTX", "АВЕКМНОРСТХ")
EN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
RU = "йцукенгшщзхъфывапролджэячсмитьбюё"
TO_RU = str.maketrans(EN, RU)
TO_EN = str.maketrans(RU, EN)


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    meant: int
    right: frozenset[int]
    """The product ids that answer it as well as `meant` does."""


class Catalogue:
    """The articles by what brute force needs: folded keys and the sets of their words."""

    def __init__(self, articles: list[Article]) -> None:
        self.articles = articles
        self.keys = {a.product_id: bare_key(fold_article(a.article)) for a in articles}
        self.by_key: dict[str, list[int]] = {}
        for product_id, key in self.keys.items():
            self.by_key.setdefault(key, []).append(product_id)
        self.by_word: dict[str, set[int]] = {}
        for a in articles:
            for word in words(a.name):
                self.by_word.setdefault(word, set()).add(a.product_id)

    def with_key(self, test: Callable[[str], bool]) -> frozenset[int]:
        return frozenset(p for p, key in self.keys.items() if test(key))

    def with_words(self, wanted: Iterable[str]) -> frozenset[int]:
        sets = sorted((self.by_word.get(word, set()) for word in wanted), key=len)
        return frozenset(set.intersection(*sets)) if sets else frozenset()


def queries(catalogue: Catalogue, each: int, seed: int) -> dict[str, list[Query]]:
    rng = random.Random(seed)
    return {kind: [make(catalogue, rng) for _ in range(each)] for kind, make in KINDS.items()}


def _pick(catalogue: Catalogue, rng: random.Random, letters: bool = False) -> tuple[Article, str]:
    while True:
        article = rng.choice(catalogue.articles)
        key = catalogue.keys[article.product_id]
        if not letters or any(c.isalpha() for c in key):
            return article, key


def _exactly(catalogue: Catalogue, key: str, text: str, article: Article) -> Query:
    return Query(text, article.product_id, frozenset(catalogue.by_key[key]))


def _exact(catalogue: Catalogue, rng: random.Random) -> Query:
    article, key = _pick(catalogue, rng)
    return _exactly(catalogue, key, article.article, article)


def _prefix(catalogue: Catalogue, rng: random.Random) -> Query:
    article, key = _pick(catalogue, rng)
    text = key[: max(4, len(key) - rng.randrange(1, 3))]
    return Query(text, article.product_id, catalogue.with_key(lambda k: k.startswith(text)))


def _inside(catalogue: Catalogue, rng: random.Random) -> Query:
    article, key = _pick(catalogue, rng)
    text = key[rng.randrange(1, 3) :]
    if rng.random() < 0.5 and len(text) > 6:
        text = text[:-1]
    return Query(text, article.product_id, catalogue.with_key(lambda k: text in k))


def _name_words(article: Article, rng: random.Random) -> list[str]:
    return [w for w in article.name.replace(",", " ").split() if len(w) > 4 and w.isalpha()]


def _two_words(catalogue: Catalogue, rng: random.Random) -> Query:
    article, _ = _pick(catalogue, rng)
    pair = rng.sample(_name_words(article, rng), 2)
    wanted = [word for part in pair for word in words(part)]
    return Query(" ".join(pair), article.product_id, catalogue.with_words(wanted))


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


def _article_typo(catalogue: Catalogue, rng: random.Random) -> Query:
    while True:
        article, key = _pick(catalogue, rng)
        text = _slip(key, rng)
        if text not in catalogue.by_key and text != key:
            return Query(text, article.product_id, frozenset({article.product_id}))


def _name_typo(catalogue: Catalogue, rng: random.Random) -> Query:
    while True:
        article, _ = _pick(catalogue, rng)
        long = [w for w in _name_words(article, rng) if len(w) > 5]
        if len(long) < 2:
            continue
        wrong, right = rng.sample(long, 2)
        at = rng.randrange(1, len(wrong) - 2)
        slip = rng.choice((
            wrong[:at] + wrong[at + 1 :],
            wrong[:at] + wrong[at] + wrong[at:],
            wrong[:at] + wrong[at + 1] + wrong[at] + wrong[at + 2 :],
        ))  # fmt: skip
        wanted = [*words(wrong), *words(right)]
        return Query(f"{slip} {right}", article.product_id, catalogue.with_words(wanted))


def _layout_article(catalogue: Catalogue, rng: random.Random) -> Query:
    article, key = _pick(catalogue, rng, letters=True)
    return _exactly(catalogue, key, article.article.lower().translate(TO_RU), article)


def _layout_name(catalogue: Catalogue, rng: random.Random) -> Query:
    """The keyboard was left in English."""
    query = _two_words(catalogue, rng)
    text = query.text.lower()
    other = text.translate(TO_EN)
    return Query(other, query.meant, query.right)


def _look_alikes(catalogue: Catalogue, rng: random.Random) -> Query:
    while True:
        article, key = _pick(catalogue, rng, letters=True)
        if (text := article.article.translate(LOOK)) != article.article:
            return _exactly(catalogue, key, text, article)


def _no_separators(catalogue: Catalogue, rng: random.Random) -> Query:
    while True:
        article, key = _pick(catalogue, rng)
        text = "".join(c for c in article.article.lower() if c.isalnum())
        if text != article.article.lower():
            return _exactly(catalogue, key, text, article)


def _sizes(catalogue: Catalogue, rng: random.Random) -> Query:
    while True:
        article, _ = _pick(catalogue, rng)
        parts = article.name.split()
        size = next((p.rstrip(",") for p in parts if "×" in p), None)
        if size is None or not size.startswith("М"):
            continue
        typed = rng.choice((
            size.replace("×", "х"), size.replace("×", " x ").replace("М", "M"),
            size.replace("×", "*").removeprefix("М"),
        ))  # fmt: skip
        wanted = [*words(parts[0]), words(typed.replace(" ", ""))[0]]
        return Query(f"{parts[0]} {typed}", article.product_id, catalogue.with_words(wanted))


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
