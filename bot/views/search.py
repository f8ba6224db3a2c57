"""Lists of products: what was found, analogues, variants."""

from collections.abc import Mapping
from decimal import Decimal

from bot.i18n import Translator
from bot.keyboards import buttons
from bot.keyboards import callbacks as cb
from bot.screen import Block, Button, Code, Column, Heading, Note, Paragraph, Screen, Table, Text
from bot.services.portal.models import AppliedChange, ProductRow
from bot.views.format import amount, quantity
from bot.views.parts import lines, product, shorten


def results(
    t: Translator,
    title: str,
    rows: list[ProductRow],
    *,
    first: int = 1,
    page: int = 0,
    more: bool = False,
    near: bool = False,
    wish: str | None = None,
    can_add: bool = False,
    no_price: str | None = None,
    usual: Mapping[str, tuple[str, tuple[str, ...]]] | None = None,
    under: tuple[tuple[Button, ...], ...] = (),
) -> Screen:
    """`first` is the number of the first row, `wish` the quantity that **+** adds in words.

    `no_price` is the key of why there are no prices: without prices there is nothing to add.
    `usual` is, by product, what **+** adds of it and notes on it, in words; the stock is then told
    only where it is less, for want of room on a phone. `under` are further buttons.
    """
    prices = any(row.price is not None for row in rows)
    can_add = can_add and prices
    blocks: list[Block] = [Heading(title)]
    if near:
        blocks.append(Paragraph(t("search-near")))
    if wish:
        blocks.append(Paragraph(t("search-wish", quantity=wish)))
    blocks.append(_table(t, rows, first, can_add, prices=prices, usual=usual or {}))
    if no_price:
        blocks.append(Note(t(no_price)))
    hint = "search-hint-open"
    if can_add and not wish:
        hint = "mine-hint" if usual else "search-hint"
    blocks.append(Note(t(hint)))
    cart = (buttons.cart(t),) if can_add else ()
    keyboard = [buttons.pages(t, page, more=more), *under, cart]
    return Screen(tuple(blocks), tuple(row for row in keyboard if row))


def _table(
    t: Translator,
    rows: list[ProductRow],
    first: int,
    can_add: bool,
    *,
    prices: bool,
    usual: Mapping[str, tuple[str, tuple[str, ...]]],
) -> Table:
    columns = [
        Column(t("column-number"), numeric=True),
        *(
            (Column(t("column-product")), Column(t("mine-column"), numeric=True))
            if usual
            else (Column(t("column-article")), Column(t("column-name")))
        ),
        *([Column(t("column-price"), numeric=True)] if prices else []),
        *([] if usual else [Column(t("column-stock"), numeric=True)]),
        *([Column("")] if can_add else []),
    ]
    return Table(
        tuple(columns),
        tuple(
            _row(t, row, first + at, can_add, prices=prices, usual=usual)
            for at, row in enumerate(rows)
        ),
    )


def _row(
    t: Translator,
    row: ProductRow,
    number: int,
    can_add: bool,
    *,
    prices: bool,
    usual: Mapping[str, tuple[str, tuple[str, ...]]],
) -> tuple[Text, ...]:
    cells: list[Text] = [Button(str(number), cb.OpenProduct(id=row.id).pack())]
    if usual:
        how_many, notes = usual.get(row.id, (t("dash"), ()))
        cells += [product(row.article, row.name, *notes), how_many]
    else:
        cells += [Code(row.article) if row.article else t("dash"), row.name]
    if prices:
        cells.append(t("dash") if row.price is None else amount(t, row.price))
    if not usual:
        cells.append(stock(t, row.stock, row.unit))
    if can_add:
        priced = row.price is not None
        cells.append(Button("+", cb.AddFromRow(id=row.id).pack()) if priced else "")
    return tuple(cells)


def stock(t: Translator, value: Decimal, unit: str) -> str:
    return quantity(t, value, unit) if value > 0 else t("stock-none")


def nothing(t: Translator, query: str) -> Screen:
    said = t("search-nothing", query=shorten(query, 100))
    return Screen((lines(said, t("search-nothing-hint")),))


def ask(t: Translator, *, buys: bool = False) -> Screen:
    """`buys`: lists are read too, and an order form can be had."""
    if not buys:
        return Screen((lines(t("search-ask")),))
    words = lines(t("search-ask"), t("search-ask-entry"), t("search-ask-list"))
    return Screen((words,), ((buttons.blank(t),),))


def added(t: Translator, change: AppliedChange) -> str:
    """For a toast, which is 200 characters at most."""
    name = shorten(f"{change.article} {change.name}", 90)
    if not change.quantity:
        return t("removed", name=name)
    held = quantity(t, change.quantity, change.unit)
    key = {"rounded_to_pack": "added-rounded", "raised_to_minimum": "added-minimum"}
    return t(key.get(change.note or "", "added"), name=name, quantity=held)


def empty(
    t: Translator,
    title: str,
    why: str | None = None,
    under: tuple[tuple[Button, ...], ...] = (),
) -> Screen:
    """`why` is the key of what is said in place of the general words."""
    return Screen((Heading(title), Paragraph(t(why or "list-empty"))), under)
