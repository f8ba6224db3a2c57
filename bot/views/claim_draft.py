"""A claim that is being put together, one question after another on one card."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from bot.i18n import Translator
from bot.keyboards import buttons
from bot.keyboards import claim_callbacks as cb
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
from bot.services.portal.claim_models import ClaimableLine
from bot.services.portal.models import OrderOut
from bot.views.format import day_of, money, number, quantity
from bot.views.parts import field, lines, product, rows, shorten, strong

PAGE = 8


def pick_order(
    t: Translator,
    orders: Sequence[OrderOut],
    left: Sequence[tuple[str, str]],
    zone: str,
    now: datetime,
) -> Screen:
    """`left`: keys of claims that were begun, with the numbers of their orders."""
    resumed = [
        (Button(t("claim-resume", number=order), cb.ResumeClaim(key=key).pack()),)
        for key, order in left
    ]
    picked = [
        (
            Button(
                t(
                    "claim-order",
                    number=order.number,
                    day=day_of(t, order.placed_at, zone, now),
                    total=money(t, order.total, order.currency),
                ),
                cb.StartClaim(id=order.id).pack(),
            ),
        )
        for order in orders
    ]
    blocks: list[Block] = [Heading(t("claim-title"))]
    if picked:
        blocks.append(Paragraph(t("claim-which-order")))
    blocks.append(Note(t("claim-order-hint" if picked else "claim-no-orders")))
    mine = Button(t("claims-mine"), cb.ShowClaims().pack())
    return Screen(tuple(blocks), (*resumed, *picked, (mine, buttons.menu(t))))


def ask_kind(t: Translator, key: str, order: str, kinds: Sequence[str]) -> Screen:
    chosen = [
        Button(t(f"claim-kind-{kind}"), cb.SetClaimKind(key=key, kind=kind).pack())
        for kind in kinds
    ]
    return Screen(
        (Heading(t("claim-on-order", number=order)), Paragraph(t("claim-what-happened"))),
        (*rows(chosen, 2), _leave(t, key)),
    )


def ask_lines(
    t: Translator,
    key: str,
    order: str,
    kind: str,
    known: Sequence[ClaimableLine],
    chosen: dict[str, str],
    page: int,
) -> Screen:
    """Ticks take all that may be claimed of a line; how much exactly is typed."""
    columns = (
        Column(t("column-number"), numeric=True),
        Column(t("column-product")),
        Column(t("claim-column-shipped"), numeric=True),
        Column(t("claim-column-claimed"), numeric=True),
    )
    shown = known[page * PAGE : (page + 1) * PAGE]
    table: tuple[tuple[Text, ...], ...] = tuple(
        (
            str(line.number),
            product(line.article, line.name),
            quantity(t, line.shipped, line.unit),
            quantity(t, Decimal(chosen[str(line.number)]), line.unit)
            if str(line.number) in chosen
            else (t("claim-nothing-left") if not line.left else "—"),
        )
        for line in shown
    )
    ticks = [
        Button(
            f"{'☑' if str(line.number) in chosen else '☐'} {line.number}",
            cb.TickClaimLine(
                key=key, number=line.number, page=page, on=str(line.number) not in chosen
            ).pack(),
        )
        for line in shown
        if line.left
    ]
    done = Button(
        t("claim-next", count=len(chosen)), cb.ClaimLinesDone(key=key).pack(), style=Style.PRIMARY
    )
    example = next((line.number for line in known if line.left), 1)
    return Screen(
        (
            Heading(t("claim-on-order", number=order)),
            Paragraph(t("claim-which-lines", kind=t(f"claim-kind-{kind}"))),
            Table(columns, table),
            Note(t("claim-lines-hint", number=example)),
        ),
        tuple(
            row
            for row in (
                *rows(ticks, 4),
                _turns(t, key, page, len(known)),
                (done,) if chosen else (),
                _leave(t, key),
            )
            if row
        ),
    )


def _turns(
    t: Translator,
    key: str,
    page: int,
    count: int,
    turn: type[cb.TurnClaimLines | cb.TurnAccepted] = cb.TurnClaimLines,
) -> tuple[Button, ...]:
    row = []
    if page:
        row.append(Button(t("button-back"), turn(key=key, page=page - 1).pack()))
    if (page + 1) * PAGE < count:
        row.append(Button(t("button-more"), turn(key=key, page=page + 1).pack()))
    return tuple(row)


def ask_wish(t: Translator, key: str, order: str, wishes: Sequence[str]) -> Screen:
    chosen = [
        Button(t(f"claim-wish-{wish}"), cb.SetClaimWish(key=key, wanted=wish).pack())
        for wish in wishes
    ]
    return Screen(
        (Heading(t("claim-on-order", number=order)), Paragraph(t("claim-what-is-wanted"))),
        (*rows(chosen, 2), _leave(t, key)),
    )


def ask_parts(
    t: Translator, key: str, order: str, files: int, words: str, refused: Sequence[str] = ()
) -> Screen:
    """`refused`: why a file was not taken."""
    blocks: list[Block] = [
        Heading(t("claim-on-order", number=order)),
        Paragraph(t("claim-send-parts")),
    ]
    told = [
        strong(t("claim-files-label"), t("claim-files", count=files)) if files else None,
        field(t("claim-words-label"), shorten(words, 400)) if words else None,
    ]
    if any(told):
        blocks.append(lines(*told))
    blocks += [Paragraph((Bold(why),)) for why in refused]
    done = Button(t("claim-done"), cb.ClaimPartsDone(key=key).pack(), style=Style.PRIMARY)
    forget = Button(t("claim-forget-parts"), cb.ForgetClaimParts(key=key).pack())
    return Screen(
        tuple(blocks), ((done,), *(((forget,),) if files or words else ()), _leave(t, key))
    )


def summary(
    t: Translator,
    key: str,
    order: str,
    kind: str,
    wanted: str,
    known: Sequence[ClaimableLine],
    chosen: dict[str, str],
    files: int,
    words: str,
    refused: Sequence[str] = (),
) -> Screen:
    """All of it, before it is sent."""
    blocks: list[Block] = [
        Heading(t("claim-on-order", number=order)),
        lines(
            strong(t("claim-kind-label"), t(f"claim-kind-{kind}")),
            strong(t("claim-wish-label"), t(f"claim-wish-{wanted}")),
            field(t("claim-files-label"), t("claim-files", count=files)),
            field(t("claim-words-label"), shorten(words, 400)) if words else None,
        ),
    ]
    if chosen:
        columns = (
            Column(t("column-number"), numeric=True),
            Column(t("column-product")),
            Column(t("claim-column-claimed"), numeric=True),
        )
        table: tuple[tuple[Text, ...], ...] = tuple(
            (
                str(line.number),
                product(line.article, line.name),
                quantity(t, Decimal(chosen[str(line.number)]), line.unit),
            )
            for line in known
            if str(line.number) in chosen
        )
        blocks.append(Table(columns, table[:60]))
    blocks += [Paragraph((Bold(why),)) for why in refused]
    blocks.append(Note(t("claim-summary-hint")))
    send = Button(t("claim-send"), cb.SendClaim(key=key).pack(), style=Style.SUCCESS)
    what = [
        Button(t(f"claim-change-{name}"), cb.ChangeClaim(key=key, what=name).pack())
        for name in ("kind", "lines", "wanted", "parts")
        if name != "lines" or chosen
    ]
    return Screen(tuple(blocks), ((send,), *rows(what, 2), _leave(t, key)))


def checking(t: Translator, key: str, order: str) -> Screen:
    again = Button(t("claim-send-again"), cb.SendClaim(key=key).pack())
    return Screen(
        (Heading(t("claim-on-order", number=order)), Paragraph(t("claim-checking"))), ((again,),)
    )


def said(t: Translator, key: str) -> Screen:
    return Screen((Paragraph(t(key)),), ((buttons.menu(t),),))


def _leave(t: Translator, key: str) -> tuple[Button, ...]:
    return (Button(t("claim-drop"), cb.DropClaim(key=key).pack(), style=Style.DANGER),)


def accept(
    t: Translator,
    key: str,
    order: str,
    known: Sequence[ClaimableLine],
    come: dict[int, tuple[Decimal, Decimal]],
    page: int,
) -> Screen:
    """The order's lines as a list to tick; `come`: of those looked at, what has come and how much
    of that is bad."""
    columns = (
        Column(t("column-number"), numeric=True),
        Column(t("column-product")),
        Column(t("claim-column-shipped"), numeric=True),
        Column(t("accept-column-come")),
    )
    open_ones = [line for line in known if line.left]
    shown = open_ones[page * PAGE : (page + 1) * PAGE]
    table: tuple[tuple[Text, ...], ...] = tuple(
        (
            str(line.number),
            product(line.article, line.name),
            quantity(t, line.left, line.unit),
            _come(t, come.get(line.number)),
        )
        for line in shown
    )
    ticks = [
        Button(
            f"{'☑' if line.number in come else '☐'} {line.number}",
            cb.TickAccepted(
                key=key, number=line.number, page=page, on=line.number not in come
            ).pack(),
        )
        for line in shown
    ]
    missing = sum(line.number not in come for line in open_ones)
    every = Button(t("accept-all"), cb.AllAccepted(key=key).pack(), style=Style.SUCCESS)
    done = Button(t("accept-done", count=missing), cb.AcceptedDone(key=key).pack())
    example = shown[0].number if shown else 1
    return Screen(
        (
            Heading(t("accept-title", number=order)),
            Paragraph(t("accept-ask")),
            Table(columns, table),
            Note(t("accept-hint", number=example)),
        ),
        tuple(
            row
            for row in (
                *rows(ticks, 4),
                _turns(t, key, page, len(open_ones), cb.TurnAccepted),
                (every,) if not come else (),
                (done,) if come else (),
                _leave(t, key),
            )
            if row
        ),
    )


def _come(t: Translator, come: tuple[Decimal, Decimal] | None) -> str:
    if come is None:
        return "—"
    if come[1]:
        return t("accept-come-bad", come=number(t, come[0]), bad=number(t, come[1]))
    return number(t, come[0])


def wrong_words(
    t: Translator, missing: Sequence[tuple[str, str]], bad: Sequence[tuple[str, str]]
) -> str:
    """What is wrong, as the claim's words: names with quantities."""
    told = []
    for title, listed in (("accept-missing", missing), ("accept-bad", bad)):
        if listed:
            names = "; ".join(f"{name}: {many}" for name, many in listed)
            told.append(t(title, lines=names))
    return "\n".join(told)


def told(text: str) -> Screen:
    return Screen((Paragraph(text),))


def not_sent(t: Translator, key: str, why: str) -> Screen:
    """Told when it is certain, however much later."""
    resume = Button(t("claim-to-draft"), cb.ResumeClaim(key=key).pack())
    return Screen((Paragraph(t("claim-not-sent")), Paragraph(why)), ((resume,),))
