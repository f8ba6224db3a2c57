"""A past order beside today's terms."""

from bot.i18n import Translator
from bot.keyboards import callbacks as cb
from bot.keyboards.orders import PutRepeated, PutReplaced, RepeatOrder, ReplaceGone, ShowHabit
from bot.screen import (
    Block,
    Button,
    Column,
    Details,
    Heading,
    Inline,
    Note,
    Paragraph,
    Screen,
    Struck,
    Style,
    Table,
    Text,
)
from bot.services.portal.models import RepeatLine, RepeatOut
from bot.views.format import amount, change, money, quantity
from bot.views.parts import field, lines, product, strong

LINES_SHOWN = 60


def repeat(t: Translator, order: RepeatOut) -> Screen:
    columns = (
        Column(t("column-number"), numeric=True),
        Column(t("column-product")),
        Column(t("column-quantity"), numeric=True),
        Column(t("repeat-column-then"), numeric=True),
        Column(t("repeat-column-now"), numeric=True),
    )
    left = any(line.quantity_now for line in order.lines)
    replaceable = order.total_replaced is not None
    blocks: list[Block] = [
        Heading(t("repeat-title", number=order.number)),
        Table(columns, tuple(_row(t, line) for line in order.lines[:LINES_SHOWN])),
    ]
    if rest := order.lines[LINES_SHOWN:]:
        shown = {"from": LINES_SHOWN + 1, "to": len(order.lines), "count": len(order.lines)}
        folded = Table(columns, tuple(_row(t, line) for line in rest))
        blocks.append(Details(t("cart-page", **shown), (folded,)))
    drift = change(t, order.total_then, order.total_now)
    blocks.append(
        lines(
            field(t("repeat-total-then"), money(t, order.total_then)),
            strong(
                t("repeat-total-now"),
                f"{money(t, order.total_now)} ({drift})" if drift else money(t, order.total_now),
            ),
        )
    )
    keyboard: list[tuple[Button, ...]] = []
    if left:
        put = PutRepeated(id=order.order_id).pack()
        keyboard.append((Button(t("repeat-put"), put, style=Style.PRIMARY),))
        blocks.append(Note(t("repeat-hint")))
    else:
        blocks.append(Paragraph(t("repeat-nothing-left")))
    if replaceable:
        instead = ReplaceGone(id=order.order_id).pack()
        keyboard.append((Button(t("repeat-replace"), instead),))
    keyboard.append(
        tuple(Button(t(f"habit-{kind}"), ShowHabit(kind=kind).pack()) for kind in ("usual", "soon"))
    )
    return Screen(tuple(blocks), tuple(keyboard))


def replaced(t: Translator, order: RepeatOut, instead: list[RepeatLine]) -> Screen:
    """Each analogue beside what it stands in for, and the difference in the sum."""
    columns = (
        Column(t("column-number"), numeric=True),
        Column(t("repeat-column-instead")),
        Column(t("column-quantity"), numeric=True),
        Column(t("column-price"), numeric=True),
    )
    rows = tuple(
        (
            str(line.number),
            f"{line.article or line.name} → {line.analogue}",
            quantity(t, line.analogue_quantity or line.quantity, line.unit),
            t("dash") if line.analogue_price is None else amount(t, line.analogue_price),
        )
        for line in instead
    )
    now, then = order.total_replaced or order.total_now, order.total_now
    more = t("repeat-dearer" if now >= then else "repeat-cheaper", amount=money(t, abs(now - then)))
    put = Button(
        t("repeat-put-replaced"), PutReplaced(id=order.order_id).pack(), style=Style.PRIMARY
    )
    return Screen(
        (
            Heading(t("repeat-replace")),
            Table(columns, rows),
            lines(strong(t("repeat-total-replaced"), money(t, now)), more),
        ),
        ((put,), (Button(t("button-back"), RepeatOrder(id=order.order_id).pack()),)),
    )


def _row(t: Translator, line: RepeatLine) -> tuple[Text, ...]:
    now = t("dash") if line.price_now is None else amount(t, line.price_now)
    return (
        str(line.number),
        _product(t, line),
        quantity(t, line.quantity if line.gone else line.quantity_now, line.unit),
        amount(t, line.price_then),
        now,
    )


def _notes(t: Translator, line: RepeatLine) -> list[str]:
    """What has become of the price, and what there is where that is less."""
    moved = None if line.price_now is None else change(t, line.price_then, line.price_now)
    notes = [t("repeat-price", change=moved)] if moved else []
    if line.short:
        held = quantity(t, line.stock, line.unit)
        notes.append(t("repeat-short", quantity=held) if line.stock > 0 else t("repeat-out"))
    return notes


def _product(t: Translator, line: RepeatLine) -> Text:
    if not line.gone:
        return product(line.article, line.name, *_notes(t, line))
    named = " ".join(filter(None, (line.article, line.name)))
    parts: list[Inline] = [Struck(named), f" — {t('repeat-gone')}"]
    if line.analogue_id and line.analogue:
        parts.append(f", {t('repeat-instead')} {line.analogue} ")
        parts.append(Button(t("repeat-show"), cb.OpenProduct(id=line.analogue_id).pack()))
    return tuple(parts)
