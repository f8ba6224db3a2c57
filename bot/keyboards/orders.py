"""Presses on the way to an order, and on orders."""

from aiogram.filters.callback_data import CallbackData

# Checkout


class CheckOut(CallbackData, prefix="co"):
    pass


class PickAddress(CallbackData, prefix="ad"):
    id: str


class PickUp(CallbackData, prefix="pu"):
    pass


class NoComment(CallbackData, prefix="nc"):
    pass


class ConfirmOrder(CallbackData, prefix="ok"):
    key: str
    """Of the `Draft` row, here and below."""


class ChangeDraft(CallbackData, prefix="ch"):
    key: str


class ChangeAddress(CallbackData, prefix="ca"):
    key: str


class ChangeComment(CallbackData, prefix="cm"):
    key: str


class ShowDraft(CallbackData, prefix="sd"):
    key: str


class DropDraft(CallbackData, prefix="dd"):
    key: str


# Orders


class ShowOrders(CallbackData, prefix="os"):
    pass


class TurnOrders(CallbackData, prefix="ot"):
    """Of the orders in this message; what was looked for is in the `Card` row."""

    number: int


class OpenOrder(CallbackData, prefix="o"):
    id: str


class RepeatOrder(CallbackData, prefix="r"):
    id: str


class RepeatLast(CallbackData, prefix="rl"):
    pass


class PutRepeated(CallbackData, prefix="rp"):
    id: str


class ReplaceGone(CallbackData, prefix="rx"):
    """What it would be with analogues in place of all that is gone or short."""

    id: str


class PutReplaced(CallbackData, prefix="rz"):
    id: str


class ShowHabit(CallbackData, prefix="rh"):
    """usual or soon."""

    kind: str


class PutHabit(CallbackData, prefix="ru"):
    kind: str


class AddAlso(CallbackData, prefix="rk"):
    """To the cart from the confirm card, which is made anew."""

    key: str
    id: str


class MoreOfOrder(CallbackData, prefix="oo"):
    """What else can be done with it."""

    id: str


class ChangeOrder(CallbackData, prefix="oc"):
    """Into a cart that replaces it."""

    id: str


class PickOrderToMerge(CallbackData, prefix="om"):
    id: str


class MergeOrders(CallbackData, prefix="oj"):
    id: str
    other: str


class SplitOrder(CallbackData, prefix="op"):
    """How to divide what is planned."""

    id: str


class SplitByStock(CallbackData, prefix="ob"):
    id: str


class SplitOn(CallbackData, prefix="od"):
    id: str
    day: str
    """In ISO."""


class MergeDeliveries(CallbackData, prefix="ou"):
    id: str


class GetReceipt(CallbackData, prefix="oe"):
    id: str


class FilterOrders(CallbackData, prefix="of"):
    """Of one status, or all."""

    status: str


class CancelOrder(CallbackData, prefix="ox"):
    id: str


class CancelOrderSurely(CallbackData, prefix="oy"):
    id: str
