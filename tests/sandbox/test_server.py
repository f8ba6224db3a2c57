"""Over real HTTP: aiogram as it is, the page's API, its events."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramBadRequest, TelegramRetryAfter
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    InputRichBlockParagraph,
    InputRichMessage,
)

from sandbox import journal
from sandbox.server import running
from sandbox.telegram import TOKEN, Person, Telegram
from tests.sandbox.conftest import Clock, png


@pytest.fixture
async def address(telegram: Telegram) -> AsyncIterator[str]:
    async with running(telegram) as address:
        yield address


@pytest.fixture
async def bot(address: str) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(address))
    async with Bot(TOKEN, session=session).context() as made:
        yield made


@pytest.fixture
async def http(address: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=address) as client:
        yield client


async def test_a_conversation(bot: Bot, http: httpx.AsyncClient, anna: Person) -> None:
    person = f"/api/people/{anna.id}"
    await http.post(f"{person}/send", json={"text": "Болт М8"})
    *_, update = await bot.get_updates(timeout=5)
    assert update.message is not None
    keyboard = InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text="В корзину", callback_data="add:1")]]
    )
    card = await update.message.answer("Болт М8х40", reply_markup=keyboard)
    press = asyncio.create_task(
        http.post(f"{person}/press", json={"message_id": card.message_id, "data": "add:1"})
    )
    (pressed,) = await bot.get_updates(offset=update.update_id + 1, timeout=5)
    assert pressed.callback_query is not None
    await pressed.callback_query.answer("Добавлено")
    assert (await press).json() == {"text": "Добавлено", "show_alert": False, "answered": True}
    await card.edit_text("В корзине 1")
    shown = await http.get(f"/api/chats/{anna.id}/messages", params={"as": anna.id})
    assert [message["text"] for message in shown.json()] == ["/start", "Болт М8", "В корзине 1"]


async def test_files_both_ways(bot: Bot, http: httpx.AsyncClient, anna: Person) -> None:
    await http.post(
        f"/api/people/{anna.id}/upload",
        data={"as": "document", "caption": "Заказ"},
        files=[("files", ("заказ.csv", b"0893106;10", "text/csv"))],
    )
    *_, update = await bot.get_updates()
    assert update.message is not None
    assert update.message.document is not None
    assert update.message.document.file_name == "заказ.csv"
    fetched = await bot.download(update.message.document)
    assert fetched is not None
    assert fetched.read() == b"0893106;10"
    sent = await bot.send_document(anna.id, BufferedInputFile(b"PK", "прайс.xlsx"))
    assert sent.document is not None
    assert sent.document.file_name == "прайс.xlsx"
    photos = [InputMediaPhoto(media=BufferedInputFile(png(), f"{n}.png")) for n in range(2)]
    album = await bot.send_media_group(anna.id, photos)  # type: ignore[arg-type]
    assert album[0].photo is not None
    shown = await http.get(f"/api/files/{album[0].photo[-1].file_id}")
    assert shown.content == png()


async def test_refusals_arise_as_in_reality(
    bot: Bot, telegram: Telegram, anna: Person, http: httpx.AsyncClient
) -> None:
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(5, "x")
    await http.post("/api/faults", json={"error_code": 429, "retry_after": 7})
    with pytest.raises(TelegramRetryAfter) as refusal:
        await bot.send_message(anna.id, "x")
    assert refusal.value.retry_after == 7
    log = (await http.get("/api/log")).json()
    assert [call["error_code"] for call in log] == [400, 429]


async def test_rich_messages(bot: Bot, anna: Person) -> None:
    rich = InputRichMessage(blocks=[InputRichBlockParagraph(text='<b> & "кавычки"')])
    message = await bot.send_rich_message(anna.id, rich)
    assert message.rich_message is not None


@pytest.mark.parametrize("how", ["query", "json", "form", "multipart"])
async def test_parameters_in_any_form(
    http: httpx.AsyncClient, telegram: Telegram, anna: Person, how: str
) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Да", "callback_data": "1"}]]}
    as_text = {"chat_id": str(anna.id), "text": "x", "reply_markup": json.dumps(keyboard)}
    url = f"/bot{TOKEN}/sendmessage"
    requests: dict[str, Any] = {
        "query": lambda: http.get(url, params=as_text),
        "json": lambda: http.post(
            url, json={"chat_id": anna.id, "text": "x", "reply_markup": keyboard}
        ),
        "form": lambda: http.post(url, data=as_text),
        "multipart": lambda: http.post(
            url, files={name: (None, value) for name, value in as_text.items()}
        ),
    }
    answer = (await requests[how]()).json()
    assert answer["ok"]
    assert telegram.last(anna.id)["reply_markup"] == keyboard


@pytest.mark.parametrize(
    ("path", "status", "description"),
    [
        ("/botwrong/getMe", 401, "Unauthorized"),
        (f"/bot{TOKEN}/nonsense", 404, "Not Found"),
        (
            f"/bot{TOKEN}/sendDice",
            501,
            "Not Implemented: local Telegram does not model sendDice",
        ),
        (f"/file/bot{TOKEN}/documents/none.txt", 404, "Not Found"),
    ],
)
async def test_refusals_over_http(
    http: httpx.AsyncClient, path: str, status: int, description: str
) -> None:
    answer = await http.get(path)
    assert answer.status_code == status
    assert answer.json() == {"ok": False, "error_code": status, "description": description}


async def test_what_is_not_json(http: httpx.AsyncClient) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await http.post(f"/bot{TOKEN}/getMe", content=b"{", headers=headers)
    assert answer.status_code == 400


async def test_the_page_is_told_of_people_and_chats(http: httpx.AsyncClient, anna: Person) -> None:
    added = await http.post("/api/people", json={"first_name": "Олег", "language_code": "en"})
    assert added.status_code == 201
    oleg = added.json()["id"]
    group = await http.post(
        "/api/groups", json={"title": "Склад", "members": [oleg, anna.id], "is_forum": True}
    )
    state = (await http.get("/api/state")).json()
    assert state["bot"]["username"] == "artikul_local_bot"
    assert [person["first_name"] for person in state["people"]] == ["Анна", "Олег"]
    shown = next(chat for chat in state["chats"] if chat["id"] == group.json()["id"])
    assert [member["id"] for member in shown["members"]] == [oleg, anna.id]


async def test_what_a_person_cannot_do_is_said(http: httpx.AsyncClient, anna: Person) -> None:
    person = f"/api/people/{anna.id}"
    refused = await http.post(f"{person}/press", json={"message_id": 99, "data": "x"})
    assert refused.status_code == 409
    assert refused.json() == {"description": "there is no message 99 in the chat"}
    await http.post(f"{person}/block", json={"blocked": True})
    refused = await http.post(f"{person}/send", json={"text": "x"})
    assert "blocked" in refused.json()["description"]
    assert (await http.post("/api/people/5/start", json={})).status_code == 409
    assert (await http.post(f"{person}/choose", json={"result_id": "1"})).status_code == 409


async def test_no_other_site_may_act(http: httpx.AsyncClient, anna: Person) -> None:
    refused = await http.post(
        f"/api/people/{anna.id}/start", json={}, headers={"Origin": "http://evil.example"}
    )
    assert refused.status_code == 403
    own = str(http.base_url).rstrip("/")
    accepted = await http.post(f"/api/people/{anna.id}/start", json={}, headers={"Origin": own})
    assert accepted.status_code == 200


async def read_events(http: httpx.AsyncClient, last_id: int, count: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    headers = {"Last-Event-ID": str(last_id)}
    async with http.stream("GET", "/api/events", headers=headers) as response:
        async for line in response.aiter_lines():
            if line.startswith("data: "):
                found.append(json.loads(line.removeprefix("data: ")))
                if len(found) == count:
                    break
    return found


async def test_events_resume_where_they_broke_off(
    http: httpx.AsyncClient, telegram: Telegram, anna: Person
) -> None:
    last = telegram.world.events.last_id
    for text in "abc":
        telegram.send_text(anna.id, text)
    (first,) = await read_events(http, last, 1)
    assert first["message"]["text"] == "a"
    rest = await read_events(http, first["id"], 2)
    assert [event["message"]["text"] for event in rest] == ["b", "c"]


async def test_events_too_old_to_resume(http: httpx.AsyncClient, telegram: Telegram) -> None:
    for _ in range(2100):
        telegram.world.events.publish("call", call={})
    (event,) = await read_events(http, 1, 1)
    assert event["type"] == "reset"


async def test_the_server_stops_under_a_poll_and_a_stream(telegram: Telegram) -> None:
    async with running(telegram) as address, httpx.AsyncClient(base_url=address) as client:
        poll = asyncio.create_task(client.get(f"/bot{TOKEN}/getUpdates", params={"timeout": 40}))
        async with client.stream("GET", "/api/events") as response:
            assert response.status_code == 200
            telegram.world.close()
            assert (await poll).json() == {"ok": True, "result": []}


async def test_chats_are_there_the_next_time(
    tmp_path: Path, telegram: Telegram, clock: Clock
) -> None:
    anna = telegram.add_person("Анна")
    async with running(telegram, tmp_path):
        telegram.send_document(anna.id, b"0893106;10", "заказ.csv")
    kept = journal.load(tmp_path)
    assert kept is not None
    again = Telegram(state=kept[0], files=kept[1], now=clock)
    assert again.last(anna.id)["document"]["file_name"] == "заказ.csv"
    (update,) = await again.call("getUpdates", {})
    file = await again.call("getFile", {"file_id": update["message"]["document"]["file_id"]})
    assert again.download(file["file_path"]) == b"0893106;10"
