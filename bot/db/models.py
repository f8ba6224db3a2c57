"""What the bot itself must remember: updates not handled, messages not sent, drafts, links.

Nothing of the portal's is copied here but what a draft showed to its buyer.
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    Enum,
    Index,
    Integer,
    MetaData,
    Text,
    TextClause,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import JSON, TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time; SQLite keeps no zone, so one is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value!r}")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    type_annotation_map: ClassVar = {
        datetime: UtcDateTime,
        int: BigInteger().with_variant(Integer, "sqlite"),
        dict[str, Any]: JSON,
        StrEnum: Enum(
            StrEnum,
            native_enum=False,
            length=32,
            values_callable=lambda members: [member.value for member in members],
        ),
    }
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class InboxState(StrEnum):
    NEW = "new"
    DONE = "done"
    SET_ASIDE = "set_aside"
    """Could not be decoded, or failed too often; kept to be looked at."""


class InboxUpdate(Base):
    """An update as Telegram sent it, stored before Telegram may forget it."""

    __tablename__ = "inbox"
    __table_args__ = (Index(None, "state", "update_id"),)

    update_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    lane: Mapped[str]
    """What is handled in order: a private chat, or a person in a group."""
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[InboxState] = mapped_column(default=InboxState.NEW)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
    received_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


class OutboxState(StrEnum):
    QUEUED = "queued"
    ATTEMPTED = "attempted"
    """Being sent; after a crash nobody knows whether it was."""
    SENT = "sent"
    FAILED = "failed"
    """Telegram refuses this message, or did not take it for hours."""
    BLOCKED = "blocked"
    """The chat does not let the bot write."""
    EXPIRED = "expired"
    """Its time was over before it could be sent."""
    CANCELLED = "cancelled"
    IN_DOUBT = "in_doubt"
    """Perhaps sent, and not sent again: twice would be worse than not at all."""


class Category(StrEnum):
    """What goes first, and what becomes of it when nobody knows whether it was sent."""

    OWN = "own"
    """Of an order, a request or a claim of theirs, and bearing its number: said again."""
    REMINDER = "reminder"
    BROADCAST = "broadcast"


QUEUED = text("state = 'queued'")
LIVE = text("state in ('queued', 'attempted')")
LEASED = text("lease_until is not null")
OF_TOPIC = text("topic is not null")
ENDED = text("ended_at is not null")
SENT = text("message_id is not null")
"""What partial indexes of the outbox cover: in the very words of the queries that use them."""


def _partial(name: str, *columns: str, where: TextClause) -> Index:
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)


class OutboxMessage(Base):
    """A message that answers no update. `key` is what makes it be said once."""

    __tablename__ = "outbox"
    __table_args__ = (
        _partial("ix_outbox_next", "category", "ready_at", "id", where=QUEUED),
        _partial("ix_outbox_order", "chat_id", "category", "not_before", "id", where=LIVE),
        _partial("ix_outbox_leased", "chat_id", "lease_until", where=LEASED),
        _partial("ix_outbox_topic", "topic", "state", where=OF_TOPIC),
        _partial("ix_outbox_ended", "ended_at", where=ENDED),
        _partial("ix_outbox_sent", "chat_id", "message_id", where=SENT),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    chat_id: Mapped[int]
    method: Mapped[str]
    """A Bot API method, as `sendMessage`."""
    payload: Mapped[dict[str, Any]]
    """Its parameters without the chat; `bot.outbox.content` makes them."""
    category: Mapped[Category]
    topic: Mapped[str | None]
    """All of a topic can be cancelled at once, as `debt:17`."""
    state: Mapped[OutboxState] = mapped_column(default=OutboxState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    doubts: Mapped[int] = mapped_column(default=0)
    """How often nobody knew whether it had been sent."""
    not_before: Mapped[datetime]
    """When it is due; what is due first is said first in its chat and category."""
    ready_at: Mapped[datetime]
    """When to look at it next: later than due where its chat or Telegram asks for patience."""
    expires_at: Mapped[datetime | None]
    """From then on it is not worth saying."""
    lease_until: Mapped[datetime | None]
    message_id: Mapped[int | None]
    error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """When it left the queue, in whatever way."""


class StoppedChat(Base):
    """A chat that does not let the bot write, until it shows that it does again."""

    __tablename__ = "stopped_chats"

    chat_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    why: Mapped[str]
    """In Telegram's words."""
    stopped_at: Mapped[datetime]


