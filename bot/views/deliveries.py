"""The deliveries of an order: what comes when, and dividing it otherwise."""

from datetime import date, timedelta
from decimal import Decimal

from bot.i18n import Translator
from bot.keyboards import orders as cb
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
from bot.services.portal.models import DeliveryOut, OrderLineOut, OrderOut, PartLine
from bot.views.format import amount, day, money, quantity
from bot.views.parts import lines, product, rows

DATES = 6
"""Working days that are offered as buttons."""


def deliveries(t: Translator, order: OrderOut, today: date) -> list[Block]:
    """Nothing to say of the only one that is merely planned."""
    shown = [each for each in order.deliveries if each.status != "cancelled"]
    only = shown[0] if len(shown) == 1 else None
    if not shown or (only and only.status == "planned" and not only.planned_on):
        return []
    columns = (
        Column(t("delivery-column")),
        Column(t("orders-column-status")),
        Column(t("column-amount"), numeric=True),
    )
    table = Table(columns, tuple(_row(t, each, today) for each in shown))
    blocks: list[Block] = [Paragraph((Bold(t("deliveries-title")),)), table]
    if len(shown) > 1:
        numbers = {line.number: line for line in order.lines}
        blocks += [_inside(t, each, numbers) for each in shown]
    return blocks


def _row(t: Translator, each: DeliveryOut, today: date) -> tuple[Text, ...]:
    when = day(t, each.planned_on, today) if each.planned_on else ""
    state = t(f"delivery-{each.status.replace('_', '-')}")
    track = " ".join(filter(None, (each.carrier, each.track)))
    return (
        f"{each.number} · {when}" if when else str(each.number),
        f"{state}: {track}" if track else state,
        amount(t, each.total),
    )


def _inside(t: Translator, each: DeliveryOut, numbers: dict[int, OrderLineOut]) -> Details:
    named = [
        f"{line.number}. {numbers[line.number].article or numbers[line.number].name}: "
        f"{quantity(t, line.quantity, numbers[line.number].unit)}"
        for line in each.lines[:100]
        if line.number in numbers
    ]
    return Details(
        t("delivery-inside", number=each.number, count=len(each.lines)), (lines(*named),)
    )


def how_to_split(
    t: Translator, order: OrderOut, now: list[PartLine], later: list[PartLine], today: date
) -> Screen:
    """By what there is, where only a part of it is there; and by dates."""
    blocks: list[Block] = [Heading(t("split-title", number=order.number))]
    keyboard: list[tuple[Button, ...]] = []
    if now and later:
        blocks.append(
            lines(
                t("split-now", count=len(now), amount=_worth(t, order, now)),
                t("split-later", count=len(later), amount=_worth(t, order, later)),
            )
        )
        by_stock = cb.SplitByStock(id=order.id).pack()
        keyboard.append((Button(t("split-by-stock"), by_stock, style=Style.PRIMARY),))
    blocks.append(Paragraph(t("split-by-date")))
    days = [
        Button(day(t, each, today), cb.SplitOn(id=order.id, day=each.isoformat()).pack())
        for each in _working_days(today)
    ]
    keyboard += list(rows(days, 3))
    keyboard.append((Button(t("button-back"), cb.OpenOrder(id=order.id).pack()),))
    return Screen(tuple(blocks), tuple(keyboard))


def _worth(t: Translator, order: OrderOut, part: list[PartLine]) -> str:
    prices = {line.number: line.price for line in order.lines}
    total = sum((prices[line.number] * line.quantity for line in part), Decimal(0))
    return money(t, total, order.currency)


def _working_days(today: date) -> list[date]:
    days = (today + timedelta(days=ahead) for ahead in range(1, 2 * DATES + 3))
    return [each for each in days if each.weekday() < 5][:DATES]


def what_comes(
    t: Translator, order: OrderOut, planned: dict[int, Decimal], on: date, today: date
) -> Screen:
    """Asks which lines come on that day."""
    columns = (
        Column(t("column-number"), numeric=True),
        Column(t("column-product")),
        Column(t("column-quantity"), numeric=True),
    )
    table = tuple(
        (
            str(line.number),
            product(line.article, line.name),
            quantity(t, planned[line.number], line.unit),
        )
        for line in order.lines
        if line.number in planned
    )
    back = Button(t("button-back"), cb.SplitOrder(id=order.id).pack())
    return Screen(
        (
            Heading(t("split-what", day=day(t, on, today))),
            Table(columns, table[:60]),
            Note(t("split-hint")),
        ),
        ((back,),),
    )


def pick_to_merge(t: Translator, order: OrderOut, others: list[OrderOut]) -> Screen:
    rows_of = tuple(
        (
            Button(
                t("merge-with", number=other.number, total=money(t, other.total, other.currency)),
                cb.MergeOrders(id=order.id, other=other.id).pack(),
            ),
        )
        for other in others
    )
    back = (Button(t("button-back"), cb.OpenOrder(id=order.id).pack()),)
    return Screen((Paragraph(t("merge-ask", number=order.number)),), (*rows_of, back))
