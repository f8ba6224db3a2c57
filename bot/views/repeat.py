"""A past order beside today's terms."""

from bot.i18n import Translator
from bot.keyboards import callbacks as cb
from bot.screen import (
    Block,
    Button,
    Column,
    Heading,
    Inline,
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


def repeat(t: Translator, order: RepeatOut) -> Screen:
    columns = (
        Column(t("column-number"), numeric=True),
        Column(t("column-product")),
        Column(t("column-quantity"), numeric=True),
        Column(t("repeat-column-then"), numeric=True),
        Column(t("repeat-column-now"), numeric=True),
    )
    left = any(line.quantity_now for line in order.lines)
    blocks: list[Block] = [
        Heading(t("repeat-title", number=order.number)),
        Table(columns, tuple(_row(t, line) for line in order.lines)),
        lines(
            field(t("repeat-total-then"), money(t, order.total_then)),
            strong(t("repeat-total-now"), money(t, order.total_now)),
        ),
    ]
    if not left:
        blocks.append(Paragraph(t("repeat-nothing-left")))
        return Screen(tuple(blocks))
    put = cb.PutRepeated(id=order.order_id).pack()
    return Screen(tuple(blocks), ((Button(t("repeat-put"), put, style=Style.PRIMARY),),))


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
