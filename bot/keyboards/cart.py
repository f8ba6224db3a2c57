"""Presses on the cart and on the company's carts."""

from aiogram.filters.callback_data import CallbackData


class ShowCart(CallbackData, prefix="c"):
    page: int = 0


class TakeBack(CallbackData, prefix="tb"):
    """Takes back what this message put into the cart, and nothing else."""


class ClearCart(CallbackData, prefix="cc"):
    pass


class ClearCartSurely(CallbackData, prefix="cs"):
    id: str
    """Of the cart that was asked about."""


class ShowCarts(CallbackData, prefix="kk"):
    """The company's carts."""


class FillCart(CallbackData, prefix="ks"):
    """This one from now on."""

    id: str


class NewCart(CallbackData, prefix="kn"):
    """Of a kind of supply; empty: from the warehouses."""

    supply: str = ""


class PickSupply(CallbackData, prefix="kp"):
    """Of which kind of supply the new cart is to be."""


class NameCart(CallbackData, prefix="kr"):
    id: str


class CopyCart(CallbackData, prefix="kc"):
    id: str


class PickCartToMerge(CallbackData, prefix="km"):
    id: str
    """Of the cart that takes the other in."""


class MergeCarts(CallbackData, prefix="kj"):
    id: str
    other: str


class RemoveCart(CallbackData, prefix="kx"):
    id: str


class RemoveCartSurely(CallbackData, prefix="ky"):
    id: str


class ShowLinesToDrop(CallbackData, prefix="kl"):
    """Without which the order would be within the limit."""


class DropLines(CallbackData, prefix="kd"):
    pass
