"""What the staff sees: who asks to be let in, what companies ask."""

from datetime import datetime

from bot.i18n import Translator
from bot.keyboards import buttons
from bot.keyboards import callbacks as cb
from bot.screen import (
    Block,
    Bold,
    Button,
    Code,
    Column,
    Heading,
    Note,
    Paragraph,
    Screen,
    Style,
    Table,
    Text,
)
from bot.services.portal.models import AccessRequestOut, InvitationCode, Named, RequestOut
from bot.views import company_requests
from bot.views.format import age
from bot.views.parts import LONGEST_LABEL, field, lines, shorten, strong


def requests(
    t: Translator, waiting: list[AccessRequestOut], asked: list[RequestOut], now: datetime
) -> Screen:
    if not waiting and not asked:
        return Screen((Paragraph(t("requests-empty")),), ((buttons.menu(t),),))
    blocks: list[Block] = [Heading(t("requests-title"))]
    if asked:
        blocks.append(company_requests.table(t, asked, now))
    if waiting:
        if asked:
            blocks.append(Paragraph((Bold(t("requests-coming-in")),)))
        blocks += [_waiting(t, waiting, now), Note(t("requests-hint"))]
    return Screen(tuple(blocks), ((buttons.menu(t),),))


def _waiting(t: Translator, waiting: list[AccessRequestOut], now: datetime) -> Table:
    columns = (
        Column(t("column-number"), numeric=True),
        Column(t("requests-column-who")),
        Column(t("requests-column-company")),
        Column(t("requests-column-when")),
    )
    rows: tuple[tuple[Text, ...], ...] = tuple(
        (
            Button(str(at), cb.OpenRequest(id=request.id).pack()),
            shorten(request.name, 100),
            shorten(_company(t, request), 100),
            age(t, request.created_at, now),
        )
        for at, request in enumerate(waiting, 1)
    )
    return Table(columns, rows)


def _company(t: Translator, request: AccessRequestOut) -> str:
    if request.known_company:
        return request.known_company.name
    return request.company_name or request.inn or t("dash")


def request(
    t: Translator, asked: AccessRequestOut, price_types: list[Named], now: datetime
) -> Screen:
    """A company that is already known keeps its price type."""
    blocks: list[Block] = [Heading(t("request-title")), about(t, asked, now)]
    approve: list[tuple[Button, ...]] = []
    if not asked.inn:
        blocks.append(Paragraph(t("request-no-inn")))
    elif asked.known_company:
        press = cb.ApproveRequest(id=asked.id, price_type="").pack()
        approve = [(Button(t("request-approve-known"), press, style=Style.PRIMARY),)]
    else:
        blocks.append(Paragraph(t("request-choose-price")))
        approve = [
            (
                Button(
                    shorten(price_type.name, LONGEST_LABEL),
                    cb.ApproveRequest(id=asked.id, price_type=price_type.id).pack(),
                ),
            )
            for price_type in price_types
        ]
    decline = Button(
        t("request-decline"), cb.DeclineRequest(id=asked.id).pack(), style=Style.DANGER
    )
    back = Button(t("button-back"), cb.ShowRequests().pack())
    return Screen(tuple(blocks), (*approve, (decline, back)))


def about(t: Translator, asked: AccessRequestOut, now: datetime) -> Paragraph:
    known = asked.known_company
    return lines(
        strong(t("request-name"), asked.name or t("dash")),
        field(t("request-phone"), Code(asked.phone)) if asked.phone else None,
        field(t("request-inn"), Code(asked.inn)) if asked.inn else None,
        field(t("request-company"), asked.company_name) if asked.company_name else None,
        field(t("request-known"), known.name) if known else None,
        field(t("request-when"), age(t, asked.created_at, now)),
    )


def new_request(t: Translator, asked: AccessRequestOut, now: datetime) -> Screen:
    opened = Button(t("request-open"), cb.OpenRequest(id=asked.id).pack())
    return Screen((Paragraph((Bold(t("request-new")),)), about(t, asked, now)), ((opened,),))


def approved(t: Translator) -> Screen:
    more = Button(t("requests-title"), cb.ShowRequests().pack())
    return Screen((Paragraph(t("request-approved")),), ((more,),))


def declined(t: Translator) -> Screen:
    more = Button(t("requests-title"), cb.ShowRequests().pack())
    return Screen((Paragraph(t("request-declined")),), ((more,),))


def answer_approved(t: Translator, made: InvitationCode, username: str) -> Screen:
    link = Button(t("start-link"), url=f"https://t.me/{username}?start={made.code}")
    company = field(t("request-company"), Bold(made.company or t("dash")))
    return Screen(
        (
            Paragraph((Bold(t("request-answer-approved")),)),
            lines(company, t("request-answer-approved-hint")),
        ),
        ((link,),),
    )


def answer_declined(t: Translator) -> Screen:
    return Screen((Paragraph(t("request-answer-declined")),))
