"""Updates posted to a webhook: in order, with the secret, again until taken."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from sandbox.telegram import Person, Telegram
from sandbox.webhook import deliver


class Hook:
    """The bot's end: answers each request with the next of `answers`, then with 200."""

    def __init__(self) -> None:
        self.received: list[dict[str, Any]] = []
        self.headers: list[httpx.Headers] = []
        self.answers: list[httpx.Response] = []

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.received.append(json.loads(request.content))
        self.headers.append(request.headers)
        if self.answers:
            return self.answers.pop(0)
        return httpx.Response(200)

    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.received]


@pytest.fixture
async def hook(telegram: Telegram) -> AsyncIterator[Hook]:
    made = Hook()
    async with httpx.AsyncClient(transport=httpx.MockTransport(made)) as http:
        task = asyncio.create_task(deliver(telegram, http, waits=(0.01,)))
        yield made
        task.cancel()


async def set_webhook(telegram: Telegram, **about: Any) -> None:
    await telegram.call("setWebhook", {"url": "https://bot.example.com/hook"} | about)


async def delivered(telegram: Telegram) -> None:
    async with asyncio.timeout(5):
        while telegram.world.state.updates:  # noqa: ASYNC110  (the queue tells nobody it is empty)
            await asyncio.sleep(0)


async def test_what_waited_comes_first(telegram: Telegram, anna: Person, hook: Hook) -> None:
    await set_webhook(telegram, secret_token="s-1")
    telegram.send_text(anna.id, "a")
    telegram.send_text(anna.id, "b")
    await delivered(telegram)
    assert hook.texts() == ["/start", "a", "b"]
    assert hook.headers[0]["X-Telegram-Bot-Api-Secret-Token"] == "s-1"


async def test_an_update_is_sent_until_it_is_taken(
    telegram: Telegram, anna: Person, hook: Hook
) -> None:
    hook.answers = [httpx.Response(500), httpx.Response(302)]
    telegram.send_text(anna.id, "a")
    await set_webhook(telegram)
    await delivered(telegram)
    assert hook.texts() == ["/start", "/start", "/start", "a"]
    info = await telegram.call("getWebhookInfo", {})
    assert info["last_error_message"] == "Wrong response from the webhook: 302 Found"


async def test_a_call_in_the_answer(telegram: Telegram, anna: Person, hook: Hook) -> None:
    call = {"method": "sendMessage", "chat_id": anna.id, "text": "Здравствуйте!"}
    hook.answers = [httpx.Response(200, json=call)]
    await set_webhook(telegram)
    await delivered(telegram)
    assert telegram.last(anna.id)["text"] == "Здравствуйте!"


async def test_a_removed_webhook_gets_nothing(telegram: Telegram, anna: Person, hook: Hook) -> None:
    await set_webhook(telegram)
    await delivered(telegram)
    await telegram.call("deleteWebhook", {})
    telegram.send_text(anna.id, "a")
    assert [update["message"]["text"] for update in await telegram.call("getUpdates", {})] == ["a"]
    assert hook.texts() == ["/start"]
