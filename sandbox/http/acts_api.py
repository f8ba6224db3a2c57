"""What a person at the page does: `/api/people/{id}/...`."""

from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from pydantic import BaseModel

from sandbox.core.schema import Upload
from sandbox.core.state import Json
from sandbox.telegram import Telegram

ANSWER_WITHIN_SECONDS = 15
"""How long an app spins over a pressed button before it gives up on the bot."""


class Text(BaseModel):
    chat_id: int | None = None
    text: str
    reply_to: int | None = None
    thread_id: int | None = None


class Contact(BaseModel):
    chat_id: int | None = None
    own: bool = True


class Press(BaseModel):
    chat_id: int | None = None
    message_id: int
    data: str


class Start(BaseModel):
    payload: str = ""


class Edit(BaseModel):
    chat_id: int | None = None
    message_id: int
    text: str


class Delete(BaseModel):
    chat_id: int | None = None
    message_id: int


class Forward(BaseModel):
    from_chat_id: int | None = None
    message_id: int
    chat_id: int | None = None


class Inline(BaseModel):
    chat_id: int | None = None
    query: str
    offset: str = ""


class Choose(BaseModel):
    chat_id: int | None = None
    result_id: str
    reply_to: int | None = None
    thread_id: int | None = None


class Block(BaseModel):
    blocked: bool


def router(telegram: Telegram) -> APIRouter:
    api = APIRouter(prefix="/api/people/{user_id}")

    @api.post("/send")
    async def send(user_id: int, act: Text) -> Json:
        return telegram.send_text(
            user_id, act.text, chat_id=act.chat_id, reply_to=act.reply_to, thread_id=act.thread_id
        )

    @api.post("/upload")
    async def upload(
        user_id: int,
        files: Annotated[list[UploadFile], File()],
        chat_id: Annotated[int | None, Form()] = None,
        caption: Annotated[str, Form()] = "",
        sent_as: Annotated[str, Form(alias="as", pattern="^(photo|document)$")] = "document",
        reply_to: Annotated[int | None, Form()] = None,
        thread_id: Annotated[int | None, Form()] = None,
    ) -> list[Json]:
        uploads = [Upload(await file.read(), file.filename, file.content_type) for file in files]
        return telegram.upload(
            user_id,
            uploads,
            "photo" if sent_as == "photo" else "document",
            caption=caption,
            chat_id=chat_id,
            reply_to=reply_to,
            thread_id=thread_id,
        )

    @api.post("/contact")
    async def contact(user_id: int, act: Contact) -> Json:
        return telegram.send_contact(user_id, chat_id=act.chat_id, own=act.own)

    @api.post("/press")
    async def press(user_id: int, act: Press) -> Json:
        """Answers when the bot does; `answered` is false where it did not within 15 seconds."""
        callback = telegram.press(user_id, act.message_id, act.data, chat_id=act.chat_id)
        answer = await telegram.answered(callback, timeout=ANSWER_WITHIN_SECONDS)
        return (answer or {"text": "", "show_alert": False}) | {"answered": answer is not None}

    @api.post("/start")
    async def start(user_id: int, act: Start) -> Json:
        return telegram.start(user_id, act.payload)

    @api.post("/edit")
    async def edit(user_id: int, act: Edit) -> Json:
        return telegram.edit_text(user_id, act.message_id, act.text, chat_id=act.chat_id)

    @api.post("/delete")
    async def delete(user_id: int, act: Delete) -> Json:
        telegram.delete(user_id, act.message_id, chat_id=act.chat_id)
        return {"deleted": [act.message_id]}

    @api.post("/forward")
    async def forward(user_id: int, act: Forward) -> list[Json]:
        return telegram.forward(
            user_id, act.message_id, from_chat_id=act.from_chat_id, chat_id=act.chat_id
        )

    @api.post("/block")
    async def block(user_id: int, act: Block) -> Json:
        telegram.block(user_id, blocked=act.blocked)
        return {"blocked": act.blocked}

    @api.post("/inline")
    async def inline(user_id: int, act: Inline) -> Json:
        """Answers when the bot does; `answered` is false where it did not within 15 seconds."""
        query = telegram.inline(user_id, act.query, chat_id=act.chat_id, offset=act.offset)
        answer = await telegram.answered(query, timeout=ANSWER_WITHIN_SECONDS) or {}
        return {
            "answered": bool(answer),
            "results": answer.get("results", []),
            "next_offset": answer.get("next_offset", ""),
            "button": answer.get("button"),
        }

    @api.post("/choose")
    async def choose(user_id: int, act: Choose) -> Json:
        return telegram.choose(
            user_id,
            act.result_id,
            chat_id=act.chat_id,
            reply_to=act.reply_to,
            thread_id=act.thread_id,
        )

    return api
