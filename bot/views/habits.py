"""The usual order, and what will soon have run out: ready drafts."""

from datetime import datetime
from decimal import Decimal

from bot.i18n import Translator
from bot.keyboards import buttons
from bot.keyboards import orders as cb
from bot.screen import Block, Button, Column, Heading, Note, Paragraph, Screen, Style, Table, Text
from bot.services.portal.models import UsualProduct
from bot.views.format import amount, day_of, money, quantity
from bot.views.parts import lines, product, strong

SHOWN = 60


def habit(t: Translator, kind: str, found: list[UsualProduct], zone: str, now: datetime) -> Screen:
    other = "soon" if kind == "usual" else "usual"
    switch = Button(t(f"habit-{other}"), cb.ShowHabit(kind=other).pack())
    if not found:
        words = Paragraph(t(f"habit-{kind}-none"))
        return Screen((words,), ((switch, buttons.menu(t)),))
    columns = (
        Column(t("column-number"), numeric=True),
        Column(t("column-product")),
        Column(t("column-quantity"), numeric=True),
        Column(t("column-amount"), numeric=True),
        Column(t(f"habit-{kind}-when")),
    )
    total = sum((_worth(each) for each in found), Decimal(0))
    blocks: list[Block] = [
        Heading(t(f"habit-{kind}")),
        Table(
            columns,
            tuple(_row(t, at, kind, each, zone, now) for at, each in enumerate(found[:SHOWN], 1)),
        ),
        lines(strong(t("cart-total"), money(t, total))),
        Note(t(f"habit-{kind}-hint")),
    ]
    put = Button(t("repeat-put"), cb.PutHabit(kind=kind).pack(), style=Style.PRIMARY)
    return Screen(tuple(blocks), ((put,), (switch, buttons.menu(t))))


def _worth(each: UsualProduct) -> Decimal:
    return (each.product.price or Decimal(0)) * each.usual_quantity


def _row(
    t: Translator, at: int, kind: str, each: UsualProduct, zone: str, now: datetime
) -> tuple[Text, ...]:
    when = each.due_at if kind == "soon" and each.due_at else each.last_ordered_at
    return (
        str(at),
        product(each.product.article, each.product.name),
        quantity(t, each.usual_quantity, each.product.unit),
        amount(t, _worth(each)),
        day_of(t, when, zone, now),
    )
