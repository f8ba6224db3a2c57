"""Presses on a reminder of what is to be paid. The company need not be the active one."""

from aiogram.filters.callback_data import CallbackData


class PayReminded(CallbackData, prefix="pa"):
    """The invoice of what is owed, and its code."""

    company: str
    due: str


class SayPaid(CallbackData, prefix="pb"):
    company: str
