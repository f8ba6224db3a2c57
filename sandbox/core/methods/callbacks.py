"""Answers to pressed buttons."""

import asyncio

from sandbox.core.errors import bad_request, not_modelled
from sandbox.core.registry import method
from sandbox.core.schema import Params
from sandbox.core.world import World

LONGEST_ANSWER = 200
ANSWERABLE_SECONDS = 60
"""Telegram does not say how long; a bot that comes later must live with the refusal."""


@method("answerCallbackQuery", "callback_query_id text show_alert url cache_time")
async def answer_callback_query(world: World, p: Params) -> bool:
    if p.get("url"):
        raise not_modelled("the parameter url of answerCallbackQuery")
    if len(p.get("text", "")) > LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    callback = world.state.callbacks.get(p.get("callback_query_id", ""))
    if (
        callback is None
        or callback.answer is not None
        or world.timestamp() - callback.at > ANSWERABLE_SECONDS
    ):
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    callback.answer = {
        "text": p.get("text", ""),
        "show_alert": bool(p.get("show_alert", False)),
    }
    world.tell(
        "callback_answer",
        chat_id=callback.chat_id,
        message_id=callback.message_id,
        user_id=callback.user_id,
        **callback.answer,
    )
    world.answered.pop(callback.id, asyncio.Event()).set()
    return True
