"""Lists as buyers write them, by a seed: articles of a catalogue, a share of them with a slip."""

import random
from collections.abc import Sequence

from tests.support.files import xlsx

SHAPES = ("{a} {q}", "{a} - {q} шт", "{a};{q}", "{a}\t{q}", "{a} x {q}", "{a} — {q} шт.")
TYPOS = 0.05


def lines_of(articles: Sequence[str], count: int, rng: random.Random) -> str:
    """Text, a line an article; every line in a shape of its own."""
    chosen = _with_typos(rng.sample(articles, count), rng)
    return "\n".join(
        rng.choice(SHAPES).format(a=article, q=rng.randrange(1, 500)) for article in chosen
    )


def workbook(rows: Sequence[tuple[str, str, str]], count: int, rng: random.Random) -> bytes:
    """An order of (article, name, unit) in Excel: row numbers, a header, names that help nobody."""
    chosen = rng.sample(rows, count)
    typed = _with_typos([article for article, *_ in chosen], rng)
    return xlsx(
        [
            ["№", "Артикул", "Наименование", "Ед.", "Кол-во"],
            *(
                [number, article, name, unit, rng.randrange(1, 500)]
                for number, (article, (_, name, unit)) in enumerate(
                    zip(typed, chosen, strict=True), 1
                )
            ),
        ]
    )


def _with_typos(articles: Sequence[str], rng: random.Random) -> list[str]:
    """Exactly a twentieth of them, where the seed puts it."""
    wrong = set(rng.sample(range(len(articles)), round(TYPOS * len(articles))))
    return [slip(each, rng) if at in wrong else each for at, each in enumerate(articles)]


def slip(article: str, rng: random.Random) -> str:
    """A letter or digit dropped, doubled, swapped with its neighbour or hit beside."""
    places = [at for at in range(1, len(article) - 1) if article[at].isalnum()]
    if not places:
        return article
    at = rng.choice(places)
    here, after = article[at], article[at + 1 :]
    return article[:at] + rng.choice(
        [after, here * 2 + after, after[:1] + here + after[1:], rng.choice("0123456789") + after]
    )
