"""The level: where one stands on the scale, what keeps it, what it gives; and points."""

from datetime import date, datetime

from bot.i18n import Translator
from bot.keyboards import buttons
from bot.keyboards import money as cb
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
    Style,
    Table,
    Text,
)
from bot.services.portal.models import LevelOut, LoyaltyOut, PointsOut
from bot.views.format import MINUS, NBSP, amount, day, day_of, money
from bot.views.hints import percent, scale
from bot.views.parts import field, lines, strong

CELLS = 10


def card(t: Translator, shown: LoyaltyOut, today: date, *, may_spend: bool) -> Screen:
    level = shown.level
    named = f"{level.sign} {level.name}".strip() if level else t("loyalty-no-level")
    blocks: list[Block] = [Heading(named), _scale(t, shown, today), _keeping(t, shown, today)]
    if level and level.privileges:
        given = [f"• {line}" for line in level.privileges]
        blocks.append(Details(t("loyalty-privileges"), (lines(*given),)))
    blocks += [_levels(t, shown), _points(t, shown)]
    spend = Button(t("loyalty-spend"), cb.AskPoints().pack())
    history = Button(t("loyalty-history"), cb.ShowPoints().pack())
    row = (*((spend,) if may_spend and shown.spendable else ()), history)
    return Screen(tuple(blocks), (row, (buttons.menu(t),)))


def _scale(t: Translator, shown: LoyaltyOut, today: date) -> Paragraph:
    level, following = shown.level, shown.following
    first, last = (day(t, each, today) for each in (shown.begins_on, shown.ends_on))
    to_next: Text = t("loyalty-top")
    bar: Text = scale(100, CELLS)
    if following is not None:
        to_next = t("loyalty-to-next", level=following.name, amount=money(t, shown.to_next))
        bar = f"{scale(shown.progress, CELLS)} {shown.progress}{NBSP}%"
    return lines(
        strong(t("loyalty-discount"), percent(t, level.discount))
        if level and level.discount
        else None,
        bar,
        to_next,
        field(t("loyalty-turnover", first=first, last=last), money(t, shown.turnover)),
    )


def _keeping(t: Translator, shown: LoyaltyOut, today: date) -> Paragraph:
    """By when how much has to be ordered for the level to stay; or until when it is safe."""
    level, earned = shown.level, shown.earned
    said: list[Text] = []
    if level is not None and shown.to_keep > 0:
        by = day(t, shown.ends_on, today)
        words = t("loyalty-keep", level=level.name, amount=money(t, shown.to_keep), day=by)
        said.append((Bold(words),))
    if earned is not None:
        until = day(t, shown.kept_until, today)
        said.append(t("loyalty-safe", level=earned.name, day=until))
    return lines(*said or [t("loyalty-first-order")])


def _levels(t: Translator, shown: LoyaltyOut) -> Table:
    columns = (
        Column(t("loyalty-level")),
        Column(t("loyalty-from"), numeric=True),
        Column(t("loyalty-column-discount"), numeric=True),
        Column(t("loyalty-column-points"), numeric=True),
    )
    return Table(columns, tuple(_level(t, each, shown.level) for each in shown.levels))


def _level(t: Translator, each: LevelOut, current: LevelOut | None) -> tuple[Text, ...]:
    named = f"{each.sign} {each.name}".strip()
    here = current is not None and current.name == each.name
    return (
        (Bold(t("loyalty-here", level=named)),) if here else named,
        amount(t, each.from_turnover),
        percent(t, each.discount) if each.discount else t("dash"),
        percent(t, each.points) if each.points else t("dash"),
    )


def _points(t: Translator, shown: LoyaltyOut) -> Paragraph:
    hint = "loyalty-points-spendable" if shown.spendable else "loyalty-points-hint"
    more = {"count": shown.spendable} if shown.spendable else {}
    return lines(strong(t("loyalty-points"), _count(shown.points)), t(hint, **more))


def _count(points: int) -> str:
    text = f"{abs(points):,}".replace(",", NBSP)
    return f"{MINUS}{text}" if points < 0 else text


def how_many(t: Translator, shown: LoyaltyOut) -> Screen:
    """Of the points, all that what is owed has room for, or as many as are typed."""
    everything = Button(
        t("loyalty-spend-all", count=shown.spendable),
        cb.SpendPoints(points=shown.spendable).pack(),
        style=Style.SUCCESS,
    )
    back = Button(t("button-back"), cb.ShowLoyalty().pack())
    words = t("loyalty-ask", count=shown.spendable)
    return Screen(
        (Paragraph((Bold(words),)), Note(t("loyalty-ask-hint"))), ((everything,), (back,))
    )


def spent(t: Translator, points: int, shown: LoyaltyOut) -> Screen:
    words: Text = (Bold(t("loyalty-spent", count=points)),)
    balance = Button(t("loyalty-to-balance"), cb.ShowBalance().pack())
    back = Button(t("loyalty-back"), cb.ShowLoyalty().pack())
    return Screen(
        (lines(words, strong(t("loyalty-points"), _count(shown.points))),), ((balance, back),)
    )


def history(t: Translator, found: list[PointsOut], zone: str, now: datetime) -> Screen:
    blocks: list[Block] = [Heading(t("loyalty-history"))]
    if found:
        columns = (
            Column(t("loyalty-what")),
            Column(t("loyalty-points"), numeric=True),
            Column(t("loyalty-after"), numeric=True),
        )
        rows = tuple(_movement(t, each, zone, now) for each in found)
        blocks.append(Table(columns, rows))
    else:
        blocks.append(Paragraph(t("loyalty-history-empty")))
    back = Button(t("loyalty-back"), cb.ShowLoyalty().pack())
    return Screen(tuple(blocks), ((back, buttons.menu(t)),))


def _movement(t: Translator, each: PointsOut, zone: str, now: datetime) -> tuple[Text, ...]:
    key = f"loyalty-reason-{each.reason}"
    why = t(key) if key in t else each.reason
    if each.order_number:
        why = t("loyalty-for-order", what=why, number=each.order_number)
    elif each.note:
        why = f"{why}: {each.note}"
    sign = "+" if each.points > 0 else ""
    what = f"{day_of(t, each.at, zone, now)}, {why}"
    return (what, f"{sign}{_count(each.points)}", _count(each.balance))
