"""The tree of groups, and the buttons under lists of products."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from bot.i18n import Translator
from bot.keyboards import buttons
from bot.keyboards import callbacks as cb
from bot.screen import Block, Button, Heading, Note, Paragraph, Screen
from bot.services.portal.models import GroupOut, Named, UsualProduct
from bot.views.format import age, number, quantity
from bot.views.parts import LONGEST_LABEL, shorten

PAGE = 16
"""Groups shown at once."""
Keyboard = list[tuple[Button, ...]]
Rows = tuple[tuple[Button, ...], ...]


def groups(
    t: Translator,
    path: Sequence[Named],
    found: Sequence[GroupOut],
    page: int = 0,
    *,
    menu: bool = True,
) -> Screen:
    """The groups within the last of `path`, or at the top, from where the `menu` is near."""
    here = path[-1] if path else None
    blocks: list[Block] = [Heading(shorten(here.name, 100) if here else t("catalogue-title"))]
    if len(path) > 1:
        blocks.append(Note(trail(path[:-1])))
    if not found:
        blocks.append(Paragraph(t("list-empty")))
    keyboard: Keyboard = [(_group(t, group),) for group in found[page * PAGE : (page + 1) * PAGE]]
    turn = []
    at = here.id if here else ""
    if page > 0:
        turn.append(Button(t("button-back"), cb.ShowGroups(id=at, page=page - 1).pack()))
    if len(found) > (page + 1) * PAGE:
        turn.append(Button(t("button-more"), cb.ShowGroups(id=at, page=page + 1).pack()))
    keyboard.append(tuple(turn))
    if here:
        above = path[-2].id if len(path) > 1 else ""
        keyboard.append((Button(t("catalogue-goods"), cb.ShowGroupGoods(id=here.id).pack()),))
        up = t("catalogue-up", name=path[-2].name if len(path) > 1 else t("catalogue-title"))
        keyboard.append((Button(shorten(up, LONGEST_LABEL), cb.ShowGroups(id=above).pack()),))
    elif menu:
        keyboard.append((buttons.menu(t),))
    return Screen(tuple(blocks), tuple(row for row in keyboard if row))


def _group(t: Translator, group: GroupOut) -> Button:
    """A group without groups in it leads to its goods."""
    count = number(t, Decimal(group.products))
    label = t("catalogue-group", name=shorten(group.name, LONGEST_LABEL - 10), count=count)
    deeper = cb.ShowGroups(id=group.id) if group.children else cb.ShowGroupGoods(id=group.id)
    return Button(label, deeper.pack())


def trail(path: Sequence[Named]) -> str:
    return " → ".join(shorten(group.name, LONGEST_LABEL) for group in path)


def narrowing(t: Translator, *, in_stock: bool, sort: str, priced: bool, named: bool) -> Rows:
    """How a list could be otherwise. `named`: it is by name when nothing else is said, as a group
    is; else it has an order of its own to come back to."""

    def narrow(key: str, *, on: bool, in_stock: bool, sort: str) -> Button:
        label = t("settings-chosen", name=t(key)) if on else t(key)
        return Button(label, cb.NarrowList(in_stock=in_stock, sort=sort).pack())

    only = narrow("list-in-stock", on=in_stock, in_stock=not in_stock, sort=sort)
    if not priced:
        return ((only,),)
    if named:
        name = narrow("list-by-name", on=sort != "price", in_stock=in_stock, sort="name")
        price = narrow("list-by-price", on=sort == "price", in_stock=in_stock, sort="price")
        return ((only,), (name, price))
    other = "" if sort == "price" else "price"
    return ((only, narrow("list-by-price", on=not other, in_stock=in_stock, sort=other)),)


def within(t: Translator, group_id: str) -> Button:
    """Back to the tree, from a group's goods."""
    return Button(t("menu-catalogue"), cb.ShowGroups(id=group_id).pack())


def mine(t: Translator) -> Button:
    return Button(t("menu-mine"), cb.ShowMine().pack())


def favourites(t: Translator) -> Button:
    return Button(t("favourites-title"), cb.ShowFavourites().pack())


def usually(
    t: Translator, usual: UsualProduct, now: datetime | None
) -> tuple[str, tuple[str, ...]]:
    """«200 шт», and «3 дня назад», «есть 50 шт» where that is less."""
    row, many = usual.product, usual.usual_quantity
    notes = [age(t, usual.last_ordered_at, now)] if now else []
    if row.stock < many:
        held = quantity(t, row.stock, row.unit)
        notes.append(t("list-short", quantity=held) if row.stock > 0 else t("list-out"))
    return quantity(t, many, row.unit), tuple(notes)
