"""What companies ask, as the staff sees it."""

from datetime import datetime

from bot.i18n import Translator
from bot.keyboards import callbacks as cb
from bot.keyboards import papers
from bot.screen import (
    Block,
    Bold,
    Button,
    Code,
    Column,
    Heading,
    Paragraph,
    Screen,
    Style,
    Table,
    Text,
)
from bot.services.portal.models import RequestOut
from bot.views.format import age
from bot.views.parts import field, lines, shorten, strong


def table(t: Translator, waiting: list[RequestOut], now: datetime) -> Table:
    columns = (
        Column(t("asked-column-what")),
        Column(t("requests-column-company")),
        Column(t("requests-column-when")),
    )
    rows: tuple[tuple[Text, ...], ...] = tuple(
        (
            Button(_what(t, each), papers.OpenAsked(id=each.id).pack()),
            shorten(each.company.name, 100),
            age(t, each.created_at, now),
        )
        for each in waiting
    )
    return Table(columns, rows)


def _what(t: Translator, request: RequestOut) -> str:
    return about(t, request.kind, request.order.name if request.order else None)


def about(t: Translator, kind: str, order: str | None) -> str:
    """«Документы по ЭДО, № 1001»."""
    key = f"asked-{kind}"
    named = t(key if key in t else "asked-other")
    return f"{named}, № {order}" if order else named


def card(t: Translator, request: RequestOut, now: datetime) -> Screen:
    close = Button(t("asked-done"), papers.CloseAsked(id=request.id).pack(), style=Style.SUCCESS)
    answer = Button(t("asked-answer"), papers.AnswerAsked(id=request.id).pack())
    back = Button(t("button-back"), cb.ShowRequests().pack())
    return Screen((*_about(t, request, now),), ((close, answer), (back,)))


def _about(t: Translator, request: RequestOut, now: datetime) -> list[Block]:
    edo = request.kind == "edo"
    blocks: list[Block] = [
        Heading(_what(t, request)),
        lines(
            strong(t("requests-column-company"), request.company.name),
            field(t("asked-person"), request.person),
            field(t("asked-edo-operator"), request.edo_operator or t("dash")) if edo else None,
            field(t("asked-edo-id"), Code(request.edo_id)) if edo and request.edo_id else None,
            field(t("request-when"), age(t, request.created_at, now)),
        ),
    ]
    if request.text:
        blocks.append(Paragraph(request.text))
    return blocks


def closed(t: Translator, request: RequestOut) -> Screen:
    more = Button(t("requests-title"), cb.ShowRequests().pack())
    words = t("asked-closed", what=_what(t, request), company=request.company.name)
    said = field(t("asked-answered"), request.answer) if request.answer else None
    return Screen((lines((Bold(words),), said),), ((more,),))
