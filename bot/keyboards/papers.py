"""Presses on documents, payments and requests to the manager."""

from aiogram.filters.callback_data import CallbackData


class ShowDocuments(CallbackData, prefix="xd"):
    """The company's, of one kind or (empty) of all."""

    kind: str = ""


class TurnDocuments(CallbackData, prefix="xt"):
    """Of the list in this message; its kind is in the `Card` row."""

    number: int


class OrderDocuments(CallbackData, prefix="xo"):
    id: str


class GetDocument(CallbackData, prefix="xg"):
    id: str


class PayInvoice(CallbackData, prefix="xi"):
    """The invoice of that id, and its code."""

    id: str


class ShowDues(CallbackData, prefix="xs"):
    """What is owed, to be paid."""


class PayDue(CallbackData, prefix="xp"):
    id: str


class ShowActs(CallbackData, prefix="xa"):
    """Of which period an act is to be."""


class GetAct(CallbackData, prefix="xc"):
    period: str
    kind: str
    """pdf or xlsx."""


class GetPriceList(CallbackData, prefix="xl"):
    pass


class RequestEdo(CallbackData, prefix="xe"):
    id: str
    """Of the order."""


class AskManager(CallbackData, prefix="xm"):
    about: str = "other"
    """limit or other."""


class SetEdo(CallbackData, prefix="xE"):
    pass


class ShowLogo(CallbackData, prefix="xh"):
    pass


class AskLogo(CallbackData, prefix="xH"):
    pass


class RemoveLogo(CallbackData, prefix="xR"):
    pass


# Staff


class OpenAsked(CallbackData, prefix="xq"):
    id: str


class CloseAsked(CallbackData, prefix="xQ"):
    id: str


class AnswerAsked(CallbackData, prefix="xw"):
    id: str
