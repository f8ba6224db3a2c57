"""Presses of a broadcast: of who makes it, and of whom it reaches."""

from aiogram.filters.callback_data import CallbackData


class Compose(CallbackData, prefix="ga"):
    """What is to be sent?"""


class OpenBroadcast(CallbackData, prefix="go"):
    key: str


class PreviewBroadcast(CallbackData, prefix="gv"):
    key: str


class ChooseSegment(CallbackData, prefix="gc"):
    """By what, or (empty) by what at all."""

    key: str
    by: str = ""


class SetSegment(CallbackData, prefix="gs"):
    """`mark` is the portal's id, or of a name its mark; empty: whatever it is."""

    key: str
    by: str
    mark: str = ""


class ResetSegment(CallbackData, prefix="gq"):
    key: str


class AddButton(CallbackData, prefix="gb"):
    key: str


class DropButtons(CallbackData, prefix="gd"):
    key: str


class SetBroadcastKind(CallbackData, prefix="gk"):
    key: str
    kind: str


class WhenBroadcast(CallbackData, prefix="gw"):
    key: str


class SendAt(CallbackData, prefix="gt"):
    """So many minutes from now."""

    key: str
    minutes: int


class SendTomorrow(CallbackData, prefix="gm"):
    """In the morning."""

    key: str


class StopBroadcast(CallbackData, prefix="gx"):
    key: str


class DropBroadcast(CallbackData, prefix="gz"):
    key: str


class WhoOpened(CallbackData, prefix="gp"):
    key: str


class BroadcastButton(CallbackData, prefix="gl"):
    """Of whom it reached."""

    key: str
    number: int


class Unsubscribe(CallbackData, prefix="gu"):
    kind: str
