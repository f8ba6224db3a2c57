"""The thirty companies that buy. All of them, and everybody in them, are made up."""

from dataclasses import dataclass
from enum import StrEnum

from portal.demo.numbers import inn


class Habit(StrEnum):
    """How a company pays, which is what its balance shows."""

    PROMPT = "prompt"
    LATE = "late"
    SLOW = "slow"
    """So late that something is always overdue."""
    OVERDUE = "overdue"
    PREPAYS = "prepays"
    ADVANCE = "advance"
    NO_CONTRACT = "no_contract"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Profile:
    """`discount` in basis points, `delay` in days, `pace` in orders a month.

    `price_type` is a place in `catalogue.PRICE_TYPES`.
    """

    name: str
    trade: str
    city: str
    code: int
    timezone: str
    address: str
    price_type: int
    discount: int
    delay: int
    pace: int
    habit: Habit

    @property
    def is_sole_trader(self) -> bool:
        return self.name.startswith("ИП ")

    def inn(self, number: int) -> str:
        """Right by its check digits, and nobody's: no tax office is numbered 00."""
        if self.is_sole_trader:
            return inn(f"{self.code:02d}00{number:06d}")
        return inn(f"{self.code:02d}00{number:05d}")

    @property
    def kpp(self) -> str:
        return "" if self.is_sole_trader else f"{self.code:02d}0001001"


SERVICE, BUILDER, METAL, FURNITURE = "service", "builder", "metal", "furniture"
FARM, CAFE, SHOP = "farm", "cafe", "shop"

TASTES: dict[str, dict[str, int]] = {
    SERVICE: {"chemical": 40, "wash": 6, "bolt": 18, "hand": 10, "safety": 10, "rigging": 8,
              "abrasive": 6, "hygiene": 6},
    BUILDER: {"anchor": 34, "screw": 26, "drill": 12, "bolt": 8, "chemical": 8, "abrasive": 8,
              "safety": 6},
    METAL: {"bolt": 34, "drill": 24, "abrasive": 20, "hand": 8, "chemical": 8, "safety": 6},
    FURNITURE: {"screw": 42, "rigging": 14, "bolt": 14, "drill": 10, "chemical": 10,
    "abrasive": 10},
    FARM: {"bolt": 40, "chemical": 22, "rigging": 20, "safety": 8, "hand": 10},
    CAFE: {"hygiene": 62, "safety": 30, "rigging": 8},
    SHOP: {"bolt": 20, "screw": 20, "anchor": 14, "drill": 12, "chemical": 14, "hand": 10,
           "paint": 10},
}  # fmt: skip
"""What each trade buys, by the topics of `series.Spec`, in parts."""

_MSK, _SAMARA, _EKB = "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg"
_NSK, _KRSK = "Asia/Novosibirsk", "Asia/Krasnoyarsk"

