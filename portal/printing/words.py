"""The few words of pictures that are not for the accounts, in the reader's language."""

from enum import StrEnum


class Language(StrEnum):
    RU = "ru"
    EN = "en"


WORDS: dict[Language, dict[str, str]] = {
    Language.RU: {
        "schedule": "График оплаты",
        "on": "на {day}",
        "overdue": "Просрочено",
        "coming": "Предстоит",
        "nothing-overdue": "Просрочки нет",
        "this-week": "эта неделя",
        "earlier": "до {day}",
        "later": "после {day}",
    },
    Language.EN: {
        "schedule": "Payments due",
        "on": "as of {day}",
        "overdue": "Overdue",
        "coming": "To come",
        "nothing-overdue": "Nothing overdue",
        "this-week": "this week",
        "earlier": "before {day}",
        "later": "after {day}",
    },
}


def word(language: Language, key: str, **args: str) -> str:
    return WORDS[language][key].format(**args)
