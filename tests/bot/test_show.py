"""show(): what is edited, what is sent, and what becomes of Telegram's refusals."""

import asyncio
from typing import Any

import pytest
from aiogram import Bot
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, Chat, Message, Update

from bot.db.models import Card, User
from bot.db.session import Database
from bot.patience import Patience
from bot.screen import (
    Button,
    Column,
    Heading,
    Note,
    Paragraph,
    ReplyKeyboard,
    Screen,
    Table,
)
from bot.show import Show, Shows
from sandbox.telegram import Callback, Person, Telegram
from tests.support.clock import Clock
from tests.support.reading import pressables, text_of
from tests.support.telegram import local_bot

CARD = Screen(
    (
        Heading("Найдено"),
        Table(
            (Column("№", True), Column("Название"), Column("Цена", True), Column("")),
            (
                (Button("1", data="p:1"), "Болт", "3,42", Button("+", data="a:1")),
                (Button("2", data="p:2"), "Гайка", "1,12", Button("+", data="a:2")),
            ),
        ),
        Note("Остатки на 12:00"),
    ),
    ((Button("Ещё", data="more"),),),
)
OTHER = Screen((Paragraph("Другое"),), ((Button("Ещё", data="more"),),))


class Phone:
    """Anna's chat, and Shows as the bot makes them for what she does."""

    def __init__(self, telegram: Telegram, db: Database, clock: Clock, rich: bool) -> None:
        self.telegram = telegram
        self.anna: Person = telegram.add_person("Анна")
        self.bot: Bot = local_bot(telegram)
        self.shows = Shows(bot=self.bot, db=db, patience=Patience(clock.sleep), clock=clock)
        self.user = User(id=self.anna.id, rich=rich, created_at=clock())
        telegram.start(self.anna.id)

    async def _update(self) -> Update:
        raw = (await self.telegram.call("getUpdates", {}))[-1]
        await self.telegram.call("getUpdates", {"offset": raw["update_id"] + 1})
        return Update.model_validate(raw, context={"bot": self.bot})

    async def writes(self, text: str = "x", chat: int | None = None) -> Show:
        self.telegram.send_text(self.anna.id, text, chat_id=chat)
        return self._show((await self._update()).message, None)

    async def presses(self, message_id: int, data: str = "more") -> tuple[Show, Callback]:
        callback = self.telegram.press(self.anna.id, message_id, data)
        return self._show(None, (await self._update()).callback_query), callback

    def _show(self, message: Message | None, callback: CallbackQuery | None) -> Show:
        shown = message or (callback.message if callback else None)
        assert shown is not None
        return self.shows.to(self.user, shown.chat, message, callback)

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [m for m in self.telegram.messages(self.anna.id) if m["from"]["is_bot"]]

    @property
    def texts(self) -> list[str]:
        return [text_of(message) for message in self.messages]

    def fail(self, code: int, **more: Any) -> None:
        self.telegram.fail(code, **more)


@pytest.fixture(params=[True, False], ids=["rich", "plain"])
async def phone(
    request: pytest.FixtureRequest, telegram: Telegram, db: Database, clock: Clock
) -> Phone:
    phone = Phone(telegram, db, clock, request.param)
    async with db.write() as session:
        session.add(User(id=phone.anna.id, rich=request.param, created_at=clock()))
    return phone


async def card(db: Database, phone: Phone, message_id: int) -> Card | None:
    async with db.read() as session:
        return await session.get(Card, (phone.anna.id, message_id))


async def test_a_written_message_is_answered_anew_and_a_press_edits(phone: Phone) -> None:
    show = await phone.writes()
    sent = await show(CARD)
    assert "Болт" in phone.texts[0]
    press, callback = await phone.presses(sent)
    assert await press(OTHER) == sent
    await press.finish()
    assert phone.texts == ["Другое"]
    assert callback.answer is not None
    third, _ = await phone.presses(sent)
    assert await third(CARD, new=True) != sent
    assert len(phone.texts) == 2


async def test_the_same_again_is_no_error(phone: Phone) -> None:
    sent = await (await phone.writes())(CARD)
    press, _ = await phone.presses(sent)
    assert await press(CARD) == sent
    assert len(phone.messages) == 1


async def test_a_message_that_is_gone_is_sent_anew(phone: Phone) -> None:
    sent = await (await phone.writes())(CARD)
    press, _ = await phone.presses(sent)
    phone.telegram.delete(phone.anna.id, sent)
    anew = await press(OTHER)
    assert anew != sent
    assert phone.texts == ["Другое"]


