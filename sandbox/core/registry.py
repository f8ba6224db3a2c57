"""The table of modelled methods."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sandbox.core.schema import Params
from sandbox.core.world import World

Handler = Callable[[World, Params], Awaitable[Any]]


@dataclass(frozen=True)
class Modelled:
    handler: Handler
    parameters: frozenset[str]


METHODS: dict[str, Modelled] = {}

SENDING = (
    "chat_id message_thread_id disable_notification protect_content reply_parameters reply_markup "
    "allow_paid_broadcast"
)
"""Parameters that every send method models."""

REPLYING = "reply_to_message_id allow_sending_without_reply"
"""The old names of `reply_parameters`, which aiogram still sends where asked to."""


def method(name: str, *parameters: str) -> Callable[[Handler], Handler]:
    """Register what answers a method and the parameters (space-separated) that it models; any
    other is answered with a 501."""

    def register(handler: Handler) -> Handler:
        names = frozenset(" ".join(parameters).split())
        METHODS[name.lower()] = Modelled(handler, names)
        return handler

    return register
