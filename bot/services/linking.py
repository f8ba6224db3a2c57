"""Taking a one-time code: the token is stored before the portal hears of it, so that a crash
between the two loses nothing."""

import secrets
from datetime import datetime

from sqlalchemy import update

from bot.db.models import Linking, User
from bot.db.session import Database
from bot.errors import UserError
from bot.services.account import Place
from bot.services.portal.client import Portal
from bot.services.portal.errors import PortalRefused
from bot.services.portal.models import Account, InvitationOut


def source_of(user_id: int) -> str:
    """Who guesses codes and asks for access, in the channel's own words."""
    return f"telegram:{user_id}"


async def offered(
    db: Database, everyone: Portal, user: User, code: str, now: datetime
) -> tuple[InvitationOut, str]:
    """What the code offers, and the key under which it can be taken."""
    invitation = await everyone.preview_invitation(code, source_of(user.id))
    linking = Linking(
        key=secrets.token_hex(8),
        user_id=user.id,
        code=code,
        token=secrets.token_urlsafe(32),
        created_at=now,
    )
    async with db.write() as session:
        session.add(linking)
    return invitation, linking.key


async def link(db: Database, everyone: Portal, user: User, key: str, name: str) -> Place:
    """Takes the code; a second press finds it taken by the same person and says the same."""
    async with db.read() as session:
        linking = await session.get(Linking, key)
    if linking is None or linking.user_id != user.id:
        raise UserError("start-link-gone")
    before = await _companies(everyone, user)
    account, token = await _claim(everyone, user, linking, name)
    fresh = [company for company in account.companies if company.id not in before]
    known = [company for company in account.companies if company.id == user.company_id]
    company = next(iter([*reversed(fresh), *known, *account.companies]), None)
    async with db.write() as session:
        await session.execute(
            update(User)
            .where(User.id == user.id)
            .values(
                token=token,
                company_id=company and company.id,
                behalf_of=None,
                staff_role=account.staff_role,
                person_id=account.id,
            )
        )
    return Place(account, company)


async def _claim(everyone: Portal, user: User, linking: Linking, name: str) -> tuple[Account, str]:
    """The account and the token that is good for it from now on."""
    asked = {"code": linking.code, "source": source_of(user.id), "name": name}
    # Whoever has this very token got it from this claim, which was made without one.
    if user.token and user.token != linking.token:
        mine = everyone.on_behalf(user.token, None)
        try:
            return await mine.claim_invitation(
                linking.key, token=linking.token, **asked
            ), user.token
        except PortalRefused as refusal:
            if refusal.status != 401:
                raise
    account = await everyone.claim_invitation(linking.key, token=linking.token, **asked)
    return account, linking.token


async def _companies(everyone: Portal, user: User) -> set[str]:
    if user.token is None:
        return set()
    try:
        account = await everyone.on_behalf(user.token, None).me()
    except PortalRefused:
        return set()
    return {company.id for company in account.companies}
