"""Presses on lists that are being read: `key` is that of the `ListDraft` row, `number` that of its
line."""

from aiogram.filters.callback_data import CallbackData


class ShowDraftList(CallbackData, prefix="ls"):
    key: str
    page: int
    only: str
    """all or open: what still waits for the buyer."""


class OpenListLine(CallbackData, prefix="ll"):
    key: str
    number: int


class ConfirmListLine(CallbackData, prefix="ly"):
    key: str
    number: int


class ConfirmShownLines(CallbackData, prefix="lY"):
    """Everything likely from one line to another."""

    key: str
    first: int
    last: int


class ChooseForLine(CallbackData, prefix="lc"):
    key: str
    number: int
    id: str
    """Of the product."""


class RemoveListLine(CallbackData, prefix="lr"):
    key: str
    number: int


class AddList(CallbackData, prefix="la"):
    key: str


class TakeBackList(CallbackData, prefix="lb"):
    """Takes back what this message put into the cart; the draft has it again."""


class ListReport(CallbackData, prefix="lx"):
    key: str


class DropList(CallbackData, prefix="ld"):
    key: str


class RestoreList(CallbackData, prefix="lo"):
    key: str


class GetBlank(CallbackData, prefix="lf"):
    """A sheet with this company's usual items, to fill in and send back."""
