"""Pieces that several screens are made of."""

from bot.i18n import Translator
from bot.keyboards import callbacks as cb
from bot.screen import Bold, Button, Code, Inline, Paragraph, Screen, Text

LONGEST_LABEL = 60
"""Telegram cuts what doesn't fit on a button; an ellipsis says so."""


def shorten(text: str, longest: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def field(label: str, *value: Inline) -> tuple[Inline, ...]:
    """«Артикул: 0893106»."""
    return (f"{label}: ", *value)


def strong(label: str, value: str) -> tuple[Inline, ...]:
    return field(label, Bold(value))


def product(article: str, name: str, *notes: str) -> tuple[Inline, ...]:
    """A cell «0893106 Очиститель (есть 3 шт)»: one column is as much as a phone is wide, and notes
    wrap within it as they would not beside a figure."""
    after = f" ({'; '.join(notes)})" if notes else ""
    return (Code(article), f" {name}{after}") if article else (f"{name}{after}",)


def lines(*texts: Text | None) -> Paragraph:
    """One paragraph of several lines, without those that are None."""
    joined: list[Inline] = []
    for text in texts:
        if text is None:
            continue
        if joined:
            joined.append("\n")
        joined.extend(text if isinstance(text, tuple) else (text,))
    return Paragraph(tuple(joined))


def rows(buttons: list[Button], width: int) -> tuple[tuple[Button, ...], ...]:
    """The buttons in rows of `width`."""
    return tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))


def role(t: Translator, name: str) -> str:
    return t(f"role-{name}")


def ask(t: Translator, key: str, hint: str | None = None) -> Screen:
    """A question to be answered by text."""
    stop = Button(t("button-cancel"), cb.StopAsking().pack())
    return Screen((lines((Bold(t(key)),), t(hint) if hint else None),), ((stop,),))
