"""The active company, its people, and invitations."""

from bot.i18n import Translator
from bot.keyboards import buttons, papers
from bot.keyboards import callbacks as cb
from bot.screen import (
    Block,
    Bold,
    Button,
    Code,
    Column,
    Heading,
    Link,
    Note,
    Paragraph,
    Screen,
    Style,
    Table,
    Text,
)
from bot.services.portal.models import CompanyOut, InvitationCode, Member
from bot.views.parts import LONGEST_LABEL, field, lines, role, shorten

ROLES = ("owner", "buyer", "accountant")


def company(t: Translator, active: CompanyOut, others: list[CompanyOut]) -> Screen:
    blocks: list[Block] = [
        Heading(active.name),
        lines(
            field(t("company-inn"), Code(active.inn)),
            field(t("company-role"), role(t, active.role)),
            field(t("company-edo"), f"{active.edo_operator}, ", Code(active.edo_id))
            if active.edo_operator
            else None,
        ),
    ]
    if not active.prices_visible:
        blocks.append(Note(t("company-no-contract")))
    if others:
        blocks.append(Paragraph(f"{t('company-others')}:"))
    switch = tuple(
        (Button(shorten(other.name, LONGEST_LABEL), cb.SwitchCompany(id=other.id).pack()),)
        for other in others
    )
    own: tuple[Button, ...] = ()
    if active.role == "owner":
        own = (
            Button(t("company-people"), cb.ShowPeople().pack()),
            Button(t("company-invite"), cb.InviteColleague().pack()),
        )
    told: list[Button] = []
    if active.role in ("owner", "accountant"):
        told.append(Button(t("company-edo-button"), papers.SetEdo().pack()))
    if active.role in ("owner", "buyer"):
        told.append(Button(t("company-logo"), papers.ShowLogo().pack()))
    keyboard = (*switch, own, tuple(told), (buttons.manager(t), buttons.menu(t)))
    return Screen(tuple(blocks), tuple(row for row in keyboard if row))


def logo(t: Translator) -> Screen:
    """Below the logo itself."""
    return Screen(
        (Paragraph(t("logo-what")),),
        (
            (Button(t("logo-other"), papers.AskLogo().pack()),
             Button(t("logo-remove"), papers.RemoveLogo().pack(), style=Style.DANGER)),
            (Button(t("button-back"), cb.ShowCompany().pack()),),
        ),
    )  # fmt: skip


def logo_kept(t: Translator) -> Screen:
    back = Button(t("company-title"), cb.ShowCompany().pack())
    return Screen((lines((Bold(t("logo-kept")),), t("logo-kept-hint")),), ((back,),))


def people(t: Translator, active: CompanyOut, members: list[Member], myself: str) -> Screen:
    """`myself` is the reader's own person id: nobody removes themselves by a slip."""
    columns = (Column(t("company-person")), Column(t("company-person-role")), Column(""))
    rows: tuple[tuple[Text, ...], ...] = tuple(
        (
            member.name,
            role(t, member.role),
            ""
            if member.id == myself
            else Button(t("company-remove"), cb.RemovePerson(id=member.id).pack()),
        )
        for member in members
    )
    return Screen(
        (Heading(t("company-people-title", company=active.name)), Table(columns, rows)),
        ((Button(t("button-back"), cb.ShowCompany().pack()),),),
    )


def remove_surely(t: Translator, member: Member) -> Screen:
    surely = cb.RemovePersonSurely(id=member.id).pack()
    return Screen(
        (Paragraph(t("company-remove-ask", name=member.name)),),
        (
            (Button(t("company-remove-surely"), surely, style=Style.DANGER),),
            (Button(t("button-back"), cb.ShowPeople().pack()),),
        ),
    )


def ask_role(t: Translator, inn: str | None = None) -> Screen:
    """Of whom one invites: to one's own company, or by `inn` to any."""
    words = t("invite-role") if inn is None else f"{t('company-inn')} {inn}. {t('invite-role')}"
    return Screen(
        (Paragraph(words),),
        tuple(
            (
                Button(
                    t(f"invite-role-{name}"),
                    cb.InviteAs(role=name).pack()
                    if inn is None
                    else cb.InviteTo(inn=inn, role=name).pack(),
                ),
            )
            for name in ROLES
        ),
    )


def invitation(t: Translator, made: InvitationCode, username: str) -> Screen:
    link = f"https://t.me/{username}?start={made.code}"
    about = t("invite-ready-company", company=made.company or t("dash"), role=role(t, made.role))
    return Screen(
        (
            Heading(t("invite-ready")),
            lines(
                (Bold(about),),
                field(t("invite-link"), Link(link, link)),
                field(t("invite-code"), Code(made.code)),
            ),
            Note(t("invite-ready-once")),
        )
    )
