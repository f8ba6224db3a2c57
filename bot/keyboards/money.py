"""Presses on balance, movements, points and payments due."""

from aiogram.filters.callback_data import CallbackData


class ShowBalance(CallbackData, prefix="b"):
    pass


class ShowLedger(CallbackData, prefix="bl"):
    """The movements of month, previous, quarter or all; `contract` empty: under all."""

    period: str = "month"
    contract: str = ""


class TurnLedger(CallbackData, prefix="bt"):
    """Of the movements in this message; the period is in the `Card` row."""

    number: int


class ShowLoyalty(CallbackData, prefix="by"):
    pass


class ShowPoints(CallbackData, prefix="bp"):
    """Their ledger."""


class AskPoints(CallbackData, prefix="ba"):
    """How many are to be spent."""


class SpendPoints(CallbackData, prefix="bz"):
    points: int


class ShowSchedule(CallbackData, prefix="bs"):
    """The picture of what is to be paid when, light or dark."""

    theme: str = "light"


class RedrawSchedule(CallbackData, prefix="br"):
    """The picture in this message, in the other colours."""

    theme: str