class Pause(Base):
    """Until when Telegram wants to hear nothing from the bot: for all replicas."""

    __tablename__ = "pauses"

    name: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[datetime]


class User(Base):
    """A Telegram user: their language, how they like tables, and their place in the portal."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Telegram's user id."""
    language: Mapped[str | None]
    """Chosen in /settings; None: as Telegram says."""
    rich: Mapped[bool] = mapped_column(default=True)
    token: Mapped[str | None]
    """The portal's bearer token; None: not linked."""
    company_id: Mapped[str | None]
    """The active company, in the portal's own id."""
    behalf_of: Mapped[str | None]
    """Its name, where one of the staff acts on its behalf."""
    person_id: Mapped[str | None] = mapped_column(index=True)
    """The portal's own id of the person: whom its events name."""
    quiet_from: Mapped[int | None]
    quiet_to: Mapped[int | None]
    """Hours of the company's day in which nothing comes; None: the usual ones."""
    staff_role: Mapped[str | None]
    """As the portal said at linking: who is told of what waits for the staff. What they may do, the
    portal decides."""
    blocked_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Linking(Base):
    """A code being claimed. The token is made and stored before the portal hears of it."""

    __tablename__ = "linkings"

    key: Mapped[str] = mapped_column(primary_key=True)
    """The idempotency key of the claim, short enough for callback data."""
    user_id: Mapped[int] = mapped_column(index=True)
    code: Mapped[str]
    token: Mapped[str]
    created_at: Mapped[datetime]


class DraftState(StrEnum):
    SHOWN = "shown"
    PLACING = "placing"
    """The buyer confirmed; until the portal answers, nobody may say that it failed."""
    PLACED = "placed"
    CHANGED = "changed"
    """Something was no longer as shown; a newer draft asks again."""
    DROPPED = "dropped"


class Draft(Base):
    """An order as its buyer saw it on the confirm card, and the key that places it once."""

    __tablename__ = "drafts"
    __table_args__ = (Index(None, "state", "updated_at"),)

    key: Mapped[str] = mapped_column(primary_key=True)
    """The Idempotency-Key, short enough for callback data."""
    user_id: Mapped[int]
    chat_id: Mapped[int]
    message_id: Mapped[int | None]
    company_id: Mapped[str]
    cart_id: Mapped[str]
    body: Mapped[dict[str, Any]]
    """The request of `POST /orders`."""
    state: Mapped[DraftState] = mapped_column(default=DraftState.SHOWN)
    order_id: Mapped[str | None]
    updated_at: Mapped[datetime]


class ListState(StrEnum):
    READING = "reading"
    """Its lines are being looked up; after a death, again."""
    OPEN = "open"
    DROPPED = "dropped"


class ListDraft(Base):
    """A list that somebody sent, as a draft: nothing of it is ordered before a tap."""

    __tablename__ = "list_drafts"
    __table_args__ = (UniqueConstraint("user_id", "update_key"), Index(None, "updated_at"))

    key: Mapped[str] = mapped_column(primary_key=True)
    """Short enough for callback data."""
    user_id: Mapped[int]
    update_key: Mapped[str]
    """Of the update that brought it: handled again, it makes no second draft."""
    chat_id: Mapped[int]
    message_id: Mapped[int | None]
    company_id: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    """The name of its file; empty for text and photos."""
    album: Mapped[str | None]
    """Telegram's id of the album whose photos it gathers."""
    state: Mapped[ListState] = mapped_column(default=ListState.READING)
    taken: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """The updates whose lines it has, by their keys, as an album comes in several; and how many
    rows of each had no quantity where others have theirs."""
    left: Mapped[int] = mapped_column(default=0)
    """Lines beyond the limit, which were not read."""
    adds: Mapped[int] = mapped_column(default=0)
    """How often it went to the cart; part of the Idempotency-Key."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class LineState(StrEnum):
    EXACT = "exact"
    """Found by an article, a barcode or the company's own code."""
    CONFIRMED = "confirmed"
    """A likeness that the buyer has said yes to."""
    LIKELY = "likely"
    """One product, by its name or with a typo: waits for a yes."""
    CHOOSE = "choose"
    NEAR = "near"
    """Not found, but something is near."""
    NONE = "none"
    BLOCKED = "blocked"
    """Found, but not to be ordered: sold no more, or without a price."""
    MERGED = "merged"
    """Added up with an earlier line of the same product."""
    REMOVED = "removed"
    IGNORED = "ignored"
    """A header, a total, a greeting."""
    ADDING = "adding"
    """On its way to the cart; until the portal answers, nobody may say that it is not there."""
    ADDED = "added"