async def test_a_message_too_old_to_be_had_is_sent_anew(phone: Phone) -> None:
    sent = await (await phone.writes())(CARD)
    callback = CallbackQuery.model_validate(
        {
            "id": "1",
            "from": phone.anna.as_user(),
            "chat_instance": "1",
            "data": "more",
            "message": {
                "message_id": sent,
                "date": 0,
                "chat": {"id": phone.anna.id, "type": "private"},
            },
        }
    )
    chat = Chat(id=phone.anna.id, type="private")
    show = phone.shows.to(phone.user, chat, None, callback)
    assert await show(OTHER) != sent


async def test_a_reply_to_a_card_can_be_understood(phone: Phone, db: Database) -> None:
    sent = await (await phone.writes())(CARD, kind="product", data={"id": "5"})
    known = await card(db, phone, sent)
    assert known is not None
    assert (known.kind, known.data) == ("product", {"id": "5"})
    press, _ = await phone.presses(sent)
    await press(OTHER, kind="cart", data={"lines": ["7"]})
    known = await card(db, phone, sent)
    assert known is not None
    assert (known.kind, known.data) == ("cart", {"lines": ["7"]})
    again, _ = await phone.presses(sent)
    await again(CARD)
    assert await card(db, phone, sent) is None


async def test_a_press_is_answered_once_with_the_toast(phone: Phone) -> None:
    sent = await (await phone.writes())(CARD)
    press, callback = await phone.presses(sent)
    await press.toast("Добавлено: " + "очень длинное название " * 20)
    await press.finish()
    assert callback.answer is not None
    said = callback.answer["text"]
    assert len(said) <= 200
    assert said.endswith(("название…", "длинное…", "очень…"))
    assert [call["method"] for call in phone.telegram.world.calls].count("answerCallbackQuery") == 1


async def test_a_toast_that_comes_too_late_is_a_message(phone: Phone) -> None:
    sent = await (await phone.writes())(CARD)
    press, _ = await phone.presses(sent)
    phone.fail(400, method="answerCallbackQuery")
    await press.toast("Склад не отвечает", alert=True)
    assert phone.texts[-1] == "Склад не отвечает"


async def test_a_toast_without_a_press_is_a_message(phone: Phone) -> None:
    await (await phone.writes()).toast("Готово")
    assert phone.texts == ["Готово"]


async def test_a_background_edit(phone: Phone) -> None:
    show = await phone.writes()
    sent = await show(CARD)
    assert await show.at(phone.anna.id, sent)(OTHER) == sent
    assert await phone.shows.at(phone.user, phone.anna.id)(CARD) != sent
    assert len(phone.texts) == 2


@pytest.mark.parametrize("code", [429, 500, 502])
async def test_what_passes_is_waited_for(phone: Phone, code: int, clock: Clock) -> None:
    began = clock()
    phone.fail(code, times=2, retry_after=7 if code == 429 else None)
    await (await phone.writes())(OTHER)
    assert phone.texts == ["Другое"]
    assert clock() > began


async def test_while_one_is_asked_to_wait_nobody_sends(phone: Phone) -> None:
    over = asyncio.Event()

    async def sleep(seconds: float) -> None:
        assert seconds == 7
        await over.wait()

    patience = Patience(sleep)
    phone.fail(429, times=1, retry_after=7)

    async def say(text: str) -> None:
        await patience.call(phone.bot, SendMessage(chat_id=phone.anna.id, text=text))

    async with asyncio.TaskGroup() as both:
        both.create_task(say("Первое"))
        both.create_task(say("Второе"))
        for _ in range(100):
            await asyncio.sleep(0)
        assert phone.texts == []
        over.set()
    assert sorted(phone.texts) == ["Второе", "Первое"]


async def test_who_blocked_the_bot_is_marked_and_nothing_is_raised(
    phone: Phone, db: Database, clock: Clock
) -> None:
    show = await phone.writes()
    phone.telegram.block(phone.anna.id)
    assert await show(OTHER) == 0
    async with db.read() as session:
        assert (await session.get_one(User, phone.anna.id)).blocked_at == clock()


