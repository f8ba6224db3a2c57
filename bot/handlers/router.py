"""A router that is cheap to make."""

import aiogram
from aiogram.dispatcher.event.event import EventObserver
from aiogram.dispatcher.event.telegram import TelegramEventObserver


class Router(aiogram.Router):
    """Hears of messages, their changes, presses and inline queries, and of nothing else.

    aiogram's own observes 28 kinds of events and inspects a function for each: 2 ms a router, and
    the bot has thirty of them at every start.
    """

    def __init__(self, *, name: str) -> None:
        self.name = name
        self._parent_router = None
        self.sub_routers = []
        self.startup, self.shutdown = EventObserver(), EventObserver()
        self.message = TelegramEventObserver(router=self, event_name="message")
        self.edited_message = TelegramEventObserver(router=self, event_name="edited_message")
        self.callback_query = TelegramEventObserver(router=self, event_name="callback_query")
        self.inline_query = TelegramEventObserver(router=self, event_name="inline_query")
        heard = (self.message, self.edited_message, self.callback_query, self.inline_query)
        self.observers = {observer.event_name: observer for observer in heard}
