"""Claims as the staff sees them: the queue, a card with what can be done, the questions asked."""

from collections.abc import Sequence
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
    Note,
    Paragraph,
    Screen,
    Style,
    Table,
    Text,
)
from bot.services.portal.claim_models import ClaimMessage, ClaimOut
from bot.services.portal.desk_models import StaffOut
from bot.services.portal.models import EventOut
from bot.views.format import moment, money, quantity
from bot.views.parts import LONGEST_LABEL, field, lines, product, rows, shorten, strong

LINES_SHOWN = 15
WORDS_SHOWN = 600
LONGEST = 3500
WITH_A_SUM = ("refund", "discount")
WISHES = ("replace", "refund", "discount", "papers")
STAGES = ("assembly", "packing", "carrier", "purchasing", "data")


def queue(
    t: Translator, claims: Sequence[ClaimOut], zone: str, now: datetime, *, mine: bool
) -> Screen:
    other = Button(
        t("desk-queue-all" if mine else "desk-queue-mine"), press.ShowQueue(mine=not mine).pack()
    )
    book = Button(t("desk-book"), press.GetClaimBook().pack())
    keyboard = ((other, book), (buttons.menu(t),))
    if not claims:
        return Screen((Paragraph(t("desk-queue-empty")),), keyboard)
    columns = (
        Column(t("column-number")),
        Column(t("customers-company")),
        Column(t("desk-what")),
        Column(t("desk-until")),
        Column(t("desk-holder")),
    )
    table: tuple[tuple[Text, ...], ...] = tuple(
        (
            Button(one.number, press.OpenDeskClaim(id=one.id).pack()),
            shorten(one.company.name, 60),
            t(f"desk-kind-{one.kind}"),
            _until(t, one, zone, now),
            one.manager.name if one.manager else t("dash"),
        )
        for one in claims
    )
    title = t("desk-queue-mine" if mine else "desk-queue-title")
    return Screen((Heading(title), Table(columns, table)), keyboard)


def _until(t: Translator, one: ClaimOut, zone: str, now: datetime) -> Text:
    if one.deadline is None:
        return t("dash")
    at = moment(t, one.deadline, zone, now)
    return (Bold(t("desk-late", at=at)),) if one.deadline < now else at


def state(t: Translator, one: ClaimOut) -> str:
    """A state that is newer than this bot is shown as the portal calls it."""
    key = f"desk-state-{one.state}"
    return t(key) if key in t else one.state


def card(t: Translator, one: ClaimOut, zone: str, now: datetime, *, hint: bool = False) -> Screen:
    """For everybody on the staff alike, as it stands in the group too. `hint`: how to answer."""
    open_ = one.staff_only is not None and (one.staff_only.can_take or one.staff_only.can_decide)
    blocks: list[Block] = [
        Heading(t("desk-claim", number=one.number, kind=t(f"desk-kind-{one.kind}"))),
        lines(
            strong(t("order-status"), state(t, one)),
            field(t("desk-until"), *_inline(_until(t, one, zone, now))) if one.deadline else None,
            field(t("desk-holder"), one.manager.name if one.manager else t("desk-nobody")),
            field(t("desk-company"), one.company.name, f", {one.author}"),
            field(t("desk-order"), f"№ {one.order.name}"),
            field(t("desk-wish"), t(f"desk-wish-{one.wanted}")),
            strong(t("desk-at-stake"), money(t, one.at_stake, one.currency)),
            field(t("desk-responsible"), one.company_manager) if one.company_manager else None,
        ),
    ]
    if one.lines:
        blocks.append(_lines(t, one))
    if one.words:
        blocks.append(Paragraph(shorten(one.words, WORDS_SHOWN)))
    blocks += _decision(t, one)
    if hint and open_:
        blocks.append(Note(t("desk-claim-hint")))
    return Screen(tuple(blocks), _doings(t, one))


def _inline(text: Text) -> tuple[str | Bold, ...]:
    return text if isinstance(text, tuple) else (text,)  # type: ignore[return-value]


def _lines(t: Translator, one: ClaimOut) -> Table:
    columns = (
        Column(t("column-number"), numeric=True),
        Column(t("column-product")),
        Column(t("column-quantity"), numeric=True),
    )
    table: tuple[tuple[Text, ...], ...] = tuple(
        (
            str(line.number),
            product(line.article, shorten(line.name, 60)),
            quantity(t, line.quantity, line.unit),
        )
        for line in one.lines[:LINES_SHOWN]
    )
    return Table(columns, table)


def _decision(t: Translator, one: ClaimOut) -> list[Block]:
    if one.state not in ("resolved", "declined", "closed"):
        return []
    what = t(f"desk-wish-{one.resolution}") if one.resolution else t("desk-declined")
    if one.amount is not None:
        what = f"{what}: {money(t, one.amount, one.currency)}"
    inside = one.staff_only
    return [
        lines(
            strong(t("desk-decision"), what),
            one.reason or None,
            field(t("desk-stage"), t(f"desk-stage-{inside.stage}"))
            if inside and inside.stage
            else None,
            field(t("desk-culprit"), inside.culprit) if inside and inside.culprit else None,
            field(t("desk-loss"), money(t, inside.loss)) if inside and inside.loss else None,
            field(t("desk-rating"), "★" * one.rating) if one.rating else None,
        )
    ]


