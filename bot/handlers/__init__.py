"""Handlers, one router per user goal."""

from aiogram import Router

from bot.handlers import (
    balance,
    cart,
    checkout,
    company,
    confirm,
    entry,
    groups,
    help,  # noqa: A004 - the command's own name
    orders,
    product,
    register,
    repeat,
    search,
    settings,
    staff,
    start,
)
from bot.handlers.filters import LeaveQuestion, Private

__all__ = ["routers"]


def routers() -> list[Router]:
    """New routers at every call: aiogram lets a router belong to one dispatcher only."""
    return [_private(), groups.router()]


def _private() -> Router:
    """Replies to cards go first, then commands, buttons and answers, then whatever is typed."""
    private = Router(name="private")
    private.message.filter(Private())
    private.callback_query.filter(Private())
    private.message.middleware(LeaveQuestion())
    private.callback_query.middleware(LeaveQuestion())
    replies = Router(name="replies")
    for goal in (product, cart, orders):
        goal.replies(replies)
    typed = Router(name="typed")
    cart.typed(typed)
    goals = (
        search, product, cart, checkout, confirm, orders, repeat, balance,
        start, register, company, settings, help, staff,
    )  # fmt: skip
    private.include_routers(replies, *(goal.router() for goal in goals), typed, entry.router())
    return private
