"""Presses on what the bot says by itself, and on how it is to."""

from aiogram.filters.callback_data import CallbackData


class OpenNoticed(CallbackData, prefix="on"):
    """An order of a company that need not be the active one."""

    company: str
    order: str


class ShowNotices(CallbackData, prefix="ns"):
    """What comes by itself, and when."""


class Silence(CallbackData, prefix="nk"):
    kind: str
    on: bool
    """To be silent from now on."""


class QuietHours(CallbackData, prefix="nq"):
    """Both of the local day, 0 to 23; the same: none."""

    start: int
    end: int
