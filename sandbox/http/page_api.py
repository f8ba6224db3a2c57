"""What the page shows: people, chats, messages, the log of calls."""

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Response
from pydantic import BaseModel, Field

from sandbox.core import files, people
from sandbox.core.state import PRESENT, Chat, Json
from sandbox.telegram import Telegram


class NewPerson(BaseModel):
    first_name: str = Field(min_length=1, max_length=64)
    last_name: str | None = None
    language_code: str = "ru"
    phone: str | None = None
    username: str | None = None


class NewGroup(BaseModel):
    title: str = Field(min_length=1, max_length=128)
    members: list[int] = Field(min_length=1)
    is_forum: bool = False
    kind: str = Field("supergroup", pattern="^(group|supergroup)$")
    with_bot: bool = True


class Fault(BaseModel):
    """Make the next calls (of `method`, or any) fail. `next: 0` takes all faults back."""

    method: str | None = None
    next: int = Field(1, ge=0, le=10_000)
    error_code: int = Field(500, ge=400, le=599)
    retry_after: int | None = Field(None, ge=1, le=3600)


class BotStatus(BaseModel):
    status: str = Field(pattern="^(member|administrator|left|kicked)$")


def router(telegram: Telegram) -> APIRouter:
    api = APIRouter(prefix="/api")
    world = telegram.world

    @api.get("/state")
    async def state() -> Json:
        return {
            "bot": world.bot_user()
            | {"commands": world.state.commands, "menu": world.state.menu_buttons},
            "people": [_person(telegram, person.id) for person in world.state.people.values()],
            "chats": [_chat(chat) for chat in world.chats()],
            "last_event_id": world.events.last_id,
            "pending_updates": len(world.state.updates),
            "violations": dict(world.pace.violations),
        }

    @api.get("/chats/{chat_id}/messages")
    async def messages(chat_id: int, user_id: Annotated[int, Query(alias="as")]) -> list[Json]:
        return list(people.chat_of(world, user_id, chat_id).messages.values())

    @api.get("/log")
    async def log(after: int = 0) -> list[Json]:
        return [call for call in world.calls if call["id"] > after]

    @api.get("/files/{file_id}")
    async def file(file_id: str) -> Response:
        found = world.state.files.get(file_id)
        if found is None:
            raise HTTPException(404, "there is no such file")
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=3600"}
        if found.kind == "document":
            # A page sent as a document must not run as a page of ours.
            headers["Content-Disposition"] = "attachment"
        media_type = found.mime_type or "image/jpeg"
        return Response(files.data_of(world, found), media_type=media_type, headers=headers)

    @api.post("/people", status_code=201)
    async def add_person(new: NewPerson) -> Json:
        person = telegram.add_person(**new.model_dump())
        return _person(telegram, person.id)

    @api.post("/groups", status_code=201)
    async def add_group(new: NewGroup) -> Json:
        for user_id in new.members:
            people.chat_of(world, user_id, None)
        chat = telegram.add_group(
            new.title,
            new.members,
            is_forum=new.is_forum,
            kind="group" if new.kind == "group" else "supergroup",
            bot="member" if new.with_bot else "left",
        )
        return _chat(chat)

    @api.post("/groups/{chat_id}/bot")
    async def set_bot(chat_id: int, wanted: BotStatus) -> Json:
        if chat_id not in world.state.chats or chat_id > 0:
            raise HTTPException(404, "there is no such group")
        status: Any = wanted.status
        telegram.set_bot(chat_id, status)
        return _chat(world.state.chats[chat_id])

    @api.post("/faults")
    async def faults(fault: Fault) -> list[Json]:
        if fault.next == 0:
            world.faults.clear()
        else:
            telegram.fail(
                fault.error_code,
                method=fault.method,
                times=fault.next,
                retry_after=fault.retry_after,
            )
        return world.faults

    return api


def _person(telegram: Telegram, user_id: int) -> Json:
    person = telegram.world.person(user_id)
    return person.as_user() | {
        "phone": person.phone,
        "started": person.started,
        "blocked": person.blocked,
    }


def _chat(chat: Chat) -> Json:
    return {
        "id": chat.id,
        "type": chat.type,
        "title": chat.title,
        "members": [
            {"id": user_id, "status": status}
            for user_id, status in chat.members.items()
            if status in PRESENT
        ],
        "bot": chat.bot,
        "is_forum": chat.is_forum,
        "topics": [
            {
                "id": topic.id,
                "message_thread_id": topic.id,
                "name": topic.name,
                "icon_color": topic.icon_color,
                "closed": topic.closed,
            }
            for topic in chat.topics.values()
        ],
        "pinned": chat.pinned,
        "keyboards": {str(user_id): markup for user_id, markup in chat.keyboards.items()},
    }
