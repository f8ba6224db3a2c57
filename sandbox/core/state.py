"""All that the local Telegram remembers, as plain data that can be written to a file."""

from typing import Any, Literal

from pydantic.dataclasses import dataclass
from pydantic.fields import Field

Json = dict[str, Any]

Status = Literal["creator", "administrator", "member", "left", "kicked"]
PRESENT = ("creator", "administrator", "member")


@dataclass
class Person:
    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str = "ru"
    phone: str = ""
    started: bool = False
    """They wrote to the bot once, so it may write to them."""
    blocked: bool = False

    def as_user(self) -> Json:
        user = {
            "id": self.id,
            "is_bot": False,
            "first_name": self.first_name,
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        return {name: value for name, value in user.items() if value is not None}


@dataclass
class Topic:
    id: int
    name: str
    icon_color: int = 0x6FB9F0
    icon_custom_emoji_id: str | None = None
    closed: bool = False


@dataclass
class Chat:
    """`messages` are Bot API JSON by `message_id`, in the order they were sent. `keyboards` are
    the reply keyboards (or the force_reply) that a person sees in place of the phone's own."""

    id: int
    type: Literal["private", "group", "supergroup"]
    title: str | None = None
    members: dict[int, Status] = Field(default_factory=dict)
    bot: Status = "member"
    is_forum: bool = False
    topics: dict[int, Topic] = Field(default_factory=dict)
    general_closed: bool = False
    general_hidden: bool = False
    messages: dict[int, Json] = Field(default_factory=dict)
    last_message_id: int = 0
    pinned: list[int] = Field(default_factory=list)
    keyboards: dict[int, Json] = Field(default_factory=dict)
    migrated_to: int | None = None


@dataclass
class File:
    """A file on the server. Its bytes are kept beside, by `blob`; the sizes of a photo share it."""

    id: str
    unique_id: str
    path: str
    blob: str
    size: int
    name: str | None = None
    mime_type: str | None = None
    width: int = 0
    height: int = 0
    duration: int = 0
    kind: Literal["photo", "document", "video"] = "document"


@dataclass
class Callback:
    """A press of a button, until and after the bot answers it."""

    id: str
    user_id: int
    chat_id: int
    message_id: int
    data: str
    at: float
    answer: Json | None = None


@dataclass
class Webhook:
    url: str = ""
    secret_token: str | None = None
    max_connections: int = 40
    last_error_date: int | None = None
    last_error_message: str | None = None


@dataclass
class State:
    people: dict[int, Person] = Field(default_factory=dict)
    chats: dict[int, Chat] = Field(default_factory=dict)
    files: dict[str, File] = Field(default_factory=dict)
    callbacks: dict[str, Callback] = Field(default_factory=dict)
    updates: list[Json] = Field(default_factory=list)
    update_dates: dict[int, float] = Field(default_factory=dict)
    webhook: Webhook = Field(default_factory=Webhook)
    allowed_updates: list[str] = Field(default_factory=list)
    commands: dict[str, list[Json]] = Field(default_factory=dict)
    menu_buttons: dict[int, Json] = Field(default_factory=dict)
    about: dict[str, str] = Field(default_factory=dict)
    """The bot's name, description and short description, by language."""
    last_update_id: int = 100_000_000
    last_person_id: int = 5_000_000_000
    last_group_id: int = 1_000_000_000
    last_message_id: int = 0
    """Shared by private chats and basic groups, as Telegram counts for one account."""
    last_file: int = 0
    last_callback: int = 0
    last_album: int = 0
    last_inline: int = 0
    inline_messages: dict[str, tuple[int, int]] = Field(default_factory=dict)
    """(chat, message) by inline_message_id."""
