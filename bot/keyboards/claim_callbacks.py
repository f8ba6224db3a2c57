"""What the buttons of claims say, as `callbacks`: one class for each intent."""

from aiogram.filters.callback_data import CallbackData


class StartClaim(CallbackData, prefix="qn"):
    """On this order."""

    id: str


class PickClaimOrder(CallbackData, prefix="ql"):
    pass


class ResumeClaim(CallbackData, prefix="qo"):
    key: str


class SetClaimKind(CallbackData, prefix="qk"):
    key: str
    kind: str


class TickClaimLine(CallbackData, prefix="qt"):
    """`on`: claim all of it; else nothing. Pressed twice, it is the same."""

    key: str
    number: int
    page: int
    on: bool


class TurnClaimLines(CallbackData, prefix="qp"):
    key: str
    page: int


class ClaimLinesDone(CallbackData, prefix="qx"):
    key: str


class SetClaimWish(CallbackData, prefix="qw"):
    key: str
    wanted: str


class ClaimPartsDone(CallbackData, prefix="qd"):
    key: str


class ChangeClaim(CallbackData, prefix="qc"):
    """`what`: kind, lines, wanted or parts."""

    key: str
    what: str


class ForgetClaimParts(CallbackData, prefix="qf"):
    key: str


class SendClaim(CallbackData, prefix="qs"):
    key: str


class DropClaim(CallbackData, prefix="qz"):
    key: str


class ShowClaims(CallbackData, prefix="qg"):
    """My company's, from a place of the list on; empty: the newest."""

    cursor: str = ""


class OpenClaim(CallbackData, prefix="qi"):
    id: str


class SayOfClaim(CallbackData, prefix="qy"):
    id: str


class RateClaim(CallbackData, prefix="qr"):
    id: str
    stars: int


class ReopenClaim(CallbackData, prefix="qu"):
    id: str


class AcceptOrder(CallbackData, prefix="qa"):
    """**Приёмка**: what has come of it."""

    id: str


class TickAccepted(CallbackData, prefix="qh"):
    """`on`: all of the line has come; else nobody has looked at it."""

    key: str
    number: int
    page: int
    on: bool


class TurnAccepted(CallbackData, prefix="qj"):
    key: str
    page: int


class AcceptedDone(CallbackData, prefix="qe"):
    key: str


class AllAccepted(CallbackData, prefix="qv"):
    key: str