PROFILES = tuple(
    Profile(*row)
    for row in (
        ("ООО «СеверАвто Сервис»", SERVICE, "Санкт-Петербург", 78, _MSK, "ул. Салова, 56, бокс 4",
         2, 300, 14, 6, Habit.SLOW),
        ("ООО «Гараж на Тушинской»", SERVICE, "Москва", 77, _MSK, "Волоколамский проезд, 9, стр. 2",
         1, 0, 7, 4, Habit.PROMPT),
        ("ИП Ветров Сергей Олегович", SERVICE, "Тверь", 69, _MSK, "Бурашевское шоссе, 41", 0, 0, 0,
         3, Habit.PREPAYS),
        ("ООО «Моторика Плюс»", SERVICE, "Калининград", 39, "Europe/Kaliningrad",
         "ул. Дзержинского, 230", 1, 200, 14, 3, Habit.PROMPT),
        ("ООО «Дальмотор Сервис»", SERVICE, "Владивосток", 25, "Asia/Vladivostok",
         "ул. Бородинская, 20", 2, 0, 21, 4, Habit.LATE),
        ("ООО «Строймонтаж-17»", BUILDER, "Нижний Новгород", 52, _MSK, "ул. Ларина, 15а", 2, 500,
         30, 5, Habit.OVERDUE),
        ("АО «Уралфасад»", BUILDER, "Екатеринбург", 66, _EKB, "ул. Новинская, 3, склад 2", 3, 0, 30,
         6, Habit.PROMPT),
        ("ООО «Кровля и К»", BUILDER, "Казань", 16, _MSK, "ул. Журналистов, 107", 2, 0, 14, 5,
         Habit.LATE),
        ("ООО «Сибстройинвест»", BUILDER, "Новосибирск", 54, _NSK, "ул. Станционная, 60/1", 3, 200,
         30, 6, Habit.PROMPT),
        ("ИП Лаптева Марина Юрьевна", BUILDER, "Краснодар", 23, _MSK, "ул. Уральская, 126", 1, 0, 0,
         3, Habit.PREPAYS),
        ("ООО «Теплодом Монтаж»", BUILDER, "Воронеж", 36, _MSK, "ул. Пеше-Стрелецкая, 95", 1, 0, 14,
         3, Habit.EXPIRED),
        ("ООО «Металлоконструкция»", METAL, "Челябинск", 74, _EKB, "Свердловский тракт, 7", 3, 0,
         30, 6, Habit.PROMPT),
        ("ООО «Токарь и Сыновья»", METAL, "Пермь", 59, _EKB, "ул. Героев Хасана, 105", 2, 0, 14, 4,
         Habit.ADVANCE),
        ("ООО «Волжский станкоремонт»", METAL, "Самара", 63, _SAMARA, "Заводское шоссе, 5б", 2, 300,
         21, 4, Habit.LATE),
        ("ООО «Инструментальный цех №3»", METAL, "Ижевск", 18, _SAMARA, "ул. Маяковского, 44", 2, 0,
         14, 4, Habit.PROMPT),
        ("АО «Енисей-Машремонт»", METAL, "Красноярск", 24, _KRSK, "ул. Северное шоссе, 17", 3, 0,
         30,
         5, Habit.OVERDUE),
        ("ООО «Фабрика мебели Лада»", FURNITURE, "Ульяновск", 73, "Europe/Ulyanovsk",
         "Московское шоссе, 14", 2, 0, 14, 4, Habit.PROMPT),
        ("ИП Ромашов Денис Игоревич", FURNITURE, "Пенза", 58, _MSK, "ул. Гагарина, 11а", 1, 0, 7, 3,
         Habit.LATE),
        ("ООО «Кухни Прибайкалья»", FURNITURE, "Иркутск", 38, "Asia/Irkutsk", "ул. Трактовая, 18",
         2,
         0, 21, 3, Habit.PROMPT),
        ("ООО «Столярный двор»", FURNITURE, "Ярославль", 76, _MSK, "пр-т Фрунзе, 30", 1, 200, 7, 3,
         Habit.PREPAYS),
        ("ООО «Агротех-Сервис»", FARM, "Ростов-на-Дону", 61, _MSK, "ул. Доватора, 144", 2, 0, 30, 4,
         Habit.LATE),
        ("СПК «Рассвет Алтая»", FARM, "Барнаул", 22, "Asia/Barnaul", "пр-т Космонавтов, 14", 2, 0,
         30, 3, Habit.OVERDUE),
        ("ООО «Нива-Запчасть»", FARM, "Омск", 55, "Asia/Omsk", "ул. 22 Декабря, 98", 1, 0, 14, 3,
         Habit.PROMPT),
        ("ООО «Пекарня на углу»", CAFE, "Москва", 77, _MSK, "ул. Сущёвский Вал, 43", 0, 0, 7, 2,
         Habit.PROMPT),
        ("ООО «Бистро Тайга»", CAFE, "Томск", 70, "Asia/Tomsk", "пр-т Фрунзе, 86", 0, 0, 7, 2,
         Habit.LATE),
        ("ООО «Крепёж Маркет»", SHOP, "Уфа", 2, _EKB, "ул. Трамвайная, 2", 3, 300, 21, 7,
         Habit.PROMPT),
        ("ИП Юсупов Тимур Маратович", SHOP, "Тюмень", 72, _EKB, "ул. Республики, 252", 2, 0, 14, 4,
         Habit.LATE),
        ("ООО «Хозяин Забайкалья»", SHOP, "Чита", 75, "Asia/Chita", "ул. Лазо, 1", 2, 0, 21, 4,
         Habit.PROMPT),
        ("ООО «Мастерок-Восток»", SHOP, "Хабаровск", 27, "Asia/Vladivostok", "ул. Суворова, 80", 2,
         0,
         21, 4, Habit.PROMPT),
        ("ООО «Новый партнёр»", SHOP, "Петрозаводск", 10, _MSK, "ул. Заводская, 4", 0, 0, 0, 0,
         Habit.NO_CONTRACT),
    )
)  # fmt: skip

FIRST_NAMES = {
    "м": ("Алексей", "Борис", "Виктор", "Глеб", "Дмитрий", "Егор", "Захар", "Илья", "Кирилл", "Лев",
          "Максим", "Никита", "Олег", "Павел", "Роман", "Степан", "Тимофей", "Фёдор"),
    "ж": ("Алёна", "Валентина", "Галина", "Дарья", "Елена", "Жанна", "Инна", "Ксения", "Лидия",
          "Маргарита", "Наталья", "Оксана", "Полина", "Раиса", "Светлана", "Татьяна", "Юлия"),
}  # fmt: skip
LAST_NAMES = (
    "Берёзкин", "Вьюгин", "Горшенин", "Дубравин", "Ельников", "Жаворонков", "Заречнев", "Ивушкин",
    "Калинкин", "Ландышев", "Малинин", "Небосклонов", "Осинцев", "Подорожников", "Речкалов",
    "Снегирёв", "Тополев", "Утёсов", "Хвойников", "Цветаев", "Черёмухин", "Шиповалов", "Щеглов",
    "Ясенев",
)  # fmt: skip

STAFF = (
    ("Ольга Крылатская", "director", ""),
    ("Артём Заозёрный", "manager", "Москва"),
    ("Вера Подгорная", "manager", "Санкт-Петербург"),
    ("Руслан Камский", "manager", "Урал и Поволжье"),
    ("Нина Ангарская", "manager", "Сибирь и Дальний Восток"),
)
"""Name, role, region."""
