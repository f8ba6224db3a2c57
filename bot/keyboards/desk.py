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


# Claims at the desk: `id` is the claim's


class ShowQueue(CallbackData, prefix="yq"):
    """The earliest deadline first."""

    mine: bool = False


class OpenDeskClaim(CallbackData, prefix="yo"):
    id: str


class TakeClaim(CallbackData, prefix="yt"):
    id: str


class AskAboutClaim(CallbackData, prefix="ya"):
    id: str


class SettleClaim(CallbackData, prefix="ys"):
    """How is it to be?"""

    id: str


class SettleBy(CallbackData, prefix="yb"):
    id: str
    by: str


class SettleWhole(CallbackData, prefix="yw"):
    """All that is at stake."""

    id: str


class SettleStage(CallbackData, prefix="yg"):
    """Where it went wrong."""

    id: str
    stage: str


class SettleSilently(CallbackData, prefix="yn"):
    """Without a word to the buyer."""

    id: str


class PassClaim(CallbackData, prefix="yp"):
    id: str


class PassClaimTo(CallbackData, prefix="yx"):
    id: str
    staff: str


class DeclineClaim(CallbackData, prefix="yd"):
    id: str


class GetClaimFiles(CallbackData, prefix="yf"):
    id: str


class GetClaimBook(CallbackData, prefix="yk"):
    """The month's claims as Excel."""

    back: int = 0
    """Months ago."""
