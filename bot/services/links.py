"""What stands after `t.me/BOT?start=`: a product, the menu, or else an invitation's code.

Telegram allows letters, digits, `_` and `-`, 64 at most. A code is 32 of these at random, and may
begin as a product does: whatever is as long as a code is a code.
"""

import re

MENU = "menu"
_PRODUCT = "p_"
_CODE_LENGTH = 32
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


def product_link(username: str, product_id: str) -> str | None:
    """Opens the bot on that product; None for an id that fits into no link."""
    payload = _PRODUCT + product_id
    if not _PAYLOAD.fullmatch(payload) or product_of(payload) is None:
        return None
    return f"https://t.me/{username}?start={payload}"


def product_of(payload: str) -> str | None:
    """The id of the product that is meant; None for anything else."""
    if not payload.startswith(_PRODUCT) or len(payload) == _CODE_LENGTH:
        return None
    return payload.removeprefix(_PRODUCT) or None
