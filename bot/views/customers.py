"""Companies as the staff sees them: what was found, and one company's card."""

from datetime import datetime
from decimal import Decimal

from bot.i18n import Translator
from bot.keyboards import buttons
from bot.keyboards import desk as press
from bot.screen import (
    Block,
    Bold,
    Button,
    Code,
    Column,
    Details,
    Heading,
    Note,
    Paragraph,
    Screen,
    Style,
    Table,
    Text,
)
from bot.services.portal.desk_models import CustomerOut, CustomerRow, StaffOut
from bot.views.format import age, amount, day_of, money
from bot.views.orders import status
from bot.views.parts import LONGEST_LABEL, field, lines, role, rows, shorten, strong


def found(
    t: Translator,
    companies: list[CustomerRow],
    zone: str,
    now: datetime,
    *,
    text: str,
    page: int,
    more: bool,
    first: int,
) -> Screen:
    """`first` is the number of the first row."""
    if not companies:
        words = t("customers-none", query=shorten(text, 50)) if text else t("customers-empty")
        return Screen((Paragraph(words),), ((_search(t), buttons.menu(t)),))
    columns = (
        Column(t("column-number"), numeric=True),
        Column(t("customers-company")),
        Column(t("customers-debt"), numeric=True),
        Column(t("customers-last-order")),
    )
    table: tuple[tuple[Text, ...], ...] = tuple(
        (
            Button(str(at), press.OpenCustomer(id=one.id).pack()),
            shorten(one.name, 100),
            _debt(t, one),
            day_of(t, one.last_order_at, zone, now) if one.last_order_at else t("dash"),
        )
        for at, one in enumerate(companies, first)
    )
    title = t("customers-found", query=shorten(text, 50)) if text else t("customers-title")
    turn = buttons.pages(t, page, more=more, turn=press.TurnCustomers)
    return Screen(
        (Heading(title), Table(columns, table), Note(t("customers-hint"))),
        tuple(row for row in (turn, (_search(t), buttons.menu(t))) if row),
    )


def _search(t: Translator) -> Button:
    return Button(t("customers-search"), press.AskCustomer().pack())


def _debt(t: Translator, one: CustomerRow) -> Text:
    if one.overdue:
        return (amount(t, one.debt), " ", Bold(t("customers-overdue-mark")))
    return amount(t, one.debt) if one.debt else t("dash")


def card(t: Translator, one: CustomerOut, zone: str, now: datetime, *, director: bool) -> Screen:
    blocks: list[Block] = [
        Heading(one.name),
        lines(
            field(t("company-inn"), Code(one.inn)),
            field(t("customer-manager"), one.manager or t("customer-no-manager")),
            field(t("customer-region"), one.region) if one.region else None,
        ),
        _orders(t, one, zone, now),
        _money(t, one),
    ]
    if not one.prices_visible:
        blocks.append(Note(t("company-no-contract")))
    if one.last_orders:
        blocks.append(Details(t("customer-last-orders"), (_last(t, one, zone, now),)))
    people = _people(t, one) if one.people else Paragraph(t("customer-nobody"))
    blocks.append(Details(t("customer-people", count=len(one.people)), (people,)))
    return Screen(tuple(blocks), _doings(t, one, director=director))


def _orders(t: Translator, one: CustomerOut, zone: str, now: datetime) -> Paragraph:
    last = day_of(t, one.last_order_at, zone, now) if one.last_order_at else None
    contact = one.last_contact_at
    return lines(
        strong(t("customer-orders"), str(one.orders)),
        field(t("customers-last-order"), last) if last else None,
        field(t("customer-contact"), age(t, contact, now) if contact else t("dash")),
    )


def _money(t: Translator, one: CustomerOut) -> Paragraph:
    limit, available = one.credit_limit, one.available
    owed: Text = t("balance-nothing")
    if one.debt > 0:
        owed = strong(t("balance-debt"), money(t, one.debt))
    elif one.debt < 0:
        owed = field(t("balance-advance"), money(t, -one.debt))
    left: Text | None = None
    if available is not None:
        over = available < 0
        left = field(t("balance-over" if over else "balance-available"), money(t, abs(available)))
    return lines(
        owed,
        strong(t("balance-overdue"), money(t, one.overdue)) if one.overdue else None,
        field(t("balance-ordered"), money(t, one.ordered)) if one.ordered else None,
        field(t("balance-limit"), _limit(t, limit)),
        left,
    )


def _limit(t: Translator, limit: Decimal | None) -> str:
    return t("balance-no-limit") if limit is None else money(t, limit)


def _last(t: Translator, one: CustomerOut, zone: str, now: datetime) -> Table:
    columns = (
        Column(t("column-number")),
        Column(t("orders-column-date")),
        Column(t("orders-column-status")),
        Column(t("orders-column-total"), numeric=True),
    )
    table: tuple[tuple[Text, ...], ...] = tuple(
        (
            order.number,
            day_of(t, order.placed_at, zone, now),
            status(t, order.status),
            amount(t, order.total),
        )
        for order in one.last_orders
    )
    return Table(columns, table)


def _people(t: Translator, one: CustomerOut) -> Table:
    columns = (
        Column(t("company-person")),
        Column(t("company-person-role")),
        Column(t("request-phone")),
    )
    return Table(
        columns,
        tuple(
            (person.name, role(t, person.role), Code(person.phone) if person.phone else t("dash"))
            for person in one.people
        ),
    )


def _doings(t: Translator, one: CustomerOut, *, director: bool) -> tuple[tuple[Button, ...], ...]:
    order: tuple[Button, ...] = ()
    if one.prices_visible:
        act = press.ActFor(id=one.id).pack()
        order = (Button(t("customer-act-for"), act, style=Style.PRIMARY),)
    assign: tuple[Button, ...] = ()
    if director:
        assign = (
            Button(t("customer-manager"), press.PickManager(id=one.id).pack()),
            Button(t("customer-region"), press.AskRegion(id=one.id).pack()),
        )
    invite = Button(t("menu-invite"), press.InviteCustomer(inn=one.inn).pack())
    return tuple(row for row in (order, (invite, _search(t)), assign, (buttons.menu(t),)) if row)


def pick_manager(t: Translator, one: CustomerOut, staff: list[StaffOut]) -> Screen:
    chosen = [
        Button(
            shorten(member.name, LONGEST_LABEL),
            press.SetManager(id=one.id, staff=member.id).pack(),
            style=Style.PRIMARY if member.id == one.manager_id else None,
        )
        for member in staff
    ]
    nobody = Button(t("customer-no-manager"), press.SetManager(id=one.id, staff="").pack())
    back = Button(t("button-back"), press.OpenCustomer(id=one.id).pack())
    return Screen(
        (Paragraph(t("customer-pick-manager", company=one.name)),),
        (*rows(chosen, 2), (nobody, back)),
    )
