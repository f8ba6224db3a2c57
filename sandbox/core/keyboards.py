"""What Telegram refuses in a keyboard."""

import re
from typing import Any

from sandbox.core.errors import bad_request, not_modelled
from sandbox.core.state import Json

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
MOST_CALLBACK_BYTES = 64
MOST_COPIED = 256
STYLES = ("danger", "success", "primary")

ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
)
MODELLED_ACTIONS = ("url", "callback_data", "copy_text", "disabled")
KEYBOARD_REQUESTS = (
    "request_users",
    "request_chat",
    "request_managed_bot",
    "request_location",
    "request_poll",
    "web_app",
    "request_user",
)


def check(markup: Json | None) -> Json | None:
    """Check any reply markup; None for one without buttons, as Telegram keeps it."""
    if markup is None:
        return None
    if "inline_keyboard" in markup:
        return inline(markup)
    if "keyboard" in markup:
        return _reply(markup)
    return markup


def inline(markup: Json | None) -> Json | None:
    """Check an inline keyboard and give it as it is shown; None where no button is left."""
    if markup is None:
        return None
    if "inline_keyboard" not in markup:
        raise bad_request("inline keyboard expected")
    rows = [[inline_button(button) for button in row] for row in markup["inline_keyboard"] if row]
    if sum(len(row) for row in rows) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def inline_button(button: Json) -> Json:
    if not str(button.get("text", "")).strip():
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed")
    return button_action(button) | {"text": button["text"]} | _style(button, STYLES)


def button_action(button: Json) -> Json:
    """The one action of a button under a message or within a rich one."""
    given = [name for name in ACTIONS if button.get(name) is not None]
    if not given:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(given) > 1:
        raise bad_request(f"local Telegram: a button with {' and '.join(given)} at once")
    action = given[0]
    if action not in MODELLED_ACTIONS:
        raise not_modelled(f"the button field {action}")
    return {action: _checked_action(action, button[action])}


def _checked_action(action: str, value: Any) -> Any:
    if action == "callback_data" and not 1 <= len(value.encode()) <= MOST_CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if action == "url":
        return checked_url(value)
    if action == "copy_text" and not 1 <= len(value.get("text", "")) <= MOST_COPIED:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return value


def checked_url(url: str) -> str:
    """A link as Telegram keeps it: with a scheme, of a host that has a dot."""
    if re.match(r"(tg|ton|tonsite)://\S+$", url):
        return url
    bare = re.sub(r"^https?://", "", url, flags=re.IGNORECASE)
    host = re.split(r"[/?#]", bare, maxsplit=1)[0].rpartition("@")[2]
    name = host.partition(":")[0]
    if not url or re.search(r"\s", url) or "." not in name.strip(".") or "://" in bare:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return url if bare != url else f"http://{url}"


def _style(button: Json, allowed: tuple[str, ...]) -> Json:
    if button.get("icon_custom_emoji_id"):
        raise not_modelled("the button field icon_custom_emoji_id")
    style = button.get("style")
    if style is None:
        return {}
    if style not in allowed:
        raise bad_request("invalid button style specified")
    return {"style": style}


def _reply(markup: Json) -> Json:
    rows = [[_reply_button(button) for button in row] for row in markup["keyboard"] if row]
    if not rows:
        raise bad_request("reply keyboard is empty")
    placeholder = markup.get("input_field_placeholder")
    if placeholder is not None and len(placeholder) > 64:
        raise bad_request("REPLY_MARKUP_PLACEHOLDER_INVALID")
    return markup | {"keyboard": rows}


def _reply_button(button: Json | str) -> Json:
    button = {"text": button} if isinstance(button, str) else button
    if not button.get("text", "").strip():
        raise bad_request("KEYBOARD_BUTTON_TEXT_EMPTY")
    for name in KEYBOARD_REQUESTS:
        if button.get(name) is not None:
            raise not_modelled(f"the keyboard button field {name}")
    shown: Json = {"text": button["text"]} | _style(button, STYLES)
    if button.get("request_contact"):
        shown["request_contact"] = True
    return shown
