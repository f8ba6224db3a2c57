"""Coming in: the first words, an invitation, asking to be let in, the menu."""

from bot.i18n import Translator
from bot.keyboards import callbacks as cb
from bot.keyboards import desk as press
from bot.keyboards.broadcasts import Compose
from bot.keyboards.cart import ShowCart
from bot.keyboards.money import ShowBalance, ShowLoyalty
from bot.keyboards.orders import RepeatLast, ShowOrders
from bot.keyboards.papers import ShowDocuments
from bot.screen import (
    Block,
    Bold,
    Button,
    Heading,
    Note,
    Paragraph,
    ReplyKeyboard,
    Screen,
    Style,
)
from bot.services.portal.models import Account, CompanyOut, InvitationOut
from bot.views.parts import field, lines, role, rows, strong


def unlinked(t: Translator) -> Screen:
    ways = (
        ("start-have-code", cb.HaveCode().pack()),
        ("start-share-phone", cb.SharePhone().pack()),
        ("start-register", cb.Register().pack()),
    )
    return Screen(
        (Paragraph(t("start-hello")), Paragraph(t("start-unlinked"))),
        tuple((Button(t(key), data),) for key, data in ways),
    )


def offer(t: Translator, invitation: InvitationOut, key: str) -> Screen:
    """What a code gives, before it is taken; `key` is the linking's."""
    offered = field(t("start-offer-role"), Bold(role(t, invitation.role)))
    if invitation.company is None:
        about = lines(t("start-offer-staff"), offered)
    else:
        about = lines(
            strong(t("start-offer-company"), invitation.company),
            field(t("start-offer-inn"), invitation.inn or t("dash")),
            offered,
        )
    link = Button(t("start-link"), cb.Link(key=key).pack(), style=Style.PRIMARY)
    return Screen((Heading(t("start-offer")), about), ((link,),))


def menu(
    t: Translator, account: Account, company: CompanyOut | None, *, linked: bool = False
) -> Screen:
    """What this person can do, and nothing that would be refused. `linked`: just now."""
    blocks: list[Block] = []
    if linked and company is not None:
        words = t("start-linked-company", company=company.name, role=role(t, company.role))
        blocks.append(Paragraph((Bold(words),)))
    elif linked and account.staff_role:
        words = t("start-linked-staff", role=role(t, account.staff_role))
        blocks.append(Paragraph((Bold(words),)))
    else:
        blocks.append(Heading(t("menu-title")))
        where = company and t("menu-company", company=company.name, role=_role(t, account, company))
        blocks.append(Paragraph(where or role(t, account.staff_role or "buyer")))
    buyer = company is not None and company.role in ("owner", "buyer")
    blocks.append(Note(t("menu-hint" if buyer else "search-ask")))
    return Screen(tuple(blocks), rows(_choices(t, account, company), 2))


def _role(t: Translator, account: Account, company: CompanyOut) -> str:
    """Of the staff, on the company's behalf; else the person's in it."""
    on_behalf = company == account.acting_for
    return role(t, (account.staff_role if on_behalf else None) or company.role)


def _choices(t: Translator, account: Account, company: CompanyOut | None) -> list[Button]:
    choices = [
        ("menu-search", cb.AskSearch().pack()),
        ("menu-catalogue", cb.ShowGroups().pack()),
    ]
    if company is not None:
        choices.append(("menu-mine", cb.ShowMine().pack()))
    if company is not None and company.role != "accountant":
        choices.append(("menu-cart", ShowCart().pack()))
    if company is not None:
        choices.append(("menu-orders", ShowOrders().pack()))
        if company.role != "accountant":
            choices.append(("menu-repeat", RepeatLast().pack()))
        choices.append(("menu-balance", ShowBalance().pack()))
        choices.append(("menu-loyalty", ShowLoyalty().pack()))
        choices.append(("menu-documents", ShowDocuments().pack()))
        choices.append(("menu-company-button", cb.ShowCompany().pack()))
    if company is not None and company == account.acting_for:
        choices.append(("behalf-leave", press.ActForOneself().pack()))
    if account.staff_role:
        choices.append(("digest-button", press.ShowDigest().pack()))
        choices.append(("desk-queue-title", press.ShowQueue().pack()))
        choices.append(("menu-customers", press.AskCustomer().pack()))
        choices.append(("talks-title", press.ShowTalks().pack()))
        choices.append(("menu-requests", cb.ShowRequests().pack()))
        choices.append(("menu-broadcast", Compose().pack()))
        choices.append(("menu-invite", cb.AskInn().pack()))
    choices.append(("menu-settings", cb.ShowSettings().pack()))
    choices.append(("menu-help", cb.ShowHelp().pack()))
    return [Button(t(key), data) for key, data in choices]


def ask_phone(t: Translator) -> Screen:
    keyboard = ReplyKeyboard(contact=t("start-share-phone"))
    return Screen((Paragraph(t("start-ask-phone")),), reply=keyboard)


def asked(t: Translator) -> Screen:
    """A request was sent; the phone button, if there was one, goes."""
    return Screen((Paragraph(t("start-asked")),), reply=ReplyKeyboard())


def private_only(t: Translator, username: str) -> Screen:
    link = Button(t("group-open"), url=f"https://t.me/{username}")
    return Screen((Paragraph(t("group-private")),), ((link,),))
