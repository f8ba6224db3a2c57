"""Presses on what the bot reminds of. The company need not be the active one."""

from aiogram.filters.callback_data import CallbackData


class ScoreOrder(CallbackData, prefix="wa"):
    company: str
    order: str
    score: int
    """0 to 10."""


class SkipWord(CallbackData, prefix="wb"):
    """There is nothing to add to the mark."""

    company: str
    order: str
    score: int


class AskScore(CallbackData, prefix="wc"):
    """Another mark."""

    company: str
    order: str


class OpenLeft(CallbackData, prefix="wd"):
    """A cart that was left."""

    company: str
    cart: str


class OrderLeft(CallbackData, prefix="we"):
    company: str
    cart: str


class OpenUsual(CallbackData, prefix="wf"):
    """The usual order, as a draft."""

    company: str


class OpenLevel(CallbackData, prefix="wg"):
    company: str
