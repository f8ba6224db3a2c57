"""A past order beside today's terms."""

from bot.i18n import Translator
from bot.keyboards import callbacks as cb
from bot.screen import (
    Block,
    Button,
    Code,
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
from bot.views.parts import field, lines, strong


def repeat(t: Translator, order: RepeatOut) -> Screen:
    columns = (
        Column(t("column-number"), numeric=True),
        Column(t("column-article")),
        Column(t("column-name")),
        Column(t("column-quantity"), numeric=True),
        Column(t("repeat-column-then"), numeric=True),
        Column(t("repeat-column-now"), numeric=True),
        Column(t("repeat-column-change"), numeric=True),
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
    asked = quantity(t, line.quantity_now if not line.gone else line.quantity, line.unit)
    if line.short and not line.gone:
        asked += f" ({t('repeat-short', quantity=quantity(t, line.stock, line.unit))})"
    now = t("dash") if line.price_now is None else amount(t, line.price_now)
    moved = "" if line.price_now is None else change(t, line.price_then, line.price_now)
    article = line.article or t("dash")
    return (
        str(line.number),
        Struck(article) if line.gone else Code(article),
        _name(t, line),
        asked,
        amount(t, line.price_then),
        now,
        moved,
    )


def _name(t: Translator, line: RepeatLine) -> Text:
    if not line.gone:
        return line.name
    parts: list[Inline] = [Struck(line.name), f" — {t('repeat-gone')}"]
    if line.analogue_id and line.analogue:
        parts.append(f", {t('repeat-instead')} {line.analogue} ")
        parts.append(Button(t("repeat-show"), cb.OpenProduct(id=line.analogue_id).pack()))
    return tuple(parts)
