"""Where a handler can be registered.

Every filter on the way to a handler is paid for by every update, so commands, replies, answers
and presses stand behind one question each, and presses are asked about a handful at a time: a
typed line passes three filters, not all the commands there are.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiogram.filters.callback_data import CallbackData

from bot.handlers.filters import AnswerOnce, IsAnswer, IsCommand, IsReply, Never, NoAnswer, Presses
from bot.handlers.router import Router

HANDFUL = 7
"""Near the square root of how many kinds of presses there are."""
Handler = Callable[..., Awaitable[Any]]


def _router(name: str) -> Router:
    return Router(name=name)


@dataclass(frozen=True, slots=True)
class Routes:
    """In this order. A reply to a card goes before the answer to a question: it says which."""

    commands: Router = field(default_factory=lambda: _router("commands"))
    replies: Router = field(default_factory=lambda: _router("replies"))
    answers: Router = field(default_factory=lambda: _router("answers"))
    typed: Router = field(default_factory=lambda: _router("typed"))
    """Whatever nothing else has claimed, in the order of registration."""
    edits: Router = field(default_factory=lambda: _router("edits"))
    """Messages that were changed."""
    stray: Router = field(default_factory=lambda: _router("stray"))
    """Presses that nothing else has claimed."""
    presses: list[tuple[type[CallbackData], Handler, bool]] = field(default_factory=list)

    def press(self, kind: type[CallbackData], handler: Handler, *, asks: bool = False) -> None:
        """`asks`: the handler asks a question, or goes on with one."""
        self.presses.append((kind, handler, asks))

    def within(self, root: Router) -> Router:
        self.commands.message.filter(IsCommand())
        self.replies.message.filter(IsReply())
        self.answers.message.filter(IsAnswer())
        self.answers.message.middleware(AnswerOnce())
        self.typed.message.middleware(NoAnswer())
        messages, presses = _router("messages"), _router("presses")
        messages.callback_query.filter(Never())
        presses.message.filter(Never())
        messages.include_routers(self.commands, self.replies, self.answers, self.typed)
        for at in range(0, len(self.presses), HANDFUL):
            presses.include_router(_handful(self.presses[at : at + HANDFUL]))
        presses.include_router(self.stray)
        root.include_routers(messages, presses, self.edits)
        return root


def _handful(presses: list[tuple[type[CallbackData], Handler, bool]]) -> Router:
    router = Router(name="presses")
    router.callback_query.filter(Presses(kind for kind, _, _ in presses))
    for kind, handler, asks in presses:
        router.callback_query.register(handler, kind.filter(), flags={"asks": asks})
    return router
