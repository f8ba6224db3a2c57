"""The day in numbers, for the staff."""

from bot.i18n import Translator
from bot.keyboards import buttons
from bot.keyboards import callbacks as cb
from bot.keyboards import desk as press
from bot.screen import Block, Bold, Button, Column, Heading, Screen, Table, Text
from bot.services.portal.desk_models import DigestOut, NpsOut
from bot.views.format import MINUS, amount, day, money, month
from bot.views.parts import lines, rows, shorten, strong


def digest(t: Translator, one: DigestOut) -> Screen:
    """What is nothing is left out, but for orders."""
    claims = one.claims
    blocks: list[Block] = [
        Heading(t("digest-title", day=day(t, one.day, one.day))),
        lines(
            strong(
                t("digest-today"),
                t("digest-orders", count=one.today.orders, total=money(t, one.today.total)),
            ),
            strong(
                t("digest-yesterday"),
                t("digest-orders", count=one.yesterday.orders, total=money(t, one.yesterday.total)),
            ),
        ),
    ]
    if one.late_companies:
        overdue = t("digest-companies", count=one.late_companies, total=money(t, one.overdue))
        columns = (Column(t("customers-company")), Column(t("digest-overdue"), numeric=True))
        table: tuple[tuple[Text, ...], ...] = tuple(
            (
                Button(
                    shorten(each.company.name, 50), press.OpenCustomer(id=each.company.id).pack()
                ),
                amount(t, each.overdue),
            )
            for each in one.debtors
        )
        blocks += [lines((f"{t('digest-overdue-title')}: ", Bold(overdue))), Table(columns, table)]
    if one.nps:
        blocks.append(lines(strong("NPS", " · ".join(_nps(t, each) for each in one.nps))))
    waiting: list[Text] = []
    if claims.open:
        waiting.append(
            t("digest-claims", count=claims.open, untaken=claims.untaken, late=claims.late)
        )
    if one.messages:
        waiting.append(t("digest-messages", count=one.messages))
    if one.access_requests:
        waiting.append(t("digest-requests", count=one.access_requests))
    if one.company_requests:
        waiting.append(t("digest-company-requests", count=one.company_requests))
    blocks.append(lines(*(waiting or [t("digest-nothing-waits")])))
    doings = []
    if one.messages:
        doings.append(Button(t("talks-title"), press.ShowTalks().pack()))
    if one.access_requests:
        doings.append(Button(t("menu-requests"), cb.ShowRequests().pack()))
    return Screen(tuple(blocks), (*rows(doings, 2), (buttons.menu(t),)))


def _nps(t: Translator, one: NpsOut) -> str:
    sign = MINUS if one.value < 0 else "+" if one.value else ""
    value = f"{sign}{abs(one.value)}"
    return t("digest-nps", month=month(t, one.month), value=value, count=one.answers)
