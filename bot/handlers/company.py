"""The active company: switching, its people, inviting them."""

from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from bot.db.models import User
from bot.db.session import Database
from bot.errors import UserError
from bot.handlers.routes import Routes
from bot.i18n import Translator
from bot.keyboards import callbacks as cb
from bot.services.account import acting_in, members_of, switch
from bot.services.portal.client import Portal
from bot.services.portal.models import Member
from bot.show import Show
from bot.views import company as view


async def company(
    event: Message | CallbackQuery,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
) -> None:
    place, active = await acting_in(db, portal, user)
    await show(view.company(t, active, place.others))


async def switch_company(
    callback: CallbackQuery,
    callback_data: cb.SwitchCompany,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
) -> None:
    place = await switch(db, portal, user, callback_data.id)
    if place.company is not None:
        await show(view.company(t, place.company, place.others))
        await show.toast(t("company-switched", company=place.company.name))


async def people(
    callback: CallbackQuery,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
) -> None:
    place, active = await acting_in(db, portal, user)
    members = await members_of(portal)
    await show(view.people(t, active, members, place.account.id))


async def remove(
    callback: CallbackQuery,
    callback_data: cb.RemovePerson,
    t: Translator,
    show: Show,
    portal: Portal,
) -> None:
    await show(view.remove_surely(t, await _member(portal, callback_data.id)))


async def remove_surely(
    callback: CallbackQuery,
    callback_data: cb.RemovePersonSurely,
    t: Translator,
    show: Show,
    portal: Portal,
    user: User,
    db: Database,
) -> None:
    await portal.remove_person(callback_data.id)
    await people(callback, t, show, portal, user, db)
    await show.toast(t("company-removed"))


async def invite(callback: CallbackQuery, t: Translator, show: Show) -> None:
    await show(view.ask_role(t))


async def invite_as(
    callback: CallbackQuery,
    callback_data: cb.InviteAs,
    t: Translator,
    show: Show,
    portal: Portal,
    bot_username: str,
    update_key: str,
) -> None:
    made = await portal.invite(update_key, role=callback_data.role)
    await show(view.invitation(t, made, bot_username))


async def _member(portal: Portal, person_id: str) -> Member:
    for member in await members_of(portal):
        if member.id == person_id:
            return member
    raise UserError("error-not-found")


def routes(to: Routes) -> None:
    to.commands.message.register(company, Command("company"))
    to.press(cb.ShowCompany, company)
    to.press(cb.SwitchCompany, switch_company)
    to.press(cb.ShowPeople, people)
    to.press(cb.RemovePerson, remove)
    to.press(cb.RemovePersonSurely, remove_surely)
    to.press(cb.InviteColleague, invite)
    to.press(cb.InviteAs, invite_as)
