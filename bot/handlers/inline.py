"""`@bot words` in any chat: products, of which one can be posted there.

The portal is asked on behalf of nobody, whoever types: what is posted is read by strangers.
"""

from aiogram.types import InlineQuery

from bot.handlers.router import Router
from bot.i18n import Translator
from bot.offer import Offer, Result
from bot.services.links import product_link
from bot.services.listing import LONGEST_QUERY
from bot.services.portal.client import Portal
from bot.views import inline as view

PAGE = 20


async def find(
    inline_query: InlineQuery, t: Translator, offer: Offer, everyone: Portal, bot_username: str
) -> None:
    query = " ".join(inline_query.query.split())[:LONGEST_QUERY]
    if not query:
        await offer(hint=t("inline-hint"))
        return
    found = await everyone.products(query, limit=PAGE, cursor=inline_query.offset or None)
    results = [
        Result(
            row.id,
            view.title(row),
            view.description(t, row),
            view.card(t, row, product_link(bot_username, row.id)),
        )
        for row in found.items
    ]
    if not results and not inline_query.offset:
        await offer(hint=t("inline-nothing"))
    else:
        near = found.near and not inline_query.offset
        await offer(results, more=found.next_cursor, hint=t("inline-near") if near else None)


def router() -> Router:
    made = Router(name="inline")
    made.inline_query.register(find)
    return made
