"""Companies, people, and how they come in."""

from datetime import datetime

from bot.services.portal.models.base import Model


class Named(Model):
    id: str
    name: str


class CompanyOut(Model):
    id: str
    inn: str
    name: str
    timezone: str
    role: str
    prices_visible: bool
    edo_operator: str = ""
    edo_id: str = ""
    has_logo: bool = False


class Account(Model):
    id: str
    name: str
    staff_role: str | None
    companies: list[CompanyOut]
    acting_for: CompanyOut | None = None
    """The active company, where one of the staff acts on its behalf."""

    @property
    def places(self) -> list[CompanyOut]:
        """All that can be acted for just now."""
        return [*self.companies, *([self.acting_for] if self.acting_for else [])]


class InvitationOut(Model):
    """What a code offers. `company` None: a place on the staff."""

    company: str | None
    inn: str | None
    role: str
    expires_at: datetime


class InvitationCode(InvitationOut):
    code: str


class AccessRequestOut(Model):
    id: str
    name: str
    phone: str
    inn: str
    company_name: str
    known_company: Named | None
    reply_to: str
    state: str
    created_at: datetime


class Approved(Model):
    request: AccessRequestOut
    invitation: InvitationCode


class Member(Model):
    """Somebody who acts for the company. `id` is the person's."""

    id: str
    name: str
    role: str