class ListLine(Base):
    """One line of a draft. Lines that ask for nothing are kept too, for the report."""

    __tablename__ = "list_lines"
    __table_args__ = (Index(None, "draft_key", "state", "number"),)

    draft_key: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    """As it is shown, from 1."""
    place: Mapped[int]
    """Its order in the source."""
    row: Mapped[int]
    """Its number in the source."""
    sheet: Mapped[str] = mapped_column(default="")
    source: Mapped[str]
    state: Mapped[LineState]
    into: Mapped[int | None]
    """The line that it was added up with."""
    asked: Mapped[dict[str, Any]]
    """What is looked up: the body of a line of `POST /lists/resolve`, or why there is nothing."""
    found: Mapped[dict[str, Any]]
    """What the portal said of it; empty for a line that asks for nothing."""
    product_id: Mapped[str | None]
    amount: Mapped[int | None]
    """In kopecks, as the portal reckoned it."""
    adding: Mapped[int | None]
    """The turn in which it went to the cart."""


class SilentKind(Base):
    """What somebody does not want to be told by the bot itself; no row: they are told."""

    __tablename__ = "silent_kinds"

    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(primary_key=True)


class Cursor(Base):
    """How far something was followed that others write."""

    __tablename__ = "cursors"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class BroadcastState(StrEnum):
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    FILLING = "filling"
    """Its messages are being put into the outbox; after a death, the rest of them."""
    SENDING = "sending"
    STOPPED = "stopped"
    DONE = "done"
    FAILED = "failed"


class Broadcast(Base):
    """A message of the staff's to many, from its first word to the last that was sent."""

    __tablename__ = "broadcasts"
    __table_args__ = (UniqueConstraint("user_id", "update_key"), Index(None, "state", "send_at"))

    key: Mapped[str] = mapped_column(primary_key=True)
    """Short enough for callback data."""
    user_id: Mapped[int]
    update_key: Mapped[str]
    """Of the update that brought it: handled again, it makes no second one."""
    chat_id: Mapped[int]
    message_id: Mapped[int | None]
    """Of the card that shows how it goes."""
    album: Mapped[str | None]
    """Telegram's id of the album that it is."""
    content: Mapped[dict[str, Any]]
    """`ids` of the messages in the chat; `html`, its words, for text; `caption` for the rest."""
    buttons: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """`items`: `text` with an `url`, or with a `product`."""
    segment: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """By what it is chosen: of each an `id` and a `name`."""
    kind: Mapped[str] = mapped_column(default="news")
    """What those unsubscribe from who do."""
    state: Mapped[BroadcastState] = mapped_column(default=BroadcastState.DRAFT)
    people: Mapped[int] = mapped_column(default=0)
    """To how many it goes."""
    send_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]


class BroadcastPress(Base):
    """Who opened which button of a broadcast, the first time."""

    __tablename__ = "broadcast_presses"

    broadcast_key: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(primary_key=True)
    button: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    company: Mapped[str]
    at: Mapped[datetime]


class Card(Base):
    """What a message of the bot's shows, so that a reply to it can be understood."""

    __tablename__ = "cards"

    chat_id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    """product, cart, order, ..."""
    data: Mapped[dict[str, Any]]
    """For a product its id; for a cart the ids of its lines as they were numbered."""
    shown_at: Mapped[datetime] = mapped_column(index=True)


