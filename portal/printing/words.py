"""The few words of pictures that are not for the accounts, and of claims, in the reader's
language."""

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

CLAIM_WORDS: dict[Language, dict[str, str]] = {
    Language.RU: {
        "shortage": "Недостача", "defect": "Брак", "damage": "Повреждение", "mixup": "Пересорт",
        "papers": "Документы", "other": "Другое",
        "new": "новая", "taken": "в работе", "asked": "ждём покупателя",
        "answered": "покупатель ответил", "resolved": "решена", "declined": "отклонена",
        "closed": "закрыта", "reopened": "открыта снова",
        "replace": "замена", "refund": "возврат денег", "discount": "скидка",
        "assembly": "Сборка", "packing": "Упаковка", "carrier": "Перевозчик",
        "purchasing": "Закупка", "data": "Данные",
    },
    Language.EN: {
        "shortage": "Shortage", "defect": "Defect", "damage": "Damage", "mixup": "Mix-up",
        "papers": "Papers", "other": "Other",
        "new": "new", "taken": "at work", "asked": "waits for the buyer",
        "answered": "the buyer has answered", "resolved": "settled", "declined": "declined",
        "closed": "closed", "reopened": "open again",
        "replace": "replacement", "refund": "refund", "discount": "discount",
        "assembly": "Assembly", "packing": "Packing", "carrier": "Carrier",
        "purchasing": "Purchasing", "data": "Data",
    },
}  # fmt: skip
"""Kinds, states, wishes and stages of claims, for the staff: in Excel and in Bitrix24."""


def word(language: Language, key: str, **args: str) -> str:
    return WORDS[language][key].format(**args)
