"""Sheets that go out: what became of each line of a list, and an order form to fill in."""

from dataclasses import dataclass

from bot.book import Book, BookColumn, Cell, Kind
from bot.i18n import Translator
from bot.services.portal.models import ListLineOut, UsualProduct
from bot.views.format import NBSP

SPARE = 30
"""Empty rows below the usual items, for what is not usual."""


@dataclass(frozen=True, slots=True)
class Fate:
    """A line of a list as it ended. `state` as the draft has it; `why` an ignored line asks for
    nothing; `into` the row of the line that it was added up with."""

    row: int
    sheet: str
    source: str
    state: str
    found: ListLineOut | None = None
    why: str = ""
    into: int | None = None


def report(t: Translator, title: str, fates: list[Fate]) -> Book:
    sheets = any(fate.sheet for fate in fates)
    columns = (
        BookColumn(t("report-row"), 8, Kind.NUMBER),
        *((BookColumn(t("report-sheet"), 14),) if sheets else ()),
        BookColumn(t("list-column-written"), 40),
        BookColumn(t("column-article"), 18),
        BookColumn(t("column-name"), 40),
        BookColumn(t("column-quantity"), 10, Kind.NUMBER),
        BookColumn(t("report-unit"), 6),
        BookColumn(t("column-price"), 10, Kind.MONEY),
        BookColumn(t("column-amount"), 12, Kind.MONEY),
        BookColumn(t("column-stock"), 10, Kind.NUMBER),
        BookColumn(t("report-fate"), 50),
    )
    return Book(t("report-name"), columns, tuple(_row(t, fate, sheets) for fate in fates))


def _row(t: Translator, fate: Fate, sheets: bool) -> tuple[Cell, ...]:
    known = fate.state in ("exact", "confirmed", "likely", "blocked", "adding", "added", "merged")
    found = fate.found
    product = found.product if found and known else None
    counted = found if found and product and fate.state != "merged" else None
    return (
        fate.row,
        *((fate.sheet,) if sheets else ()),
        fate.source,
        product.article if product else None,
        product.name if product else None,
        counted.quantity if counted else None,
        product.unit if product else None,
        product.price if product and counted else None,
        counted.amount if counted else None,
        product.stock if product and counted else None,
        _fate(t, fate),
    )


def _fate(t: Translator, fate: Fate) -> str:
    found = fate.found
    if fate.state == "ignored":
        return t(f"report-ignored-{fate.why.replace('_', '-') or 'no-words'}")
    if fate.state == "merged":
        return t("report-merged", row=str(fate.into))
    if fate.state in ("choose", "near") and found and found.choices:
        articles = ", ".join(choice.article or choice.name for choice in found.choices)
        return t(f"report-{fate.state}", articles=articles)
    if fate.state == "near":
        return t("report-none")
    words = t(f"report-{fate.state}")
    if found and found.product and fate.state != "removed":
        notes = {"rounded_to_pack": "report-rounded", "raised_to_minimum": "report-minimum"}
        if found.note in notes:
            words += f"; {t(notes[found.note])}"
        if found.short:
            words += f"; {t('report-short')}"
    return words


def blank(t: Translator, company: str, usual: list[UsualProduct]) -> Book:
    """An order form: what the company orders, at its prices, and a column to be filled in."""
    columns = (
        BookColumn(t("column-article"), 18),
        BookColumn(t("column-name"), 50),
        BookColumn(t("report-unit"), 6),
        BookColumn(t("blank-pack"), 10, Kind.NUMBER),
        BookColumn(t("column-price"), 10, Kind.MONEY),
        BookColumn(t("blank-usual"), 12, Kind.NUMBER),
        BookColumn(t("blank-order"), 12, Kind.TO_FILL),
    )
    rows = tuple(
        (
            one.product.article or None,
            one.product.name,
            one.product.unit,
            one.product.multiple,
            one.product.price,
            one.usual_quantity,
            None,
        )
        for one in usual
    )
    title = t("blank-title", company=company.replace(NBSP, " "))
    return Book(t("blank-name"), columns, rows, (title, t("blank-hint")), SPARE)