class MessageLink(Base):
    """A message that is somebody's word in a matter, so that replies, edits and deletions follow.

    What somebody wrote has its `message_id`; what the bot relays has its key in the outbox, which
    knows the id once it is sent.
    """

    __tablename__ = "message_links"
    __table_args__ = (
        UniqueConstraint("chat_id", "message_id"),
        Index(None, "kind", "subject", "entry"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    """talk: a conversation with the manager; claim."""
    subject: Mapped[str]
    """The portal's id of the conversation or the claim."""
    entry: Mapped[str | None]
    """The portal's id of the message; None: a card of the whole."""
    chat_id: Mapped[int]
    message_id: Mapped[int | None]
    outbox_key: Mapped[str | None] = mapped_column(unique=True)


class DeskChat(Base):
    """The managers' group."""

    __tablename__ = "desk_chats"

    chat_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[str]
    is_forum: Mapped[bool]
    linked_by: Mapped[int]
    linked_at: Mapped[datetime]


class DeskTopic(Base):
    """The topic that a matter has in the managers' group."""

    __tablename__ = "desk_topics"

    chat_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    thread_id: Mapped[int]


class Conversation(Base):
    """Which text is being waited for, and what was said so far: aiogram's FSM."""

    __tablename__ = "conversations"

    key: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str | None]
    data: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]


class ClaimDraftState(StrEnum):
    OPEN = "open"
    SENDING = "sending"
    """The buyer has sent it; until the portal answers, nobody may say that it failed."""
    SENT = "sent"
    DROPPED = "dropped"


class ClaimDraft(Base):
    """A claim that is being put together, kept from the first tap, and the key that makes it."""

    __tablename__ = "claim_drafts"
    __table_args__ = (
        UniqueConstraint("user_id", "update_key"),
        Index(None, "user_id", "state"),
        Index(None, "state", "updated_at"),
    )

    key: Mapped[str] = mapped_column(primary_key=True)
    """The Idempotency-Key, short enough for callback data."""
    user_id: Mapped[int]
    update_key: Mapped[str]
    """Of the update that began it: handled again, it makes no second draft."""
    chat_id: Mapped[int]
    message_id: Mapped[int | None]
    """The card that shows it."""
    album: Mapped[str | None]
    """Telegram's id of the album under which the card stands."""
    company_id: Mapped[str]
    order_id: Mapped[str]
    order_number: Mapped[str]
    kind: Mapped[str | None]
    wanted: Mapped[str | None]
    lines: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What is claimed of each of the order's lines, by number, as quantities are written."""
    checked: Mapped[dict[str, Any] | None]
    """While goods are being accepted, the lines that were looked at: how many have `come`, and how
    many of them are `bad`; None: it was begun without."""
    state: Mapped[ClaimDraftState] = mapped_column(default=ClaimDraftState.OPEN)
    body: Mapped[dict[str, Any] | None]
    """The request of `POST /claims`, once it was sent: every retry bears the same."""
    claim_id: Mapped[str | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class ClaimPartState(StrEnum):
    NEW = "new"
    """Not brought to the portal yet."""
    BROUGHT = "brought"
    REFUSED = "refused"
    """The portal does not take such a file; the person was told."""
    GIVEN = "given"
    """It is in the claim, or in a message about it."""


class ClaimPart(Base):
    """Words or a file for a claim, stored before anything is done with it, each once."""

    __tablename__ = "claim_parts"
    __table_args__ = (UniqueConstraint("draft_key", "unique_id"), Index(None, "album"))

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_key: Mapped[str]
    unique_id: Mapped[str]
    """Telegram's own for the content of a file; for words, the key of their update."""
    message_id: Mapped[int]
    """Parts are in the order of their messages, whenever they came."""
    album: Mapped[str | None]
    file_id: Mapped[str | None]
    """None: words alone."""
    name: Mapped[str] = mapped_column(default="")
    words: Mapped[str] = mapped_column(default="")
    state: Mapped[ClaimPartState] = mapped_column(default=ClaimPartState.NEW)
    upload_id: Mapped[str | None]


class ClaimCard(Base):
    """Which message of a chat shows a claim, and what of the claim it was about."""

    __tablename__ = "claim_cards"

    chat_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    claim_id: Mapped[str] = mapped_column(primary_key=True)
    message_id: Mapped[int]
    shown_at: Mapped[datetime]
