"""A broadcast as its maker sees it, and the buttons under it for those whom it reaches."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.i18n import Translator
from bot.keyboards import broadcasts as press
from bot.keyboards import buttons
from bot.screen import Block, Button, Column, Heading, Note, Paragraph, Screen, Style, Table, Text
from bot.services.portal.models import Named
from bot.views.format import moment
from bot.views.parts import LONGEST_LABEL, field, lines, shorten

KINDS = ("news", "offers")
BY = ("price_type", "group", "region", "manager", "silent", "debt")
LONGEST_SAID = 300


class Broadcast(Protocol):
    """What is shown of one; `state` as its row has it."""

    @property
    def key(self) -> str: ...
    @property
    def content(self) -> dict[str, Any]: ...
    @property
    def buttons(self) -> dict[str, Any]: ...
    @property
    def segment(self) -> dict[str, Any]: ...
    @property
    def kind(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def send_at(self) -> datetime | None: ...
    @property
    def started_at(self) -> datetime | None: ...
    @property
    def error(self) -> str: ...


class Press(Protocol):
    """Who opened a button, the first time."""

    @property
    def name(self) -> str: ...
    @property
    def company(self) -> str: ...
    @property
    def button(self) -> int: ...
    @property
    def at(self) -> datetime: ...


def draft(t: Translator, one: Broadcast, reach: tuple[int, int, int]) -> Screen:
    """`reach`: companies, their people, and how many of these can be written to."""
    companies, people, users = reach
    key = one.key
    blocks: list[Block] = [
        Heading(t("broadcast-title")),
        lines(
            field(t("broadcast-message"), _said(t, one)),
            field(t("broadcast-to"), segment(t, one)),
            field(t("broadcast-reach"), t("broadcast-reach-of", users=users, people=people)),
            field(t("broadcast-companies"), str(companies)),
            field(t("broadcast-kind"), t(f"notices-kind-{one.kind}")),
            *(field(t("broadcast-button"), name) for name in _names(one)),
        ),
    ]
    if "{price}" in one.content.get("html", "") + one.content.get("caption", ""):
        blocks.append(Note(t("broadcast-price-hint")))
    other = next(kind for kind in KINDS if kind != one.kind)
    kind = t("broadcast-kind-is", kind=t(f"notices-kind-{other}"))
    rows = [
        (
            Button(t("broadcast-preview"), press.PreviewBroadcast(key=key).pack()),
            Button(t("broadcast-choose"), press.ChooseSegment(key=key).pack()),
        ),
        (
            Button(t("broadcast-add-button"), press.AddButton(key=key).pack()),
            *(
                (Button(t("broadcast-drop-buttons"), press.DropButtons(key=key).pack()),)
                if _names(one)
                else ()
            ),
        ),
        (Button(kind, press.SetBroadcastKind(key=key, kind=other).pack()),),
        (
            Button(
                t("broadcast-schedule"), press.WhenBroadcast(key=key).pack(), style=Style.PRIMARY
            ),
        ),
        (Button(t("broadcast-drop"), press.DropBroadcast(key=key).pack()),),
    ]
    return Screen(tuple(blocks), tuple(rows))


def _said(t: Translator, one: Broadcast) -> str:
    ids = one.content["ids"]
    if len(ids) > 1:
        return t("broadcast-album", count=len(ids))
    if not one.content.get("html"):
        return t("broadcast-copied")
    return shorten(one.content.get("text") or "", LONGEST_SAID)


def _names(one: Broadcast) -> list[str]:
    return [item["text"] for item in one.buttons.get("items", ())]


def segment(t: Translator, one: Broadcast) -> str:
    """In words: «Регион: Сибирь; долг: просрочен»."""
    if not one.segment:
        return t("broadcast-all")
    return "; ".join(
        f"{_by(t, by)}: {choice(t, by, chosen['name'])}" for by, chosen in one.segment.items()
    )


def _by(t: Translator, by: str) -> str:
    return t(f"broadcast-by-{by.replace('_', '-')}")


def choice(t: Translator, by: str, name: str) -> str:
    if by == "silent":
        return t("broadcast-silent", days=int(name))
    return t(f"broadcast-debt-{name}") if by == "debt" else name


def choose_by(t: Translator, one: Broadcast) -> Screen:
    rows = [
        (
            Button(
                t("settings-chosen", name=named) if by in one.segment else named,
                press.ChooseSegment(key=one.key, by=by).pack(),
            ),
        )
        for by in BY
        for named in (_by(t, by),)
    ]
    if one.segment:
        rows.append((Button(t("broadcast-reset"), press.ResetSegment(key=one.key).pack()),))
    rows.append((Button(t("button-back"), press.OpenBroadcast(key=one.key).pack()),))
    said = field(t("broadcast-to"), segment(t, one))
    return Screen(
        (Heading(t("broadcast-whom")), lines(said, t("broadcast-whom-hint"))), tuple(rows)
    )


def choose(t: Translator, one: Broadcast, by: str, choices: Sequence[Named]) -> Screen:
    chosen = one.segment.get(by, {}).get("id")
    rows = [
        (
            Button(
                t("settings-chosen", name=named) if each.id == chosen else named,
                press.SetSegment(key=one.key, by=by, mark=each.id).pack(),
            ),
        )
        for each in choices[:MOST_CHOICES]
        for named in (shorten(choice(t, by, each.name), LONGEST_LABEL),)
    ]
    if chosen is not None:
        anyone = press.SetSegment(key=one.key, by=by).pack()
        rows.append((Button(t("broadcast-any"), anyone),))
    rows.append((Button(t("button-back"), press.ChooseSegment(key=one.key).pack()),))
    return Screen((Heading(_by(t, by)),), tuple(rows))


MOST_CHOICES = 90
"""A keyboard holds 100 buttons."""


def when(t: Translator, one: Broadcast, users: int) -> Screen:
    key = one.key
    rows = (
        (Button(t("broadcast-now"), press.SendAt(key=key, minutes=0).pack(), style=Style.PRIMARY),),
        (
            Button(t("broadcast-in-an-hour"), press.SendAt(key=key, minutes=60).pack()),
            Button(t("broadcast-tomorrow"), press.SendTomorrow(key=key).pack()),
        ),
        (Button(t("button-back"), press.OpenBroadcast(key=key).pack()),),
    )
    return Screen(
        (
            Heading(t("broadcast-when")),
            lines(t("broadcast-when-hint"), t("broadcast-quiet-hint")),
            Note(t("broadcast-will-reach", users=users)),
        ),
        rows,
    )


def scheduled(t: Translator, one: Broadcast, zone: str, now: datetime) -> Screen:
    at = moment(t, one.send_at, zone, now) if one.send_at else ""
    stop = Button(t("broadcast-stop"), press.StopBroadcast(key=one.key).pack(), style=Style.DANGER)
    return Screen(
        (
            Heading(t("broadcast-title")),
            lines(
                field(t("broadcast-message"), _said(t, one)),
                field(t("broadcast-to"), segment(t, one)),
                field(t("broadcast-goes"), at),
            ),
        ),
        ((stop,),),
    )


def progress(
    t: Translator,
    one: Broadcast,
    counts: Mapping[str, int],
    opened: Mapping[int, int],
    now: datetime,
) -> Screen:
    """How it goes or went; `counts` by the outbox's states. They are of messages: an album and its
    buttons are two."""
    sent = counts.get("sent", 0)
    left = counts.get("queued", 0) + counts.get("attempted", 0)
    failed = counts.get("failed", 0) + counts.get("expired", 0)
    all_of_them = sum(counts.values())
    shown: list[Text] = [field(t("broadcast-sent"), f"{sent} / {all_of_them}")]
    figures = (
        ("broadcast-blocked", counts.get("blocked", 0)),
        ("broadcast-failed", failed),
        ("broadcast-in-doubt", counts.get("in_doubt", 0)),
        ("broadcast-left", left),
    )
    shown += [field(t(key), str(many)) for key, many in figures if many]
    live = one.state in ("filling", "sending")
    if live and sent and one.started_at:
        passed = max((now - one.started_at).total_seconds(), 1.0)
        speed = sent / passed
        rest = timedelta(seconds=round(left / speed))
        shown.append(field(t("broadcast-speed"), t("broadcast-per-second", speed=f"{speed:.1f}")))
        shown.append(field(t("broadcast-rest"), str(rest)))
    blocks: list[Block] = [Heading(t(f"broadcast-state-{one.state}")), lines(*shown)]
    if one.error:
        blocks.append(Note(t("broadcast-refused")))
    if _names(one) and opened:
        blocks.append(_opened(t, one, opened))
    keyboard: list[tuple[Button, ...]] = []
    if _names(one) and sent:
        keyboard.append((Button(t("broadcast-who"), press.WhoOpened(key=one.key).pack()),))
    if live or one.state == "scheduled":
        stop = press.StopBroadcast(key=one.key).pack()
        keyboard.append((Button(t("broadcast-stop"), stop, style=Style.DANGER),))
    return Screen(tuple(blocks), tuple(keyboard))


def _opened(t: Translator, one: Broadcast, opened: Mapping[int, int]) -> Table:
    rows: tuple[tuple[Text, ...], ...] = tuple(
        (name, str(opened.get(at, 0))) for at, name in enumerate(_names(one))
    )
    return Table((Column(t("broadcast-button")), Column(t("broadcast-opened"), numeric=True)), rows)


def who(
    t: Translator,
    one: Broadcast,
    opened: Mapping[int, int],
    found: Sequence[Press],
    zone: str,
    now: datetime,
) -> Screen:
    """The latest first."""
    names = _names(one)
    columns = (
        Column(t("broadcast-person")),
        Column(t("broadcast-button")),
        Column(t("broadcast-opened-at")),
    )
    rows: tuple[tuple[Text, ...], ...] = tuple(
        (
            f"{each.name}, {each.company}" if each.company else each.name,
            names[each.button] if each.button < len(names) else "",
            moment(t, each.at, zone, now),
        )
        for each in found
    )
    blocks: list[Block] = [Heading(t("broadcast-who")), _opened(t, one, opened)]
    if rows:
        blocks.append(Table(columns, rows))
    return Screen(tuple(blocks), ((buttons.menu(t),),))


def recipient_buttons(t: Translator, one: Broadcast) -> list[tuple[Button, ...]]:
    """One's own, and the way out of such messages."""
    rows: list[tuple[Button, ...]] = [
        (Button(name, press.BroadcastButton(key=one.key, number=at).pack()),)
        for at, name in enumerate(_names(one))
    ]
    leave = t("broadcast-unsubscribe", kind=t(f"notices-kind-{one.kind}"))
    return [*rows, (Button(leave, press.Unsubscribe(kind=one.kind).pack()),)]


def opened_link(t: Translator, name: str, url: str) -> Screen:
    return Screen((Paragraph(name),), ((Button(t("broadcast-go"), url=url),),))


def said(t: Translator, key: str) -> Screen:
    return Screen((Paragraph(t(key)),), ((buttons.menu(t),),))
