"""Claims that were made: the list, the card, what is said about one."""

from collections.abc import Sequence
from datetime import datetime

from bot.i18n import Translator
from bot.keyboards import buttons
from bot.keyboards import claim_callbacks as cb
from bot.keyboards.orders import OpenOrder
from bot.screen import (
    Block,
    Bold,
    Button,
    Column,
    Details,
    Heading,
    Note,
    Paragraph,
    Screen,
    Table,
    Text,
)
from bot.services.portal.claim_models import ClaimMessage, ClaimOut
from bot.views.format import day_of, moment, money, quantity
from bot.views.parts import field, lines, product, shorten, strong

STARS = 5
LINES_SHOWN = 30


def listed(
    t: Translator, claims: Sequence[ClaimOut], cursor: str | None, zone: str, now: datetime
) -> Screen:
    if not claims:
        begin = Button(t("claim-begin"), cb.PickClaimOrder().pack())
        return Screen((Paragraph(t("claims-none")),), ((begin, buttons.menu(t)),))
    columns = (
        Column(t("column-number")),
        Column(t("claims-column-made")),
        Column(t("claims-column-what")),
        Column(t("orders-column-status")),
    )
    table: tuple[tuple[Text, ...], ...] = tuple(
        (
            Button(claim.number, cb.OpenClaim(id=claim.id).pack()),
            day_of(t, claim.created_at, zone, now),
            t("claims-what", kind=t(f"claim-kind-{claim.kind}"), order=claim.order.name),
            state_of(t, claim),
        )
        for claim in claims
    )
    more = (Button(t("button-more"), cb.ShowClaims(cursor=cursor).pack()),) if cursor else ()
    begin = Button(t("claim-begin"), cb.PickClaimOrder().pack())
    rows = (more, (begin, buttons.menu(t)))
    return Screen(
        (Heading(t("claims-title")), Table(columns, table)), tuple(row for row in rows if row)
    )


def state_of(t: Translator, claim: ClaimOut) -> str:
    """A state that is newer than this bot is shown as the portal calls it."""
    key = f"claim-state-{claim.state}"
    return t(key) if key in t else claim.state


def card(t: Translator, claim: ClaimOut, zone: str, now: datetime) -> Screen:
    """As the buyer sees it: the number, the state, the deadline, who deals with it."""
    blocks: list[Block] = [
        Heading(t("claim-number", number=claim.number)),
        lines(
            strong(t("order-status"), state_of(t, claim)),
            strong(t("claim-deadline"), moment(t, claim.deadline, zone, now))
            if claim.deadline and claim.state in OPEN
            else None,
            field(t("claim-manager"), claim.manager.name if claim.manager else t("claim-nobody")),
            field(t("claim-order-label"), f"№ {claim.order.name}"),
            field(t("claim-kind-label"), t(f"claim-kind-{claim.kind}")),
            field(t("claim-wish-label"), t(f"claim-wish-{claim.wanted}")),
            field(t("claim-files-label"), t("claim-files", count=len(claim.files)))
            if claim.files
            else None,
            field(t("claim-words-label"), shorten(claim.words, 400)) if claim.words else None,
        ),
    ]
    blocks += decision(t, claim)
    if claim.lines:
        blocks += _lines(t, claim)
    if claim.can_say:
        blocks.append(Note(t("claim-say-hint")))
    return Screen(tuple(blocks), doings(t, claim))


OPEN = ("new", "taken", "answered", "reopened")


def decision(t: Translator, claim: ClaimOut) -> list[Block]:
    if claim.state not in ("resolved", "declined", "closed"):
        return []
    if claim.resolution:
        what = t(f"claim-settled-{claim.resolution}")
        if claim.amount is not None:
            what = f"{what}: {money(t, claim.amount, claim.currency)}"
    else:
        what = t("claim-settled-declined")
    return [
        lines(
            strong(t("claim-decision"), what),
            claim.reason or None,
            field(t("claim-rating"), "★" * claim.rating) if claim.rating else None,
        )
    ]


