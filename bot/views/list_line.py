"""One line of a list that was sent: what was written, and what can be put in its place."""

from bot.i18n import Translator
from bot.keyboards import lists as cb
from bot.screen import Block, Bold, Button, Column, Heading, Note, Screen, Style, Table, Text
from bot.services.portal.models import ListLineOut, ProductRow
from bot.views.format import amount, money
from bot.views.list_draft import Row, how_many, notes_of
from bot.views.parts import field, lines, product, shorten
from bot.views.search import stock


def line(
    t: Translator, key: str, row: Row, offered: list[ProductRow], *, page: int, only: str
) -> Screen:
    """`page` and `only` lead back to where the draft was."""
    found = row.found
    known = row.state in ("exact", "confirmed", "likely", "blocked")
    chosen = found.product if known else None
    blocks: list[Block] = [
        Heading(t("list-line-title", number=row.number)),
        lines(
            field(t("list-column-written"), Bold(shorten(row.source, 200))),
            (*field(t("column-product")), *product(chosen.article, chosen.name))
            if chosen and row.state != "likely"
            else None,
            field(t("column-quantity"), _how_many(t, found, chosen)) if chosen else None,
            field(t("product-price"), _price(t, found, chosen)) if chosen else None,
            None if offered or chosen else t("list-line-none"),
        ),
    ]
    settled = row.state != "likely" and chosen is not None
    choices = [one for one in offered if not (settled and chosen and one.id == chosen.id)]
    if choices:
        why = {"choose": "list-pick-one", "near": "list-pick-near", "likely": "list-pick-likely"}
        words = why.get(row.state, "list-pick-analogue" if found.short else "list-pick-other")
        blocks += [lines(t(words)), _choices(t, key, row, choices)]
    number = row.number
    blocks.append(Note(t("list-line-hint", number=number)))
    back = Button(t("list-back"), cb.ShowDraftList(key=key, page=page, only=only).pack())
    gone = cb.RemoveListLine(key=key, number=number).pack()
    remove = Button(t("list-remove"), gone, style=Style.DANGER)
    return Screen(tuple(blocks), ((remove, back),))


def _how_many(t: Translator, found: ListLineOut, chosen: ProductRow) -> str:
    notes = "; ".join(notes_of(t, found, chosen))
    asked = how_many(t, found, chosen)
    return f"{asked} ({notes})" if notes else asked


def _price(t: Translator, found: ListLineOut, chosen: ProductRow) -> str:
    """Of one, and of all that is asked for."""
    if chosen.price is None:
        return t("dash")
    each = money(t, chosen.price)
    whole = found.amount and t("list-line-amount", amount=money(t, found.amount))
    return f"{each}, {whole}" if whole else each


def _choices(t: Translator, key: str, row: Row, choices: list[ProductRow]) -> Table:
    columns = (
        Column(t("column-number"), numeric=True),
        Column(t("column-product")),
        Column(t("column-price"), numeric=True),
        Column(t("column-stock"), numeric=True),
    )
    rows: tuple[tuple[Text, ...], ...] = tuple(
        (
            str(at),
            (*product(choice.article, choice.name), " ", _pick(t, key, row, choice)),
            t("dash") if choice.price is None else amount(t, choice.price),
            stock(t, choice.stock, choice.unit),
        )
        for at, choice in enumerate(choices, 1)
    )
    return Table(columns, rows)


def _pick(t: Translator, key: str, row: Row, choice: ProductRow) -> Button:
    chosen = cb.ChooseForLine(key=key, number=row.number, id=choice.id).pack()
    return Button(t("list-pick"), chosen)
