"""Answers to inline queries."""

import asyncio

from sandbox.core import inline
from sandbox.core.errors import bad_request
from sandbox.core.registry import method
from sandbox.core.schema import Params
from sandbox.core.world import World

ANSWERABLE_SECONDS = 10
"""Telegram does not say how long, but it is less than for a pressed button."""
KEPT_SECONDS = 300
"""The Bot API's own default of `cache_time`."""


@method("answerInlineQuery", "inline_query_id results cache_time is_personal next_offset button")
async def answer_inline_query(world: World, p: Params) -> bool:
    contents = inline.checked_results(p.get("results", []))
    next_offset = inline.checked_offset(p.get("next_offset") or "")
    button = inline.checked_button(p.get("button"))
    query = world.inline_queries.get(p.get("inline_query_id", ""))
    if (
        query is None
        or query.answer is not None
        or world.timestamp() - query.at > ANSWERABLE_SECONDS
    ):
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    query.answer = {
        "results": p.get("results", []),
        "next_offset": next_offset,
        "button": button,
    }
    query.contents = contents
    kept_for = p.get("cache_time", KEPT_SECONDS)
    if kept_for > 0:
        key = (query.query, query.offset, query.user_id if p.get("is_personal") else None)
        world.inline_cache[key] = (world.timestamp() + kept_for, query)
    world.answered.pop(query.id, asyncio.Event()).set()
    return True