def _doings(t: Translator, one: ClaimOut) -> tuple[tuple[Button, ...], ...]:
    """What somebody may do with it; the portal knows who."""
    still = one.state in ("new", "taken", "asked", "answered", "reopened")
    first: list[Button] = []
    if still and one.manager is None:
        first.append(Button(t("desk-take"), press.TakeClaim(id=one.id).pack(), style=Style.PRIMARY))
    more = [
        Button(t("desk-ask"), press.AskAboutClaim(id=one.id).pack()),
        Button(t("desk-settle"), press.SettleClaim(id=one.id).pack()),
        Button(t("desk-pass"), press.PassClaim(id=one.id).pack()),
        Button(t("desk-decline"), press.DeclineClaim(id=one.id).pack(), style=Style.DANGER),
    ]
    files = [Button(t("desk-files", count=len(one.files)), press.GetClaimFiles(id=one.id).pack())]
    return tuple(
        row
        for row in (
            tuple(first),
            *(rows(more, 2) if still else ()),
            tuple(files) if one.files else (),
        )
        if row
    )


def ask(t: Translator, one: ClaimOut, key: str, *, group: bool) -> Screen:
    """A question to whoever deals with it; in a group the answer has to be a reply."""
    blocks: list[Block] = [Paragraph((Bold(t(key, number=one.number)),))]
    if group:
        blocks.append(Note(t("desk-reply-to-this")))
    return Screen(tuple(blocks), (_back(t, one),))


def _back(t: Translator, one: ClaimOut) -> tuple[Button, ...]:
    return (Button(t("button-back"), press.OpenDeskClaim(id=one.id).pack()),)


def pick_way(t: Translator, one: ClaimOut) -> Screen:
    ways = [
        Button(
            t(f"desk-wish-{way}"),
            press.SettleBy(id=one.id, by=way).pack(),
            style=Style.PRIMARY if way == one.wanted else None,
        )
        for way in WISHES
    ]
    return Screen(
        (Paragraph(t("desk-settle-how", number=one.number)),), (*rows(ways, 2), _back(t, one))
    )


def ask_sum(t: Translator, one: ClaimOut, *, group: bool) -> Screen:
    asked = ask(t, one, "desk-settle-sum", group=group)
    whole = Button(money(t, one.at_stake, one.currency), press.SettleWhole(id=one.id).pack())
    return Screen(asked.blocks, ((whole,), *asked.keyboard))


def pick_stage(t: Translator, one: ClaimOut) -> Screen:
    stages = [
        Button(t(f"desk-stage-{stage}"), press.SettleStage(id=one.id, stage=stage).pack())
        for stage in STAGES
    ]
    return Screen(
        (Paragraph(t("desk-settle-stage", number=one.number)),), (*rows(stages, 2), _back(t, one))
    )


def ask_words(t: Translator, one: ClaimOut, *, group: bool) -> Screen:
    asked = ask(t, one, "desk-settle-words", group=group)
    silently = Button(t("desk-settle-silently"), press.SettleSilently(id=one.id).pack())
    return Screen(asked.blocks, ((silently,), *asked.keyboard))


def pick_colleague(t: Translator, one: ClaimOut, colleagues: Sequence[StaffOut]) -> Screen:
    chosen = [
        Button(
            shorten(each.name, LONGEST_LABEL), press.PassClaimTo(id=one.id, staff=each.id).pack()
        )
        for each in colleagues
    ]
    return Screen(
        (Paragraph(t("desk-pass-whom", number=one.number)),), (*rows(chosen, 2), _back(t, one))
    )


def said(t: Translator, one: ClaimOut, *, internal: bool) -> Screen:
    key = "desk-noted" if internal else "desk-said"
    return Screen((Note(t(key, number=one.number)),))


def told(
    t: Translator, event: EventOut, one: ClaimOut, message: ClaimMessage | None
) -> Screen | None:
    """What the staff is told of an event, beside the card; None: nothing but the card changes."""
    number = one.number
    if message is not None:
        return _said(t, event, one, message)
    if event.kind == "claim_reminder":
        step = str(event.data.get("step", "")).replace("_", "-")
        key = f"desk-reminder-{step}"
        if key not in t:
            return None
        words = t(key, number=number, company=one.company.name)
    elif event.kind == "claim_handed_over":
        note = str(event.data.get("note") or "")
        words = t("desk-handed-over", number=number, note=note)
    elif event.kind == "claim_reopened":
        words = t("desk-reopened", number=number, company=one.company.name)
    elif event.kind == "claim_closed" and event.data.get("rating"):
        words = t("desk-rated", number=number, stars="★" * int(event.data["rating"]))
    elif event.data.get("undecided"):
        by = str(event.data.get("by") or t("dash"))
        words = t("desk-undecided", number=number, company=one.company.name, by=by)
    elif event.data.get("unanswered"):
        words = t("desk-unanswered", number=number, company=one.company.name)
    else:
        return None
    return Screen((Paragraph(words),), (_open(t, one),))


def _said(t: Translator, event: EventOut, one: ClaimOut, message: ClaimMessage) -> Screen:
    who = message.author or t("dash")
    marks = t("desk-internal") if message.internal else ""
    text = t("talk-deleted") if message.deleted else shorten(message.text, LONGEST)
    files = ", ".join(file.name for file in message.files)
    return Screen(
        (
            lines(
                (Bold(who), f" · {t('desk-claim-short', number=one.number)}{marks}"),
                text or None,
                t("talk-files", names=shorten(files, 200)) if files else None,
            ),
        ),
        (_open(t, one),),
    )


def _open(t: Translator, one: ClaimOut) -> tuple[Button, ...]:
    return (Button(t("desk-open"), press.OpenDeskClaim(id=one.id).pack()),)


def linked(t: Translator, title: str, *, topics: bool) -> Screen:
    return Screen(
        (
            Paragraph((Bold(t("desk-linked", title=title)),)),
            Note(t("desk-linked-topics" if topics else "desk-linked-hint")),
        )
    )


def unlinked(t: Translator) -> Screen:
    return Screen((Paragraph(t("desk-unlinked")),))


def welcome(t: Translator) -> Screen:
    return Screen((Paragraph(t("desk-welcome")),))
