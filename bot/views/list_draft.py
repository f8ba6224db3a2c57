"""A list that was sent, as a draft: what was found, what waits for a choice, what is not there."""

from dataclasses import dataclass
from decimal import Decimal

from bot.i18n import Translator
from bot.keyboards import buttons
from bot.keyboards import lists as cb
from bot.screen import (
    Block,
    Bold,
    Button,
    Column,
    Details,
    Heading,
    Inline,
    Note,
    Paragraph,
    Screen,
    Style,
    Table,
    Text,
)
from bot.services.portal.models import ListLineOut, ProductRow
from bot.views.format import amount, money, quantity
from bot.views.parts import lines, product, shorten

SOURCE = 60
"""Characters of what was written that a row of the table has room for."""
NAMED = 10
"""Lines that are named one by one, before the rest are counted."""


MARKS = {
    "likely": "list-likely",
    "blocked": "list-blocked",
    "added": "list-added-mark",
    "adding": "list-adding-mark",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the draft. `state` as the draft has it; `together`: lines added up with it."""

    number: int
    source: str
    state: str
    found: ListLineOut
    together: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many lines are ready, wait for the buyer, are missing, are in the cart, are on the way.

    `left` were too many to be read; `ignored` is what asks for nothing, in its own words. `short`:
    of those ready, of how many there is too little in stock; `unfilled`: rows without a quantity.
    """

    ready: int
    waiting: int
    missing: int
    added: int = 0
    adding: int = 0
    left: int = 0
    ignored: int = 0
    short: int = 0
    unfilled: int = 0

    @property
    def open(self) -> int:
        return self.waiting + self.missing


def draft(
    t: Translator,
    key: str,
    title: str,
    rows: list[Row],
    counts: Counts,
    *,
    total: Decimal,
    page: int = 0,
    pages: int = 1,
    only: str = "all",
    ignored: list[str] | None = None,
    said: str | None = None,
) -> Screen:
    """`total` is of what is ready; `said` heads the card after something was done."""
    blocks: list[Block] = [Paragraph((Bold(said),))] if said else []
    blocks += [Heading(heading(t, title)), _summary(t, counts, total)]
    if rows:
        blocks.append(_table(t, key, rows))
    elif only == "open":
        blocks.append(Paragraph(t("list-no-questions")))
    if pages > 1:
        blocks.append(Note(t("list-page", page=page + 1, pages=pages)))
    if ignored:
        more = counts.ignored - len(ignored)
        rest = t("list-more", count=more) if more > 0 else None
        named = lines(*(shorten(text, 100) for text in ignored), rest)
        blocks.append(Details(t("list-ignored", count=counts.ignored), (named,)))
    if counts.ready or counts.open:
        blocks.append(Note(t("list-hint")))
    return Screen(tuple(blocks), _keyboard(t, key, rows, counts, page, pages, only))


def heading(t: Translator, title: str) -> str:
    return t("list-title-file", name=shorten(title, 60)) if title else t("list-title")


def _summary(t: Translator, counts: Counts, total: Decimal) -> Paragraph:
    return lines(
        (Bold(t("list-ready", count=counts.ready)), f" — {money(t, total)}")
        if counts.ready
        else None,
        t("list-lacking", count=counts.short) if counts.short else None,
        t("list-in-cart", count=counts.added) if counts.added else None,
        t("list-on-the-way", count=counts.adding) if counts.adding else None,
        t("list-waiting", count=counts.waiting) if counts.waiting else None,
        t("list-missing", count=counts.missing) if counts.missing else None,
        t("list-unfilled", count=counts.unfilled) if counts.unfilled else None,
        t("list-left", count=counts.left) if counts.left else None,
    )


def _table(t: Translator, key: str, rows: list[Row]) -> Table:
    """As narrow as a phone: notes and buttons stand by the name, which may wrap, not by figures."""
    columns = (
        Column(t("column-number"), numeric=True),
        Column(t("column-product")),
        Column(t("column-quantity"), numeric=True),
        Column(t("column-price"), numeric=True),
    )
    return Table(columns, tuple(_row(t, key, row) for row in rows))


def _row(t: Translator, key: str, row: Row) -> tuple[Text, ...]:
    known = row.state in ("exact", "confirmed", "likely", "blocked", "adding", "added")
    found = row.found.product if known else None
    price = found.price if found else None
    return (
        Button(str(row.number), cb.OpenListLine(key=key, number=row.number).pack()),
        (*_product(t, row, found), *_press(t, key, row)),
        how_many(t, row.found, found) if found else t("dash"),
        t("dash") if price is None else amount(t, price),
    )


def _product(t: Translator, row: Row, found: ProductRow | None) -> tuple[Inline, ...]:
    """What was written is told where it is not what was found."""
    notes = notes_of(t, row.found, found)
    if row.together:
        numbers = ", ".join(map(str, row.together))
        notes.insert(0, t("list-together", count=len(row.together), numbers=numbers))
    written = Bold(shorten(row.source.replace(" | ", " · "), SOURCE))
    if found is None:
        return (written, *product("", f" — {_unknown(t, row)}", *notes))
    named = product(found.article, found.name, *notes)
    mark = f"{_mark(t, row, found)} " if row.state in MARKS else ""
    if row.state == "likely":
        return (written, f" — {mark}", *named)
    return (mark, *named) if mark else named


def _mark(t: Translator, row: Row, found: ProductRow) -> str:
    if row.state == "blocked" and row.found.short and found.stock > 0 and found.price is not None:
        return t("list-blocked-rest")
    return t(MARKS[row.state])


def _unknown(t: Translator, row: Row) -> str:
    if row.state == "choose":
        return t("list-choose", count=len(row.found.choices))
    if row.state == "near":
        articles = ", ".join(choice.article or choice.name for choice in row.found.choices)
        return t("list-near", articles=shorten(articles, 60))
    return t("list-none")


def how_many(t: Translator, found: ListLineOut, product: ProductRow) -> str:
    return quantity(t, found.quantity or Decimal(0), product.unit)


def notes_of(t: Translator, found: ListLineOut, product: ProductRow | None) -> list[str]:
    """«просили 10 шт, округлили до упаковки», and what there is where that is less."""
    if product is None:
        return []
    notes = []
    wanted = quantity(t, found.wanted or Decimal(0), product.unit)
    if found.note == "rounded_to_pack":
        notes.append(t("list-rounded", wanted=wanted))
    elif found.note == "raised_to_minimum":
        notes.append(t("list-minimum"))
    elif found.note == "unit_unknown":
        notes.append(t("list-unit-unknown"))
    elif found.note == "too_much":
        notes.append(t("list-too-much-note"))
    if found.short:
        held = quantity(t, product.stock, product.unit)
        notes.append(t("list-short", quantity=held) if product.stock > 0 else t("list-out"))
    return notes


def _press(t: Translator, key: str, row: Row) -> tuple[Inline, ...]:
    at = cb.OpenListLine(key=key, number=row.number).pack()
    if row.state == "likely":
        yes = cb.ConfirmListLine(key=key, number=row.number).pack()
        return (" ", Button(t("list-yes"), yes))
    if row.state == "choose":
        return (" ", Button(t("list-pick"), at))
    if row.state == "near":
        return (" ", Button(t("list-look"), at))
    if row.state in ("exact", "confirmed", "blocked") and row.found.analogue:
        return (" ", Button(t("list-analogue"), at))
    return ()


def _keyboard(
    t: Translator, key: str, rows: list[Row], counts: Counts, page: int, pages: int, only: str
) -> tuple[tuple[Button, ...], ...]:
    turn = []
    if page > 0:
        turn.append(_to(t("button-back"), key, page - 1, only))
    if page + 1 < pages:
        turn.append(_to(t("button-more"), key, page + 1, only))
    if only == "open":
        look = [_to(t("list-all"), key, 0, "all")]
    elif counts.open:
        look = [_to(t("list-only-open", count=counts.open), key, 0, "open")]
    else:
        look = []
    likely = [row.number for row in rows if row.state == "likely"]
    if len(likely) > 1:
        press = cb.ConfirmShownLines(key=key, first=likely[0], last=likely[-1]).pack()
        look.append(Button(t("list-yes-all"), press))
    add: tuple[Button, ...] = ()
    if counts.ready or counts.adding:
        add = (Button(t("list-add"), cb.AddList(key=key).pack(), style=Style.PRIMARY),)
    elif counts.added:
        add = (buttons.cart(t),)
    report = Button(t("list-report"), cb.ListReport(key=key).pack())
    over = not (counts.ready or counts.adding or counts.open)
    last = (report,) if over else (report, Button(t("button-cancel"), cb.DropList(key=key).pack()))
    return tuple(row for row in (tuple(turn), tuple(look), add, last) if row)


def _to(text: str, key: str, page: int, only: str) -> Button:
    return Button(text, cb.ShowDraftList(key=key, page=page, only=only).pack())


def reading(t: Translator, done: int = 0, count: int = 0) -> Screen:
    words = t("list-reading-lines", done=done, count=count) if count else t("list-reading")
    return Screen((Paragraph(words),))


def refused(words: str) -> Screen:
    """What the reading of a file came to, in the place of its progress."""
    return Screen((Paragraph(words),))


def added(
    t: Translator,
    count: int,
    total: Decimal | None,
    counts: Counts,
    missing: list[str],
    key: str,
) -> Screen:
    """`count` lines went to the cart, which comes to `total`; `missing` did not, in their words."""
    blocks: list[Block] = [
        lines(
            (Bold(t("list-added", count=count)),),
            t("list-cart-total", total=money(t, total)) if total is not None else None,
            t("list-waiting", count=counts.waiting) if counts.waiting else None,
        )
    ]
    if missing:
        more = counts.missing - len(missing)
        rest = t("list-more", count=more) if more > 0 else None
        blocks.append(
            lines((Bold(t("list-not-found")),), *(shorten(text, 100) for text in missing), rest)
        )
    keyboard = (
        (Button(t("button-cancel"), cb.TakeBackList().pack()), buttons.cart(t)),
        (Button(t("list-report"), cb.ListReport(key=key).pack()),),
    )
    return Screen(tuple(blocks), keyboard)


def taken_back(t: Translator, count: int, key: str) -> Screen:
    back = Button(t("list-open"), cb.ShowDraftList(key=key, page=0, only="all").pack())
    return Screen((Paragraph(t("list-taken-back", count=count)),), ((back, buttons.cart(t)),))


def dropped(t: Translator, key: str, *, added: bool) -> Screen:
    words = t("list-dropped-rest" if added else "list-dropped")
    restore = Button(t("list-restore"), cb.RestoreList(key=key).pack())
    return Screen((Paragraph(words),), ((restore,), (buttons.cart(t), buttons.menu(t))))
