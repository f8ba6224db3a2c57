"""One product: what it is, what it costs this company, where it lies."""

from datetime import datetime
from decimal import Decimal

from bot.i18n import Translator
from bot.keyboards import buttons
from bot.keyboards import callbacks as cb
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
from bot.services.portal.models import AppliedChange, ProductCard
from bot.views.format import age, amount, money, number, quantity
from bot.views.parts import field, lines, strong


def card(
    t: Translator,
    product: ProductCard,
    now: datetime,
    *,
    can_order: bool = False,
    can_keep: bool = False,
    no_price: str | None = None,
    held: AppliedChange | None = None,
) -> Screen:
    """`held` is what the cart holds after a change that was made from this card.

    `can_keep`: may be marked and waited for.
    """
    can_order = can_order and product.price is not None
    blocks: list[Block] = [Heading(product.name), _what(t, product)]
    blocks += _price(t, product, no_price)
    blocks += _stock(t, product, now)
    if product.description:
        blocks.append(Details(t("product-description"), (Paragraph(product.description),)))
    if product.branding is not None:
        blocks.append(_branding(t, product, product.branding))
    if held is not None:
        blocks.append(Paragraph(strong(t("product-in-cart"), _held(t, held))))
    if can_order:
        blocks.append(Note(t("product-hint")))
    return Screen(tuple(blocks), _keyboard(t, product, can_order, can_keep))


def _what(t: Translator, product: ProductCard) -> Paragraph:
    pack, minimum = product.multiple, product.minimum
    of = t("product-pack-of", quantity=quantity(t, pack, product.unit))
    state = {"discontinued": "product-discontinued", "hidden": "product-hidden"}.get(product.state)
    characteristic = product.characteristic
    return lines(
        field(t("product-article"), Code(product.article)) if product.article else None,
        field(t("product-characteristic"), characteristic)
        if characteristic and characteristic not in product.name
        else None,
        field(t("product-brand"), product.brand) if product.brand else None,
        field(t("product-group"), product.group.name) if product.group else None,
        field(t("product-pack"), of) if pack != 1 else None,
        field(t("product-minimum"), quantity(t, minimum, product.unit)) if minimum > pack else None,
        *(
            t("product-unit", unit=unit.name, quantity=quantity(t, unit.factor, product.unit))
            for unit in product.units
        ),
        field(t("product-barcodes"), ", ".join(product.barcodes)) if product.barcodes else None,
        t(state) if state else None,
    )


def _branding(t: Translator, product: ProductCard, price: Decimal) -> Details:
    """That it can bear the company's logo, what for, and how to have it."""
    words = t("product-branding", price=money(t, price), unit=product.unit)
    note = product.branding_note
    return Details(words, (lines(note or None, t("product-branding-how")),))


def _price(t: Translator, product: ProductCard, no_price: str | None) -> list[Block]:
    if product.price is None:
        return [Paragraph(t(no_price or "product-no-price"))]
    each = t("product-price-each", price=money(t, product.price), unit=product.unit)
    rate = product.vat and number(t, Decimal(product.vat))
    vat = t("product-vat", rate=rate) if rate else t("product-vat-none")
    blocks: list[Block] = [
        Paragraph((*field(t("product-price"), Bold(each)), f", {vat}")),
    ]
    breaks = [step for step in product.breaks if step.from_quantity > 0]
    if breaks:
        columns = (
            Column(t("product-breaks-from"), numeric=True),
            Column(t("column-price"), numeric=True),
        )
        rows: list[tuple[Text, ...]] = [
            (quantity(t, step.from_quantity, product.unit), amount(t, step.price))
            for step in breaks
        ]
        blocks.append(Table(columns, tuple(rows)))
    return blocks


def _stock(t: Translator, product: ProductCard, now: datetime) -> list[Block]:
    held = [row for row in product.warehouses if row.quantity > 0]
    if not held:
        said = t("product-out-of-stock")
        return [Paragraph(lines(said, t("product-watched") if product.watched else None).text)]
    columns = (
        Column(t("product-warehouse")),
        Column(t("product-stock"), numeric=True),
        Column(t("product-known")),
    )
    rows: list[tuple[Text, ...]] = [
        (row.warehouse, quantity(t, row.quantity, product.unit), age(t, row.known_at, now))
        for row in held
    ]
    return [Table(columns, tuple(rows))]


def _held(t: Translator, held: AppliedChange) -> str:
    how_many = quantity(t, held.quantity, held.unit)
    if not held.quantity:
        return t("stock-none")
    if held.note == "rounded_to_pack":
        return t("product-in-cart-rounded", quantity=how_many)
    if held.note == "raised_to_minimum":
        return t("product-in-cart-minimum", quantity=how_many)
    return how_many


def _keyboard(
    t: Translator, product: ProductCard, can_order: bool, can_keep: bool
) -> tuple[tuple[Button, ...], ...]:
    order: tuple[Button, ...] = ()
    if can_order:
        order = (
            Button(t("product-add"), cb.AddFromCard(id=product.id).pack(), style=Style.PRIMARY),
            Button(t("product-other-quantity"), cb.AskQuantity(id=product.id).pack()),
        )
    like: list[Button] = []
    if product.analogues:
        like.append(Button(t("product-analogues"), cb.ShowAnalogues(id=product.id).pack()))
    if product.variants:
        like.append(Button(t("product-variants"), cb.ShowVariants(id=product.id).pack()))
    kept = _kept(t, product) if can_keep else ()
    last = (buttons.cart(t),) if can_order else ()
    return tuple(row for row in (order, tuple(like), *kept, last) if row)


def _kept(t: Translator, product: ProductCard) -> tuple[tuple[Button, ...], ...]:
    favour = cb.Favour(id=product.id, on=not product.favourite).pack()
    star = Button(t("product-unfavour" if product.favourite else "product-favour"), favour)
    if product.stock > 0 or product.state != "active":
        return ((star,),)
    watch = cb.Watch(id=product.id, on=not product.watched).pack()
    return (
        (Button(t("product-unwatch" if product.watched else "product-watch"), watch),),
        (star,),
    )


def ask_quantity(t: Translator, product: ProductCard) -> Screen:
    named = t("product-ask-quantity-name", article=product.article, name=product.name)
    cancel = Button(t("button-cancel"), cb.StopAsking().pack())
    return Screen((lines((Bold(named),), t("product-ask-quantity")),), ((cancel,),))
