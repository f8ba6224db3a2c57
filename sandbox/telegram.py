"""A local Telegram without HTTP: what a bot calls, and what people at their phones do.

    telegram = Telegram()
    anna = telegram.add_person("Анна", "Смирнова")
    telegram.start(anna.id)
    await telegram.call("sendMessage", {"chat_id": anna.id, "text": "Здравствуйте!"})
    telegram.last(anna.id)["text"]

People's side raises `PersonError` for what a person could not do. Messages are Bot API JSON.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sandbox.core import calls, chats, files, groups, people, people_files, people_inline
from sandbox.core.errors import ApiError, PersonError
from sandbox.core.inline import InlineQuery
from sandbox.core.limits import Limits
from sandbox.core.schema import Upload, Uploads
from sandbox.core.state import Callback, Chat, Json, Person, State, Status
from sandbox.core.world import World
from sandbox.defaults import TOKEN, USERNAME

__all__ = [
    "TOKEN",
    "USERNAME",
    "ApiError",
    "Callback",
    "Chat",
    "InlineQuery",
    "Limits",
    "Person",
    "PersonError",
    "Telegram",
    "Upload",
]


class Telegram:
    """`now` is the clock that limits, dates and expiries go by. Without `limits` a bot may send
    as fast as it likes. `inline_mode` and `inline_feedback` are what @BotFather switches by
    /setinline and /setinlinefeedback."""

    def __init__(
        self,
        *,
        token: str = TOKEN,
        username: str = USERNAME,
        name: str = "Артикул",
        now: Callable[[], datetime] | None = None,
        limits: Limits | None = None,
        state: State | None = None,
        files: dict[str, bytes] | None = None,
        inline_mode: bool = True,
        inline_feedback: bool = False,
    ) -> None:
        self.world = World(
            token=token,
            username=username,
            name=name,
            now=now,
            limits=limits,
            state=state,
            files=files,
            inline_mode=inline_mode,
            inline_feedback=inline_feedback,
        )

    @property
    def token(self) -> str:
        return self.world.token

    @property
    def username(self) -> str:
        return self.world.username

    async def call(self, method: str, params: Json, files: Uploads | None = None) -> Any:
        """What the Bot API answers to a call: a JSON-able result, or ApiError. `params` may be of
        their type or as a form sends them, in text."""
        return await calls.call(self.world, method, params, files or {})

    def add_person(
        self,
        first_name: str,
        last_name: str | None = None,
        *,
        language_code: str = "ru",
        phone: str | None = None,
        username: str | None = None,
    ) -> Person:
        state = self.world.state
        state.last_person_id += 1
        number = state.last_person_id
        person = Person(
            id=number,
            first_name=first_name,
            last_name=last_name,
            username=username,
            language_code=language_code,
            phone=phone or f"+7900{number % 10_000_000:07d}",
        )
        state.people[number] = person
        chats.private(self.world, number)
        self.world.tell("people")
        return person

    def add_group(
        self,
        title: str,
        members: Sequence[int] = (),
        *,
        is_forum: bool = False,
        kind: groups.Kind = "supergroup",
        bot: Status = "member",
    ) -> Chat:
        """A group with the bot in it (unless `bot="left"`), owned by the first of its members.
        `kind` is `supergroup` or, for a small old-fashioned one, `group`."""
        return groups.make(self.world, title, members, is_forum=is_forum, kind=kind, bot=bot)

    def start(self, user_id: int, payload: str = "") -> Json:
        """Press Start, or open `t.me/BOT?start=PAYLOAD`."""
        person = self.world.state.people.get(user_id)
        if person is not None and person.blocked:
            people.block(self.world, person, blocked=False)
        return self.send_text(user_id, f"/start {payload}".strip())

    def send_text(
        self,
        user_id: int,
        text: str,
        *,
        chat_id: int | None = None,
        reply_to: int | None = None,
        thread_id: int | None = None,
    ) -> Json:
        """Write to the bot, or into the group `chat_id`. A text of more than 4,096 characters goes
        in several messages, as the apps send it; the last is given."""
        contents = [people.text_content(part) for part in people.parts(text)]
        sent = [self._write(user_id, chat_id, part, reply_to, thread_id) for part in contents]
        return sent[-1]

    def send_contact(
        self,
        user_id: int,
        *,
        chat_id: int | None = None,
        own: bool = True,
        reply_to: int | None = None,
    ) -> Json:
        """Share one's own number, or somebody else's."""
        person = self._person(user_id)
        content = people.contact_content(person, own=own)
        return self._write(user_id, chat_id, content, reply_to, None)

    def send_photo(self, user_id: int, data: bytes, caption: str = "", **where: Any) -> Json:
        """Send a picture as a photo; `where` as for `upload`."""
        photo = Upload(data, "photo.jpg", "image/jpeg")
        return self.upload(user_id, [photo], "photo", caption=caption, **where)[0]

    def send_document(
        self, user_id: int, data: bytes, name: str, caption: str = "", **where: Any
    ) -> Json:
        """Send a file as a document; `where` as for `upload`."""
        return self.upload(user_id, [Upload(data, name)], "document", caption=caption, **where)[0]

    def upload(
        self,
        user_id: int,
        uploads: Sequence[Upload],
        kind: people_files.As,
        *,
        caption: str = "",
        chat_id: int | None = None,
        reply_to: int | None = None,
        thread_id: int | None = None,
    ) -> list[Json]:
        """Send files; more than one make an album, a message and an update each."""
        return people_files.send(
            self.world,
            self._person(user_id),
            people.chat_of(self.world, user_id, chat_id),
            uploads,
            kind,
            caption=caption,
            reply_to=reply_to,
            thread_id=thread_id,
        )

    def edit_text(
        self, user_id: int, message_id: int, text: str, *, chat_id: int | None = None
    ) -> Json:
        """Change the words of one's own message."""
        chat = people.chat_of(self.world, user_id, chat_id)
        return people_files.edit(self.world, self._person(user_id), chat, message_id, text)

    def delete(self, user_id: int, *message_ids: int, chat_id: int | None = None) -> None:
        chat = people.chat_of(self.world, user_id, chat_id)
        people_files.delete(self.world, self._person(user_id), chat, message_ids)

    def forward(
        self,
        user_id: int,
        *message_ids: int,
        from_chat_id: int | None = None,
        chat_id: int | None = None,
    ) -> list[Json]:
        """Forward messages, by default from and to the private chat with the bot."""
        source = people.chat_of(self.world, user_id, from_chat_id)
        chat = people.chat_of(self.world, user_id, chat_id)
        return people_files.forward(self.world, self._person(user_id), source, message_ids, chat)

    def press(
        self, user_id: int, message_id: int, data: str, *, chat_id: int | None = None
    ) -> Callback:
        """Press a button by its callback data. The bot's answer, once there, is in `.answer`:
        `{"text", "show_alert"}`; wait for it with `answered`."""
        chat = people.chat_of(self.world, user_id, chat_id)
        return people.press(self.world, self._person(user_id), chat, message_id, data)

    async def answered(
        self,
        asked: Callback | InlineQuery,
        *,
        timeout: float = 15,  # noqa: ASYNC109
    ) -> Json | None:
        """The bot's answer to a press or an inline query; None where none came within `timeout`
        seconds."""
        event = self.world.answered.get(asked.id)
        if asked.answer is None and event is not None:
            try:
                await asyncio.wait_for(event.wait(), timeout)
            except TimeoutError:
                return None
        return asked.answer

    def inline(
        self, user_id: int, query: str, *, chat_id: int | None = None, offset: str = ""
    ) -> InlineQuery:
        """Type `@BOT QUERY` into a chat, by default the private one with the bot. What the bot
        offers, once it has answered, is in `.answer`: `{"results", "next_offset", "button"}`;
        wait for it with `answered`, ask for more with `next_offset` as the `offset`."""
        chat = people.chat_of(self.world, user_id, chat_id)
        return people_inline.ask(self.world, self._person(user_id), chat, query, offset)

    def choose(
        self,
        user_id: int,
        result_id: str,
        *,
        chat_id: int | None = None,
        reply_to: int | None = None,
        thread_id: int | None = None,
    ) -> Json:
        """Post one of the results that the bot has offered in this chat."""
        chat = people.chat_of(self.world, user_id, chat_id)
        return people_inline.choose(
            self.world,
            self._person(user_id),
            chat,
            result_id,
            reply_to=reply_to,
            thread_id=thread_id,
        )

    def block(self, user_id: int, *, blocked: bool = True) -> None:
        people.block(self.world, self._person(user_id), blocked=blocked)

    def messages(self, chat_id: int) -> list[Json]:
        """What is in a chat, oldest first."""
        chat = self.world.state.chats.get(chat_id)
        return list(chat.messages.values()) if chat else []

    def last(self, chat_id: int) -> Json:
        """The newest message of a chat."""
        return self.messages(chat_id)[-1]

    def keyboard(self, user_id: int, chat_id: int | None = None) -> Json | None:
        """The reply keyboard that a person sees in a chat."""
        return people.chat_of(self.world, user_id, chat_id).keyboards.get(user_id)

    def set_bot(self, chat_id: int, status: Status, *, by: int | None = None) -> None:
        """Make the bot a member or an administrator of a group, or remove it (`kicked`)."""
        chat = self.world.state.chats[chat_id]
        by = by or next(iter(chat.members))
        groups.set_bot(self.world, chat, self._person(by), status)

    def add_member(self, chat_id: int, user_id: int) -> None:
        chat = self.world.state.chats[chat_id]
        owner = self._person(next(iter(chat.members)))
        groups.add_member(self.world, chat, owner, self._person(user_id))

    def remove_member(self, chat_id: int, user_id: int) -> None:
        """They leave the group by themselves."""
        person = self._person(user_id)
        groups.remove_member(self.world, self.world.state.chats[chat_id], person, person)

    def upgrade_group(self, chat_id: int) -> Chat:
        """Turn a basic group into a supergroup; gives the new one."""
        chat = self.world.state.chats[chat_id]
        return groups.upgrade(self.world, chat, self._person(next(iter(chat.members))))

    def download(self, path: str) -> bytes:
        """The bytes behind a `file_path`; ApiError 404 where there are none."""
        file = files.by_path(self.world, path)
        if file is None:
            raise ApiError(404, "Not Found")
        return files.data_of(self.world, file)

    def fail(
        self,
        error_code: int,
        *,
        method: str | None = None,
        times: int = 1,
        retry_after: int | None = None,
    ) -> None:
        """Make the next calls (of `method`) fail as Telegram fails at times: 429, 403, 500."""
        calls.add_fault(self.world, error_code, method=method, times=times, retry_after=retry_after)

    def storm(self, seconds: float) -> None:
        """Refuse every call but getUpdates with a 429 for so long. Calls that a bot makes after it
        was told are counted as broken limits: `world.pace.violations["storm"]`."""
        self.world.pace.storm(self.world.timestamp() + seconds)

    def _person(self, user_id: int) -> Person:
        if user_id not in self.world.state.people:
            raise PersonError(f"there is no person {user_id}")
        return self.world.person(user_id)

    def _write(
        self,
        user_id: int,
        chat_id: int | None,
        content: Json,
        reply_to: int | None,
        thread_id: int | None,
    ) -> Json:
        chat = people.chat_of(self.world, user_id, chat_id)
        return people.write(
            self.world,
            self._person(user_id),
            chat,
            content,
            reply_to=reply_to,
            thread_id=thread_id,
        )