async def test_a_reply_keyboard_comes_anew_and_goes(phone: Phone) -> None:
    sent = await (await phone.writes())(OTHER)
    asks = Screen((Paragraph("Поделитесь номером"),), reply=ReplyKeyboard((("Отмена",),), "Номер"))
    press, _ = await phone.presses(sent)
    assert await press(asks) != sent
    keyboard = phone.telegram.keyboard(phone.anna.id)
    assert keyboard is not None
    assert [[b["text"] for b in row] for row in keyboard["keyboard"]] == [["Номер"], ["Отмена"]]
    assert keyboard["keyboard"][0][0]["request_contact"] is True
    await (await phone.writes())(Screen((Paragraph("Спасибо"),), reply=ReplyKeyboard()))
    assert phone.telegram.keyboard(phone.anna.id) is None


async def test_a_reply_keyboard_beside_buttons_loses_neither(phone: Phone) -> None:
    both = Screen(
        (Paragraph("Здравствуйте"), Paragraph("Что дальше?")),
        ((Button("У меня есть код", data="code"),),),
        ReplyKeyboard(contact="Поделиться телефоном"),
    )
    await (await phone.writes())(both)
    assert phone.telegram.keyboard(phone.anna.id)
    assert [b.text for m in phone.messages for b in pressables(m)] == ["У меня есть код"]
    assert "Здравствуйте" in phone.texts[0]
    assert "Что дальше?" in phone.texts[-1]


async def test_in_a_group_it_answers_whoever_wrote_without_keyboards(
    phone: Phone, telegram: Telegram
) -> None:
    group = telegram.add_group("Менеджеры", [phone.anna.id], bot="administrator")
    show = await phone.writes("0893106", chat=group.id)
    await show(Screen((Paragraph("Здесь без цен"),), reply=ReplyKeyboard((("Меню",),))))
    said = telegram.last(group.id)
    assert said["reply_to_message"]["from"]["id"] == phone.anna.id
    assert telegram.keyboard(phone.anna.id, group.id) is None


async def test_in_a_topic_it_answers_in_the_topic(phone: Phone, telegram: Telegram) -> None:
    group = telegram.add_group("Форум", [phone.anna.id], is_forum=True, bot="administrator")
    topic = await telegram.call("createForumTopic", {"chat_id": group.id, "name": "Претензии"})
    thread = topic["message_thread_id"]
    telegram.send_text(phone.anna.id, "x", chat_id=group.id, thread_id=thread)
    update = await phone._update()
    await phone._show(update.message, None)(OTHER)
    assert telegram.last(group.id)["message_thread_id"] == thread


async def test_a_server_without_rich_messages_gets_text_for_good(
    telegram: Telegram, db: Database, clock: Clock
) -> None:
    phone = Phone(telegram, db, clock, rich=True)
    phone.fail(404, method="sendRichMessage")
    await (await phone.writes())(CARD)
    await (await phone.writes())(CARD)
    tried = [call["method"] for call in telegram.world.calls]
    assert tried.count("sendRichMessage") == 1
    assert tried.count("sendMessage") == 2
    assert all("Болт" in text for text in phone.texts)


async def test_a_rich_message_refused_is_said_as_text(
    telegram: Telegram, db: Database, clock: Clock
) -> None:
    phone = Phone(telegram, db, clock, rich=True)
    phone.fail(400, method="sendRichMessage")
    await (await phone.writes())(CARD)
    await (await phone.writes())(CARD)
    tried = [call["method"] for call in telegram.world.calls]
    assert tried.count("sendRichMessage") == 2
    assert tried.count("sendMessage") == 1


async def test_names_full_of_markup_are_said_as_they_are(phone: Phone) -> None:
    name = 'Переходник <1/2"> & </b> адаптер «A&amp;B» <script>'
    await (await phone.writes())(Screen((Heading(name), Table((Column("Имя"),), ((name,),)))))
    assert phone.texts[0].count(name) == 2


async def test_a_screen_of_many_messages_has_its_buttons_under_the_last(phone: Phone) -> None:
    rows = tuple((str(n), f"Болт номер {n} " + "х" * 80) for n in range(900))
    long = Screen((Table((Column("№", True), Column("Имя")), rows),), CARD.keyboard)
    sent = await (await phone.writes())(OTHER)
    press, _ = await phone.presses(sent)
    last = await press(long, kind="cart", data={})
    assert last != sent
    assert [bool(pressables(m)) for m in phone.messages] == [False] * (len(phone.messages) - 1) + [
        True
    ]
    assert "Болт номер 0 " in phone.texts[0]
    assert "Болт номер 899 " in phone.texts[-1]
