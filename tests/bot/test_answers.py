"""The types of Telegram's answers are made once, not at every call."""

import gc
import weakref

from aiogram.methods import SendMessage
from aiogram.methods.base import Response

from tests.support.world import World


async def test_the_type_of_an_answer_outlives_the_answer(world: World) -> None:
    await world.person().send("/help")
    made = weakref.ref(Response[SendMessage.__returning__])
    gc.collect()
    assert made() is not None
