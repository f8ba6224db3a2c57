"""What the bot itself must remember: updates not handled, messages not sent, drafts, links.

Nothing of the portal's is copied here but what a draft showed to its buyer.
"""

from bot.db.models.base import Base, UtcDateTime
from bot.db.models.broadcasts import Broadcast, BroadcastPress, BroadcastState
from bot.db.models.claims import ClaimCard, ClaimDraft, ClaimDraftState, ClaimPart, ClaimPartState
from bot.db.models.desk import DeskChat, DeskTopic, MessageLink
from bot.db.models.drafts import Card, Draft, DraftState
from bot.db.models.inbox import Cursor, InboxState, InboxUpdate
from bot.db.models.lists import LineState, ListDraft, ListLine, ListState
from bot.db.models.outbox import (
    ENDED,
    LEASED,
    LIVE,
    OF_TOPIC,
    QUEUED,
    SENT,
    Category,
    OutboxMessage,
    OutboxState,
    Pause,
    StoppedChat,
)
from bot.db.models.people import Conversation, Linking, SilentKind, User

__all__ = [
    "ENDED",
    "LEASED",
    "LIVE",
    "OF_TOPIC",
    "QUEUED",
    "SENT",
    "Base",
    "Broadcast",
    "BroadcastPress",
    "BroadcastState",
    "Card",
    "Category",
    "ClaimCard",
    "ClaimDraft",
    "ClaimDraftState",
    "ClaimPart",
    "ClaimPartState",
    "Conversation",
    "Cursor",
    "DeskChat",
    "DeskTopic",
    "Draft",
    "DraftState",
    "InboxState",
    "InboxUpdate",
    "LineState",
    "Linking",
    "ListDraft",
    "ListLine",
    "ListState",
    "MessageLink",
    "OutboxMessage",
    "OutboxState",
    "Pause",
    "SilentKind",
    "StoppedChat",
    "User",
    "UtcDateTime",
]
