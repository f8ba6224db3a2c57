"""Making a broadcast: what it says, whom it reaches, which buttons it bears."""

import re
from collections.abc import Callable
from datetime import datetime

from aiogram.filters import Command, Filter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.broadcasting import messages
from bot.db.models import Broadcast, User
from bot.db.session import Database
from bot.errors import UserError
from bot.handlers.filters import Answering
from bot.handlers.routes import Routes
from bot.handlers.states import Asking, answered, wait_for
from bot.i18n import Translator
from bot.keyboards import broadcasts as press
from bot.outbox import Outbox
from bot.services import broadcasts
from bot.services.broadcasts import Brought
from bot.services.portal.client import Portal
from bot.services.portal.errors import PortalRefused
from bot.show import Show
from bot.views import broadcasts as view
from bot.views import parts

Clock = Callable[[], datetime]
LONGEST = 3800
"""Of a text, so that prices have room in it."""
LONGEST_NAME = 40
_LINK = re.compile(r"^(?P<name>.*?)\s*(?P<url>https?://\S+)$", re.DOTALL)


class Composing(Filter):
    """A message that somebody wants sent, or a further part of the same album."""

    async def __call__(
        self, message: Message, state: FSMContext, raw_state: str | None = None
    ) -> bool:
        if raw_state != Asking.broadcast.state:
            return False
        album = (await state.get_data()).get("album")
        return not album or album == message.media_group_id


async def compose(
    event: Message | CallbackQuery,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    state: FSMContext,
    update_key: str,
) -> None:
    await as_staff(everyone, user).segment_choices()  # Whoever is not of the staff is refused here.
    await show(parts.ask(t, "broadcast-ask", "broadcast-ask-hint"), new=True)
    await wait_for(state, Asking.broadcast, update_key)


async def brought(
    message: Message,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    db: Database,
    state: FSMContext,
    clock: Clock,
    update_key: str,
) -> None:
    if not (message.text or message.photo or message.video or message.document
            or message.animation or message.audio or message.voice):  # fmt: skip
        raise UserError("broadcast-only")
    if message.text and len(message.text) > LONGEST:
        raise UserError("broadcast-too-long", most=LONGEST)
    one = await broadcasts.begin(
        db, user, message.chat.id, update_key,
        Brought(
            message.message_id,
            album=message.media_group_id,
            html=message.html_text if message.text else "",
            caption=message.html_text if message.caption else "",
            text=message.text or "",
        ),
        clock(),
    )  # fmt: skip
    show.message_id = one.message_id
    shown = await _show(show, t, everyone, user, db, one)
    await broadcasts.keep(db, one.key, message_id=shown)
    if message.media_group_id:
        await wait_for(state, Asking.broadcast, update_key, album=message.media_group_id)
    else:
        await answered(state, update_key)


async def open_draft(
    callback: CallbackQuery,
    callback_data: press.OpenBroadcast,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    db: Database,
) -> None:
    one = await broadcasts.draft(db, user, callback_data.key)
    await _show(show, t, everyone, user, db, one)


async def _show(
    show: Show, t: Translator, everyone: Portal, user: User, db: Database, one: Broadcast
) -> int:
    reach = await broadcasts.reach(db, as_staff(everyone, user), one)
    return await show(view.draft(t, one, reach))


async def preview(
    callback: CallbackQuery,
    callback_data: press.PreviewBroadcast,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    db: Database,
    outbox: Outbox,
    update_key: str,
) -> None:
    """As the first of its recipients will see it."""
    one = await broadcasts.draft(db, user, callback_data.key)
    broadcasts.check(one)
    portal = as_staff(everyone, user)
    price = None
    if broadcasts.wants_price(one) and (product := broadcasts.product_of(one)):
        page = await portal.segment_people(broadcasts.segment_of(one), limit=100)
        companies = [each.company_id for each in page.items]
        prices = (await portal.segment_prices(product, companies)).prices if companies else {}
        price = next((each for each in prices.values() if each is not None), None)
    async with db.write() as session:
        for number, (method, payload) in enumerate(messages(t, one, price), 1):
            key = f"preview:{update_key}#{number}"
            await outbox.put(session, key=key, chat_id=user.id, method=method, payload=payload)


async def choose_segment(
    callback: CallbackQuery,
    callback_data: press.ChooseSegment,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    db: Database,
) -> None:
    one = await broadcasts.draft(db, user, callback_data.key)
    if not callback_data.by:
        await show(view.choose_by(t, one))
        return
    known = await as_staff(everyone, user).segment_choices()
    choices = broadcasts.choices_of(callback_data.by, known)
    await show(view.choose(t, one, callback_data.by, choices))


