"""A catalogue made by a seed: as many articles as asked for, written as wholesalers write them.

Each article is kept in its parts, so that what answers a query is known from how it was made and
not from any fold or index of the portal's.
"""

import random
from dataclasses import dataclass

KINDS = (
    "Болт с шестигранной головкой", "Винт с потайной головкой", "Гайка шестигранная",
    "Шайба плоская", "Шайба пружинная", "Шпилька резьбовая", "Саморез по дереву",
    "Саморез кровельный", "Дюбель распорный", "Анкер клиновой", "Заклёпка вытяжная",
    "Хомут червячный", "Сверло по металлу", "Бур по бетону", "Метчик ручной", "Плашка круглая",
    "Круг отрезной", "Круг лепестковый", "Коронка биметаллическая", "Ключ комбинированный",
    "Головка торцевая", "Бита магнитная", "Отвёртка крестовая", "Перчатки рабочие",
    "Очиститель тормозов", "Смазка литиевая", "Герметик силиконовый", "Клей эпоксидный",
    "Пена монтажная", "Лента изоляционная", "Кабель силовой", "Уголок крепёжный",
)  # fmt: skip
COATS = ("цинк", "жёлтый цинк", "нержавеющий А2", "нержавеющий А4", "оксид", "латунь", "фосфат")
BRANDS = ("Крепмастер", "Torvald", "Стальпро", "Hexline", "Вихрь", "Norbit", "Уралметиз", "Zubrex",
          "Fixar", "Промкреп", "Berghold", "Мастертул")  # fmt: skip
LETTERS = "ABCDEFGHKLMNPRSTVWXZ"
METRIC = (3, 4, 5, 6, 8, 10, 12, 14, 16, 20, 24)
STANDARDS = (84, 125, 127, 603, 912, 933, 934, 985, 7504, 7981)
RUSSIAN = ("бар", "вел", "гор", "дин", "жар", "зен", "кал", "лор", "мак", "ник", "пол", "рус",
           "сев", "тар", "фор", "хим", "цел", "шан", "эко", "юнт")  # fmt: skip
LATIN = ("bas", "cor", "dyn", "ext", "fen", "gal", "hol", "jet", "kra", "lum", "max", "nor",
         "pro", "qua", "ros", "sil", "tec", "ult", "vex", "zan")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Article:
    """`words` are those of the name that stand alone, in lower case; `size` is as written."""

    product_id: int
    article: str
    key: str
    """Letters and digits of the article, in lower case: no two articles have the same."""
    name: str
    words: tuple[str, ...]
    size: str


def articles(count: int, seed: int) -> list[Article]:
    """Distinct articles of several schemes. The bigger the catalogue, the more series it has."""
    rng = random.Random(seed)
    series = _series(1_500 + count // 50, rng)
    seen: set[str] = set()
    made: list[Article] = []
    for product_id in range(1, count + 1):
        while (key := _letters_and_digits(article := _article(rng))) in seen:
            pass
        seen.add(key)
        made.append(Article(product_id, article, key, *_name(rng, series)))
    return made


def _letters_and_digits(article: str) -> str:
    return "".join(character for character in article.lower() if character.isalnum())


def _article(rng: random.Random) -> str:
    scheme = rng.randrange(5)
    if scheme == 0:
        return f"{rng.randrange(10**7):07d}"
    if scheme == 1:
        middle = f"{rng.randrange(1000):03d}-{''.join(rng.choices(LETTERS, k=2))}"
        return f"{''.join(rng.choices(LETTERS, k=2))}-{middle}-{''.join(rng.choices(LETTERS, k=4))}"
    if scheme == 2:
        return f"{rng.choice(LETTERS)}{rng.randrange(10**5):05d}.{rng.randrange(1000):03d}"
    if scheme == 3:
        return f"{rng.randrange(10**4):04d} {rng.randrange(10**3):03d} {rng.randrange(10**3):03d}"
    return f"{''.join(rng.choices(LETTERS, k=3))}{rng.randrange(10**6):06d}"


def _series(count: int, rng: random.Random) -> list[str]:
    """Made-up names of series, as makers have them; the first ones are used most."""
    found: dict[str, None] = {}
    while len(found) < count:
        syllables = rng.choice((RUSSIAN, LATIN))
        found["".join(rng.choices(syllables, k=rng.choice((2, 3, 3, 4)))).capitalize()] = None
    return list(found)


def _name(rng: random.Random, series: list[str]) -> tuple[str, tuple[str, ...], str]:
    kind, coat, brand = rng.choice(KINDS), rng.choice(COATS), rng.choice(BRANDS)
    size = f"М{rng.choice(METRIC)}×{rng.randrange(6, 300)}"
    if rng.random() < 0.3:
        size = f"{rng.randrange(2, 250)},{rng.randrange(1, 10)}×{rng.randrange(1, 400)}"
    own = series[int(len(series) * rng.random() ** 3)]
    name = f"{kind} DIN {rng.choice(STANDARDS)} {size}, {coat}, {brand} {own}"
    words = f"{kind} {coat} {brand} {own}".lower().split()
    return name, tuple(words), size
