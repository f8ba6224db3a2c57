"""How did it go: a mark by one tap, a word if there is one, and another mark later."""

from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.db.models import Card, User
from bot.errors import UserError
from bot.handlers.filters import Answering, ReplyTo
from bot.handlers.routes import Routes
from bot.handlers.states import Asking, answered, wait_for
from bot.i18n import Translator
from bot.keyboards import nudges as cb
from bot.services.portal.client import Portal
from bot.services.scores import is_word
from bot.show import Show
from bot.views import scores as view

KIND = "score"
"""Of cards: a reply to one is the word."""
LONGEST = 2000


class SaysWord(Answering):
    """The word that is being waited for; an order is none, and goes where orders go."""

    def __init__(self) -> None:
        super().__init__(Asking.score_word)

    async def __call__(
        self, message: Message, raw_state: str | None = None
    ) -> bool | dict[str, Any]:
        found = await super().__call__(message, raw_state)
        return found if isinstance(found, dict) and is_word(found["said"]) else False


async def score(
    callback: CallbackQuery,
    callback_data: cb.ScoreOrder,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    state: FSMContext,
    update_key: str,
) -> None:
    company_id = callback_data.company
    portal = everyone.on_behalf(user.token, company_id)
    kept = await portal.score_order(callback_data.order, callback_data.score)
    known = {"company": company_id, "order": kept.order_id, "score": kept.score}
    await show(view.given(t, company_id, kept), kind=KIND, data=known)
    await wait_for(state, Asking.score_word, update_key, **known)


async def skip(
    callback: CallbackQuery,
    callback_data: cb.SkipWord,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
) -> None:
    company_id, given = callback_data.company, callback_data.score
    order = await everyone.on_behalf(user.token, company_id).order(callback_data.order)
    known = {"company": company_id, "order": order.id, "score": given}
    screen = view.done(t, company_id, order.id, order.number, given)
    await show(screen, kind=KIND, data=known)


async def ask_again(
    callback: CallbackQuery,
    callback_data: cb.AskScore,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
) -> None:
    company_id = callback_data.company
    order = await everyone.on_behalf(user.token, company_id).order(callback_data.order)
    await show(view.again(t, company_id, order.id, order.number))


async def say(
    message: Message,
    said: str,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    state: FSMContext,
    update_key: str,
) -> None:
    await _say(show, t, everyone, user, await state.get_data(), said)
    await answered(state, update_key)


async def say_in_reply(
    message: Message,
    card: Card,
    said: str,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    state: FSMContext,
) -> None:
    """Whenever it comes."""
    await _say(show, t, everyone, user, card.data, said)
    if await state.get_state() == Asking.score_word.state:
        await state.clear()


async def _say(
    show: Show, t: Translator, everyone: Portal, user: User, known: dict[str, Any], said: str
) -> None:
    if len(said) > LONGEST:
        raise UserError("score-word-too-long", count=LONGEST)
    portal = everyone.on_behalf(user.token, known["company"])
    kept = await portal.score_order(known["order"], known["score"], said)
    await show(view.heard(t, kept.score), new=True)


def _words(text: str) -> str | None:
    return None if text.startswith("/") else text.strip() or None


def routes(to: Routes) -> None:
    to.replies.message.register(say_in_reply, ReplyTo(KIND, _words))
    to.answers.message.register(say, SaysWord())
    to.press(cb.ScoreOrder, score, asks=True)
    to.press(cb.SkipWord, skip)
    to.press(cb.AskScore, ask_again)