async def set_segment(
    callback: CallbackQuery,
    callback_data: press.SetSegment,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    db: Database,
) -> None:
    one = await broadcasts.draft(db, user, callback_data.key)
    segment = {by: chosen for by, chosen in one.segment.items() if by != callback_data.by}
    if callback_data.mark:
        known = await as_staff(everyone, user).segment_choices()
        chosen = next(
            (
                each
                for each in broadcasts.choices_of(callback_data.by, known)
                if each.id == callback_data.mark
            ),
            None,
        )
        if chosen is None:
            raise UserError("broadcast-gone")
        segment[callback_data.by] = {"id": chosen.id, "name": chosen.name}
    await broadcasts.keep(db, one.key, segment=segment)
    await show(view.choose_by(t, await broadcasts.draft(db, user, one.key)))


async def reset_segment(
    callback: CallbackQuery,
    callback_data: press.ResetSegment,
    t: Translator,
    show: Show,
    user: User,
    db: Database,
) -> None:
    one = await broadcasts.draft(db, user, callback_data.key)
    await broadcasts.keep(db, one.key, segment={})
    await show(view.choose_by(t, await broadcasts.draft(db, user, one.key)))


async def set_kind(
    callback: CallbackQuery,
    callback_data: press.SetBroadcastKind,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    db: Database,
) -> None:
    one = await broadcasts.draft(db, user, callback_data.key)
    if callback_data.kind in view.KINDS:
        await broadcasts.keep(db, one.key, kind=callback_data.kind)
    await _show(show, t, everyone, user, db, await broadcasts.draft(db, user, one.key))


async def add_button(
    callback: CallbackQuery,
    callback_data: press.AddButton,
    t: Translator,
    show: Show,
    user: User,
    db: Database,
    state: FSMContext,
    update_key: str,
) -> None:
    one = await broadcasts.draft(db, user, callback_data.key)
    await show(parts.ask(t, "broadcast-button-ask"), new=True)
    await wait_for(state, Asking.broadcast_button, update_key, key=one.key)


async def type_button(
    message: Message,
    said: str,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    db: Database,
    state: FSMContext,
) -> None:
    """A product by its article, or a name with a link."""
    one = await broadcasts.draft(db, user, str((await state.get_data()).get("key", "")))
    await broadcasts.add_button(db, one, await _button(as_staff(everyone, user), said))
    await _show(show, t, everyone, user, db, await broadcasts.draft(db, user, one.key))


async def _button(portal: Portal, said: str) -> dict[str, str]:
    if link := _LINK.match(said):
        name = (link["name"].strip(" —-:") or link["url"].split("//")[1])[:LONGEST_NAME]
        return {"text": name, "url": link["url"]}
    try:
        found = (await portal.products(said[:LONGEST_NAME], limit=1)).items
    except PortalRefused:
        found = []
    if not found:
        raise UserError("broadcast-button-wrong")
    product = found[0]
    return {"text": f"{product.article} {product.name}"[:LONGEST_NAME], "product": product.id}


async def drop_buttons(
    callback: CallbackQuery,
    callback_data: press.DropButtons,
    t: Translator,
    show: Show,
    everyone: Portal,
    user: User,
    db: Database,
) -> None:
    one = await broadcasts.draft(db, user, callback_data.key)
    await broadcasts.keep(db, one.key, buttons={})
    await _show(show, t, everyone, user, db, await broadcasts.draft(db, user, one.key))


async def drop(
    callback: CallbackQuery,
    callback_data: press.DropBroadcast,
    t: Translator,
    show: Show,
    user: User,
    db: Database,
) -> None:
    one = await broadcasts.draft(db, user, callback_data.key)
    await broadcasts.forget(db, one)
    await show(view.said(t, "broadcast-dropped"))


def as_staff(everyone: Portal, user: User) -> Portal:
    """On one's own behalf, whichever company one orders for just now."""
    return everyone.on_behalf(user.token, None)


def routes(to: Routes) -> None:
    to.commands.message.register(compose, Command("broadcast"))
    to.press(press.Compose, compose, asks=True)
    to.answers.message.register(brought, Composing())
    to.answers.message.register(type_button, Answering(Asking.broadcast_button))
    to.typed.message.register(brought, Composing())
    to.press(press.OpenBroadcast, open_draft)
    to.press(press.PreviewBroadcast, preview)
    to.press(press.ChooseSegment, choose_segment)
    to.press(press.SetSegment, set_segment)
    to.press(press.ResetSegment, reset_segment)
    to.press(press.SetBroadcastKind, set_kind)
    to.press(press.AddButton, add_button, asks=True)
    to.press(press.DropButtons, drop_buttons)
    to.press(press.DropBroadcast, drop)
