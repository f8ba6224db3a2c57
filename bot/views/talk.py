"""What a buyer and the manager write to each other."""

from datetime import datetime

from bot.i18n import Translator
from bot.keyboards import buttons
from bot.keyboards import desk as press
from bot.screen import (
    Block,
    Bold,
    Button,
    Column,
    Heading,
    Inline,
    Note,
    Paragraph,
    Screen,
    Table,
    Text,
)
from bot.services.portal.desk_models import ConversationOut, TalkMessage
from bot.services.portal.models import EventOut
from bot.views.format import age, moment
from bot.views.parts import lines, shorten

SHOWN = 300
"""Letters of an earlier message."""
LONGEST = 3500
"""Letters of a message that is passed on with who wrote it: Telegram's limit is 4,096."""


def talk(
    t: Translator,
    one: ConversationOut,
    said: list[TalkMessage],
    zone: str,
    now: datetime,
    *,
    staff: bool,
    order: str = "",
) -> Screen:
    """What was said last, and what may be written now. `said`: the latest first."""
    if staff:
        title = t("talk-with", person=one.person.name, company=one.company.name)
    else:
        title = t("talk-manager", name=one.answers) if one.answers else t("talk-managers")
    blocks: list[Block] = [Heading(title)]
    blocks += [_said(t, each, zone, now) for each in reversed(said)]
    if order:
        blocks.append(Paragraph(t("talk-about-order", number=order)))
    blocks.append(Note(t("talk-ask")))
    return Screen(tuple(blocks), (_done(t),))


def _said(t: Translator, one: TalkMessage, zone: str, now: datetime) -> Paragraph:
    who = t("talk-me") if one.mine else one.author
    files = ", ".join(file.name for file in one.files)
    text = t("talk-deleted") if one.deleted else shorten(one.text, SHOWN)
    return lines(
        (Bold(who), f", {moment(t, one.at, zone, now)}"),
        text or None,
        t("talk-files", names=shorten(files, SHOWN)) if files else None,
    )


def _done(t: Translator) -> tuple[Button, ...]:
    return (Button(t("talk-done"), press.TalkDone().pack()),)


def sent(t: Translator, one: ConversationOut, *, staff: bool) -> Screen:
    """It is on its way, and more may be written."""
    if staff:
        words = t("talk-sent-to", person=one.person.name, company=one.company.name)
    elif one.answers:
        words = t("talk-sent", name=one.answers)
    else:
        words = t("talk-sent-managers")
    return Screen((Paragraph(words),), (_done(t),))


def answered(t: Translator, one: ConversationOut) -> Screen:
    """Below an answer that somebody of the staff gave in a group."""
    return Screen((Note(t("talk-sent-to", person=one.person.name, company=one.company.name)),))


def left(t: Translator) -> Screen:
    return Screen((Paragraph(t("talk-left")),), ((buttons.menu(t),),))


def taken_back(t: Translator) -> Screen:
    return Screen((Note(t("talk-taken-back")),))


def talks(t: Translator, found: list[ConversationOut], now: datetime) -> Screen:
    """For staff: who waits for an answer, the longest wait first."""
    if not found:
        return Screen((Paragraph(t("talks-empty")),), ((buttons.menu(t),),))
    columns = (
        Column(t("column-number"), numeric=True),
        Column(t("talks-who")),
        Column(t("talks-answers")),
        Column(t("talks-waits")),
    )
    rows: tuple[tuple[Text, ...], ...] = tuple(
        (
            Button(str(at), press.OpenTalk(id=one.id).pack()),
            shorten(f"{one.person.name}, {one.company.name}", 100),
            one.answers or t("dash"),
            age(t, one.waiting_since, now) if one.waiting_since else t("dash"),
        )
        for at, one in enumerate(found, 1)
    )
    return Screen(
        (Heading(t("talks-title")), Table(columns, rows), Note(t("talks-hint"))),
        ((buttons.menu(t),),),
    )


def relayed(t: Translator, event: EventOut, *, group: bool = False, first: bool = False) -> Screen:
    """A message as it reaches the other side. In a group the first one says how to answer."""
    data = event.data
    who: list[Inline] = [Bold(str(data["by"]))]
    if data["from_staff"]:
        who.append(f", {t('role-manager')}")
    elif event.company:
        who.append(f", {event.company.name}")
    if event.order:
        who.append(f" · {t('talk-about-order', number=event.order.number)}")
    text = str(data["text"])
    if len(text) > LONGEST:
        text = f"{text[: LONGEST - 1]}…"
    blocks: list[Block] = [lines(tuple(who), text or None)]
    names = [str(name) for name in data.get("files") or ()]
    if names and not data.get("ref"):
        blocks.append(Note(t("talk-files", names=shorten(", ".join(names), SHOWN))))
    if group:
        return Screen((*blocks, Note(t("talk-group-hint"))) if first else tuple(blocks))
    answer = Button(t("talk-answer"), press.Answer(id=str(data["conversation"])).pack())
    return Screen(tuple(blocks), ((answer,),))


def deleted(t: Translator) -> Screen:
    return Screen((Note(t("talk-deleted")),))
