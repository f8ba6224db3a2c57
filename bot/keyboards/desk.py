"""Presses of the managers' desk."""

from aiogram.filters.callback_data import CallbackData


class AskCustomer(CallbackData, prefix="za"):
    """Which company is looked for."""


class TurnCustomers(CallbackData, prefix="zt"):
    """Of the companies in this message; what was looked for is in the `Card` row."""

    number: int


class OpenCustomer(CallbackData, prefix="zo"):
    id: str


class ActFor(CallbackData, prefix="zf"):
    """Order on behalf of a company."""

    id: str


class ActForOneself(CallbackData, prefix="zl"):
    pass


class PickManager(CallbackData, prefix="zm"):
    """Who is to be responsible for a company."""

    id: str


class SetManager(CallbackData, prefix="zs"):
    """Empty `staff`: nobody."""

    id: str
    staff: str


class AskRegion(CallbackData, prefix="zr"):
    id: str


class InviteCustomer(CallbackData, prefix="zi"):
    """Somebody to a company: in which role?"""

    inn: str


# Conversations: `id` is that of the conversation


class WriteManager(CallbackData, prefix="zw"):
    """Perhaps about an order."""

    order: str = ""


class Answer(CallbackData, prefix="zn"):
    id: str


class TalkDone(CallbackData, prefix="zd"):
    """Leaves the conversation, which stays as it is."""


class ShowTalks(CallbackData, prefix="zk"):
    """Those that wait for an answer."""


class OpenTalk(CallbackData, prefix="zg"):
    id: str


# Absence; days in ISO


class AskAbsence(CallbackData, prefix="zx"):
    """When one is away."""


class SetAbsence(CallbackData, prefix="zy"):
    first: str
    last: str
    deputy: str


class EndAbsence(CallbackData, prefix="zz"):
    pass


class ShowDigest(CallbackData, prefix="zh"):
    pass
