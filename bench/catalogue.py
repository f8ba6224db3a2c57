"""A catalogue and queries made by a seed: as many articles as asked for, and what people type."""

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


@dataclass(frozen=True, slots=True)
class Article:
    product_id: int
    article: str
    name: str


def articles(count: int, seed: int) -> list[Article]:
    """Distinct articles of several schemes, with names as a wholesaler of fasteners writes them."""
    rng = random.Random(seed)
    seen: set[str] = set()
    made: list[Article] = []
    for product_id in range(1, count + 1):
        while (article := _article(rng)) in seen:
            pass
        seen.add(article)
        made.append(Article(product_id, article, _name(rng)))
    return made


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


def _name(rng: random.Random) -> str:
    kind = rng.choice(KINDS)
    size = f"М{rng.choice((3, 4, 5, 6, 8, 10, 12, 14, 16, 20, 24))}×{rng.randrange(6, 300)}"
    if rng.random() < 0.3:
        size = f"{rng.randrange(2, 250)},{rng.randrange(1, 10)}×{rng.randrange(1, 400)}"
    din = rng.choice((84, 125, 127, 603, 912, 933, 934, 985, 7504, 7981))
    maker = f"{rng.choice(BRANDS)} {rng.randrange(1, 999)}"
    return f"{kind} DIN {din} {size}, {rng.choice(COATS)}, {maker}"