def _lines(t: Translator, claim: ClaimOut) -> list[Block]:
    columns = (
        Column(t("column-number"), numeric=True),
        Column(t("column-product")),
        Column(t("column-quantity"), numeric=True),
    )
    table: tuple[tuple[Text, ...], ...] = tuple(
        (
            str(line.number),
            product(line.article, line.name),
            quantity(t, line.quantity, line.unit),
        )
        for line in claim.lines
    )
    blocks: list[Block] = [Table(columns, table[:LINES_SHOWN])]
    if rest := table[LINES_SHOWN:]:
        blocks.append(Details(t("claim-lines-rest", count=len(rest)), (Table(columns, rest),)))
    return blocks


def doings(t: Translator, claim: ClaimOut) -> tuple[tuple[Button, ...], ...]:
    """What the buyer can do about it now."""
    rows: list[tuple[Button, ...]] = []
    if claim.can_rate:
        rows.append(
            tuple(
                Button(f"{stars} ★", cb.RateClaim(id=claim.id, stars=stars).pack())
                for stars in range(1, STARS + 1)
            )
        )
    if claim.can_reopen:
        rows.append((Button(t("claim-disagree"), cb.ReopenClaim(id=claim.id).pack()),))
    elif claim.can_say:
        rows.append((Button(t("claim-say"), cb.SayOfClaim(id=claim.id).pack()),))
    order = Button(
        t("claim-open-order", number=claim.order.name),
        OpenOrder(id=claim.order.id).pack(),
    )
    rows.append((order, Button(t("claims-mine"), cb.ShowClaims().pack())))
    return tuple(rows)


def ask_words(t: Translator, claim: ClaimOut, *, reopen: bool) -> Screen:
    words = t("claim-reopen-ask" if reopen else "claim-say-ask", number=claim.number)
    back = Button(t("button-back"), cb.OpenClaim(id=claim.id).pack())
    return Screen((Paragraph(words),), ((back,),))


def said(t: Translator, number: str) -> str:
    return t("claim-said", number=number)


def told(
    t: Translator,
    kind: str,
    claim: ClaimOut,
    message: ClaimMessage | None,
    zone: str,
    now: datetime,
) -> Screen | None:
    """What the buyer is told of an event; None: the card says enough."""
    title = Heading(t("claim-number", number=claim.number))
    if message is not None:
        return relayed(t, claim, message)
    if kind == "claim_taken" and claim.manager:
        words = t("claim-told-taken", manager=claim.manager.name)
        if claim.deadline:
            words = f"{words} {t('claim-told-until', moment=moment(t, claim.deadline, zone, now))}"
        return Screen((title, Paragraph(words)), ())
    if kind in ("claim_resolved", "claim_declined"):
        blocks: list[Block] = [title, *decision(t, claim)]
        if claim.can_rate:
            blocks.append(Paragraph(t("claim-rate-ask")))
        return Screen(tuple(blocks), doings(t, claim)[:-1])
    if kind == "claim_closed" and claim.rating is None:
        return Screen((title, Paragraph(t("claim-told-closed"))), doings(t, claim)[:-1])
    return None


def relayed(t: Translator, claim: ClaimOut, message: ClaimMessage) -> Screen:
    """What the other side has said."""
    who = message.author or t("claim-outside")
    blocks: list[Block] = [
        Paragraph((Bold(t("claim-relayed", number=claim.number, author=who)),)),
    ]
    if message.deleted:
        blocks.append(Paragraph(t("claim-taken-back")))
    elif message.text:
        blocks.append(Paragraph(message.text))
    if message.files and not message.deleted:
        blocks.append(Note(t("claim-files-below", count=len(message.files))))
    if message.edited_at and not message.deleted:
        blocks.append(Note(t("claim-edited")))
    return Screen(tuple(blocks), ())
