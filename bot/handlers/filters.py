"""What tells updates apart. All are coroutines: a sync filter costs a hop to a thread."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.dispatcher.flags import get_flag
from aiogram.filters import Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message, TelegramObject

from bot.db.session import Database
from bot.handlers.states import answered
from bot.services.cards import card_at, last_card
from bot.services.desk import is_desk
from bot.services.message_links import linked_at

Parse = Callable[[str], Any]


def is_private(event: Message | CallbackQuery) -> bool:
    """A press without its message tells no chat, and is not."""
    message = event.message if isinstance(event, CallbackQuery) else event
    return message is not None and message.chat.type == "private"


class Private(Filter):
    """Money is for private chats. A press without its message tells no chat, and is refused."""

    def __init__(self, wanted: bool = True) -> None:
        self.wanted = wanted

    async def __call__(self, event: Message | CallbackQuery) -> bool:
        if isinstance(event, CallbackQuery) and event.message is None:
            return False
        return is_private(event) is self.wanted


class InDesk(Filter):
    """In the managers' group, where claims and what is at stake in them may be shown."""

    async def __call__(self, event: Message | CallbackQuery, db: Database) -> bool:
        message = event.message if isinstance(event, CallbackQuery) else event
        return message is not None and await is_desk(db, message.chat.id)


class Never(Filter):
    """Keeps a kind of event out of a router and out of all the routers in it."""

    async def __call__(self, event: TelegramObject) -> bool:
        return False


class IsCommand(Filter):
    async def __call__(self, message: Message) -> bool:
        return (message.text or "").startswith("/")


class Presses(Filter):
    """Any of these kinds of buttons, by the prefix alone."""

    def __init__(self, kinds: Iterable[type[CallbackData]]) -> None:
        self.prefixes = frozenset(kind.__prefix__ for kind in kinds)

    async def __call__(self, callback: CallbackQuery) -> bool:
        return (callback.data or "").partition(":")[0] in self.prefixes


class IsReply(Filter):
    async def __call__(self, message: Message) -> bool:
        return message.reply_to_message is not None


class IsAnswer(Filter):
    """Some text is being waited for; a command never is."""

    async def __call__(self, message: Message, raw_state: str | None = None) -> bool:
        return raw_state is not None and not (message.text or "/").startswith("/")


class Answering(Filter):
    """This text is being waited for. Stands behind `IsAnswer`."""

    def __init__(self, state: State) -> None:
        self.state = state

    async def __call__(
        self, message: Message, raw_state: str | None = None
    ) -> bool | dict[str, Any]:
        if raw_state != self.state.state or not message.text:
            return False
        return {"said": message.text.strip()}


class ReplyTo(Filter):
    """A reply to one of the bot's cards that reads as such a card wants it."""

    def __init__(self, kind: str, parse: Parse) -> None:
        self.kind = kind
        self.parse = parse

    async def __call__(self, message: Message, db: Database) -> bool | dict[str, Any]:
        said = self.parse(message.text) if message.text else None
        if said is None or message.reply_to_message is None:
            return False
        card = await card_at(db, message.chat.id, message.reply_to_message.message_id)
        return {"card": card, "said": said} if card and card.kind == self.kind else False


class RightAfter(Filter):
    """The same without a reply, while that card is the last thing that was shown."""

    def __init__(self, kind: str, parse: Parse) -> None:
        self.kind = kind
        self.parse = parse

    async def __call__(self, message: Message, db: Database) -> bool | dict[str, Any]:
        said = self.parse(message.text) if message.text else None
        if said is None:
            return False
        card = await last_card(db, message.chat.id)
        return {"card": card, "said": said} if card and card.kind == self.kind else False


class ReplyAbout(Filter):
    """A reply to a word in a matter of this kind, or to its card; be it one's own or one that was
    passed on."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    async def __call__(self, message: Message, db: Database) -> bool | dict[str, Any]:
        replied = message.reply_to_message
        if replied is None:
            return False
        linked = await linked_at(db, message.chat.id, replied.message_id)
        return {"linked": linked} if linked and linked.matter.kind == self.kind else False


class OwnWord(Filter):
    """One's own word in a matter of this kind, changed now."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    async def __call__(self, message: Message, db: Database) -> bool | dict[str, Any]:
        linked = await linked_at(db, message.chat.id, message.message_id)
        said = linked and linked.own and linked.matter.kind == self.kind and linked.matter.entry
        return {"linked": linked} if said else False


class AnswerOnce(BaseMiddleware):
    """An update that is handled again, having asked its question, does not answer it: an address
    must not become the comment too. An answer that asks nothing further ends the matter."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        state: FSMContext = data["state"]
        asked = await state.get_data()
        if asked.get("by") == data["update_key"]:
            return await state.set_state(asked["to"])
        if asked.get("done") != data["update_key"]:
            result = await handler(event, data)
            if (await state.get_data()).get("by") == data["update_key"]:
                return result
        return await answered(state, data["update_key"])


class NoAnswer(BaseMiddleware):
    """An answer that is handled again, when it is no more waited for, was answered already: a
    comment must not go into the cart."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        state: FSMContext = data["state"]
        if (await state.get_data()).get("done") == data["update_key"]:
            return None
        return await handler(event, data)


class LeaveQuestion(BaseMiddleware):
    """A command or another button leaves what was being asked, or the next text would be taken
    for its answer. Handlers that go on asking bear the flag `asks`."""

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        leaves = isinstance(event, CallbackQuery) or get_flag(data, "commands")
        state: FSMContext | None = data.get("state")
        if leaves and state and data.get("raw_state") and not get_flag(data, "asks"):
            await state.clear()
        return await handler(event, data)
