"""What the bot says by itself: stored once, sent at Telegram's pace.

Each message is a row with a unique key. It is marked as attempted in a commit of its own before it
is sent, for Telegram knows no key against doubles: a crash leaves what was being sent in doubt, and
`doubts` says what becomes of it.

`content`  what a message is: text, photo, document, album, copy, edit
`rows`     putting messages in, cancelling, counting, forgetting
`taking`   taking what may be sent, and noting what came of it
`pace`     how often Telegram lets a bot write; `shared_pace`, by all replicas together
`calls`    a row as a call of the Bot API, and its errors as what is to be done
`sender`   the loop
"""

from bot.db.models import Category, OutboxState
from bot.outbox.rows import Letter
from bot.outbox.sender import Outbox

__all__ = ["Category", "Letter", "Outbox", "OutboxState"]
