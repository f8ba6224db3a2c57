"""Who calls, for which company, and how somebody comes in."""

from datetime import datetime

from pydantic import Field

from portal.api.schemas.common import Money, Named, Schema
from portal.db.models import Role


class CompanyOut(Schema):
    id: str
    inn: str
    name: str
    timezone: str
    role: Role = Field(description="The caller's role in it")
    prices_visible: bool = Field(description="False until a contract is in force")
    edo_operator: str = Field(description="Who carries its electronic documents; empty: nobody")
    edo_id: str
    has_logo: bool


class Account(Schema):
    """The person behind the token."""

    id: str
    name: str
    staff_role: Role | None = Field(description="manager or director, where the person is staff")
    companies: list[CompanyOut]
    acting_for: CompanyOut | None = Field(
        default=None,
        description="The company named in `Artikul-Company`, where the person is staff and acts on"
        " its behalf, as a buyer may",
    )


class CodeIn(Schema):
    code: str = Field(max_length=200, examples=["GPIiZ0sRf7Q2Q3wUx9lD6jFbcad3S9cz"])
    source: str = Field(
        max_length=64,
        examples=["telegram:123"],
        description="Whoever guesses, in the channel's own words (`telegram:123`): five wrong codes"
        " an hour and no more",
    )


class InvitationOut(Schema):
    """What a code offers, before anybody takes it."""

    company: str | None = Field(description="The company's name; null: a place on the staff")
    inn: str | None
    role: Role
    expires_at: datetime


class CodeClaimIn(CodeIn):
    name: str = Field(max_length=200, examples=["Анна Смирнова"])
    token: str = Field(
        min_length=32,
        max_length=200,
        description="A secret that the client made and stored before the call, so that a retry"
        " after a crash is safe: it becomes the person's bearer token, of which the portal keeps a"
        " hash. With an Authorization header the role is added to that person and this is ignored",
    )


class InvitationIn(Schema):
    """An owner invites to their own company, staff to any by INN, a director to the staff."""

    role: Role
    inn: str | None = Field(default=None, max_length=12, examples=["7707083893"])
    name: str = Field(default="", max_length=200, description="The person's")


class InvitationCode(Schema):
    code: str
    company: str | None
    inn: str | None
    role: Role
    expires_at: datetime


class AccessRequestIn(Schema):
    """Somebody without a code. `reply_to` comes back with the decision (`telegram:123`)."""

    source: str = Field(max_length=64, examples=["telegram:123"])
    reply_to: str = Field(max_length=64, examples=["telegram:123"])
    name: str = Field(max_length=200, examples=["Анна Смирнова"])
    phone: str = Field(default="", max_length=32, examples=["+7 912 345-67-89"])
    inn: str = Field(default="", max_length=12, examples=["7707083893"])
    company_name: str = Field(default="", max_length=300, examples=["ООО «Болты»"])


class AccessRequestOut(Schema):
    id: str
    name: str
    phone: str
    inn: str
    company_name: str
    known_company: Named | None = Field(description="The company of that INN, where there is one")
    reply_to: str
    state: str
    created_at: datetime


class ApproveIn(Schema):
    """Approving makes the company where it is new (with a contract), and an invitation to it."""

    price_type_id: str | None = None
    role: Role = Role.OWNER
    credit_limit: Money | None = None


class Approved(Schema):
    """What a decision led to; the code goes to the person's `reply_to`."""

    request: AccessRequestOut
    invitation: InvitationCode


class MemberOut(Schema):
    """A person of the acting company."""

    id: str
    name: str
    role: Role
    since: datetime
