"""Handlers, one module per user goal."""

from bot.handlers import (
    absence,
    accepting,
    balance,
    broadcast_sending,
    broadcasts,
    cart,
    carts,
    catalogue,
    checkout,
    checkout_also,
    claim_desk,
    claim_draft,
    claim_parts,
    claim_settling,
    claim_words,
    claims,
    company,
    company_card,
    company_requests,
    confirm,
    customers,
    deliveries,
    digest,
    documents,
    entry,
    groups,
    habits,
    help,  # noqa: A004 - the command's own name
    inline,
    kept,
    ledger,
    list_blank,
    list_draft,
    list_entry,
    loyalty,
    notices,
    nudges,
    order_changes,
    orders,
    payment_reminders,
    payments,
    product,
    register,
    repeat,
    scores,
    search,
    settings,
    staff,
    start,
    talk,
    ways_out,
)
from bot.handlers.filters import InDesk, LeaveQuestion, Private
from bot.handlers.router import Router
from bot.handlers.routes import Routes

__all__ = ["routers"]


GOALS = (
    search,
    catalogue,
    kept,
    cart,
    carts,
    product,
    list_draft,
    list_blank,
    checkout,
    checkout_also,
    ways_out,
    confirm,
    deliveries,
    orders,
    order_changes,
    repeat,
    talk,
    claim_draft,
    accepting,
    claim_parts,
    claims,
    habits,
    scores,
    nudges,
    balance,
    ledger,
    loyalty,
    start,
    register,
    company,
    company_card,
    documents,
    payments,
    payment_reminders,
    company_requests,
    settings,
    notices,
    help,
    staff,
    customers,
    claim_desk,
    claim_settling,
    claim_words,
    absence,
    digest,
    broadcasts,
    broadcast_sending,
    list_entry,
    entry,
)
"""In the order in which they are asked. One a line, so that two who add one do not collide."""


def routers() -> list[Router]:
    """New ones at every call: aiogram lets a router belong to one dispatcher only."""
    private, group = Router(name="private"), Router(name="group")
    private.message.filter(Private())
    private.edited_message.filter(Private())
    private.callback_query.filter(Private())
    group.message.filter(Private(False))
    group.edited_message.filter(Private(False))
    group.callback_query.filter(Private(False))
    private.message.middleware(LeaveQuestion())
    private.callback_query.middleware(LeaveQuestion())
    desk = Router(name="desk")
    for heard in (desk.message, desk.edited_message, desk.callback_query):
        heard.filter(Private(False))
        heard.filter(InDesk())
    for heard in (desk.message, desk.callback_query):
        heard.middleware(LeaveQuestion())
    own, managers, shared = Routes(), Routes(), Routes()
    for goal in GOALS:
        goal.routes(own)
    for goal in (claim_desk, claim_settling, claim_words):
        goal.routes(managers)
    talk.in_group(managers)
    groups.routes(shared)
    return [own.within(private), managers.within(desk), shared.within(group), inline.router()]
