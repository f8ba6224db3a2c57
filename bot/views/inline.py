"""What `@bot words` lists in any chat: products without prices."""

from bot.i18n import Translator
from bot.screen import Button, Code, Heading, Screen
from bot.services.portal.models import ProductRow
from bot.views.format import quantity
from bot.views.parts import field, lines, shorten


def title(row: ProductRow) -> str:
    return shorten(row.name, 200)


def description(t: Translator, row: ProductRow) -> str:
    """«DIN933-8-40 · есть на складе»."""
    stock = t("inline-in-stock" if row.stock > 0 else "inline-out-of-stock")
    return f"{row.article} · {stock}" if row.article else stock


def card(t: Translator, row: ProductRow, link: str | None) -> Screen:
    """What is posted into a chat of strangers: no price, no stock, and a way into the bot."""
    about = lines(
        field(t("product-article"), Code(row.article)) if row.article else None,
        field(t("inline-unit"), row.unit) if row.unit else None,
        field(t("product-pack"), t("product-pack-of", quantity=quantity(t, row.multiple, row.unit)))
        if row.multiple != 1
        else None,
    )
    keyboard = ((Button(t("inline-open"), url=link),),) if link else ()
    return Screen((Heading(row.name), about), keyboard)
