"""What is sold: groups, families of variants, products, their prices and their stock."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.models.base import Base, BasisPoints, Kopecks, Thousandths


class Group(Base):
    """A node of the catalogue's tree."""

    __tablename__ = "groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    external_id: Mapped[str | None] = mapped_column(unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"), index=True)
    name: Mapped[str]


class Family(Base):
    """What variants share: in CommerceML the `Товар`, of which each `Предложение` is a variant."""

    __tablename__ = "families"

    id: Mapped[int] = mapped_column(primary_key=True)
    external_id: Mapped[str | None] = mapped_column(unique=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"), index=True)
    name: Mapped[str]
    article: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    brand: Mapped[str] = mapped_column(default="")
    unit: Mapped[str] = mapped_column(default="шт")
    vat: Mapped[BasisPoints | None]
    deleted: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Marked for deletion in the accounting system: its variants sell while stock lasts."""


class ProductState(StrEnum):
    """`discontinued` may be sold while stock lasts; `hidden` exists in history only."""

    ACTIVE = "active"
    DISCONTINUED = "discontinued"
    HIDDEN = "hidden"


class Product(Base):
    """One thing to sell, with an article of its own: a variant of a family, or known by itself.

    `external_id` is 1C's `product#characteristic`, or the product's own id.
    """

    __tablename__ = "products"

    id: Mapped[int] = mapped_column(primary_key=True)
    external_id: Mapped[str | None] = mapped_column(unique=True)
    family_id: Mapped[int | None] = mapped_column(ForeignKey("families.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"), index=True)
    article: Mapped[str] = mapped_column(default="")
    article_key: Mapped[str] = mapped_column(
        String().with_variant(String(collation="C"), "postgresql"), default="", index=True
    )
    """The article folded by `portal.search.fold`; empty where there is no article.

    In the order of code points in any database, so that a prefix is a range of the index.
    """
    name: Mapped[str]
    characteristic: Mapped[str] = mapped_column(default="")
    """What tells this variant from its siblings, as `М6×20`."""
    unit: Mapped[str] = mapped_column(default="шт")
    multiple: Mapped[Thousandths] = mapped_column(default=1000)
    """Sold in multiples of this: the pack."""
    minimum: Mapped[Thousandths] = mapped_column(default=1000)
    vat: Mapped[BasisPoints | None]
    """None: without VAT. Prices include it."""
    state: Mapped[ProductState] = mapped_column(default=ProductState.ACTIVE)
    branding_price: Mapped[Kopecks | None]
    """What the company's own logo costs on one unit; None: it can't be put on."""
    branding_note: Mapped[str] = mapped_column(server_default="")
    """How the logo is put on, and what its picture must be like."""
    updated_at: Mapped[datetime]


class Barcode(Base):
    """A barcode leads to one product; a product may bear several."""

    __tablename__ = "barcodes"

    code: Mapped[str] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), index=True)


class ProductUnit(Base):
    """Another unit a product may be counted in: 1 `уп` is `factor` thousandths of the base unit."""

    __tablename__ = "product_units"

    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    factor: Mapped[Thousandths]


class Analogue(Base):
    """What can stand in for a product, the best first."""

    __tablename__ = "analogues"

    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), primary_key=True)
    analogue_id: Mapped[int] = mapped_column(ForeignKey("products.id"), primary_key=True)
    position: Mapped[int] = mapped_column(default=0)


class PriceType(Base):
    """A column of the price list. Which company has which is the manager's decision, not 1C's."""

    __tablename__ = "price_types"

    id: Mapped[int] = mapped_column(primary_key=True)
    external_id: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str]
    currency: Mapped[str] = mapped_column(default="RUB")
    from_total: Mapped[Kopecks | None]
    """A rung of the ladder of volumes: any cart of so much is priced by it, where that is cheaper.

    None: only a manager gives it.
    """


class Price(Base):
    """The price of one unit in a price type, from a quantity on (0: any)."""

    __tablename__ = "prices"

    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), primary_key=True)
    price_type_id: Mapped[int] = mapped_column(ForeignKey("price_types.id"), primary_key=True)
    from_quantity: Mapped[Thousandths] = mapped_column(primary_key=True, default=0)
    amount: Mapped[Kopecks]


class Warehouse(Base):
    __tablename__ = "warehouses"

    id: Mapped[int] = mapped_column(primary_key=True)
    external_id: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str]


class Stock(Base):
    """How much of a product a warehouse held, and when that was known."""

    __tablename__ = "stock"

    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), primary_key=True)
    warehouse_id: Mapped[int] = mapped_column(ForeignKey("warehouses.id"), primary_key=True)
    quantity: Mapped[Thousandths]
    known_at: Mapped[datetime]


class SupplySource(StrEnum):
    """Where goods come from: our warehouses, what is on its way to them, or the maker."""

    WAREHOUSE = "warehouse"
    TRANSIT = "transit"
    MAKER = "maker"


class SupplyKind(Base):
    """A kind of supply that a cart can be bound to, with its own price type and packs.

    A cart that is bound to none is supplied from the warehouses at the company's price type.
    """

    __tablename__ = "supply_kinds"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    source: Mapped[SupplySource]
    price_type_id: Mapped[int | None] = mapped_column(ForeignKey("price_types.id"))
    """None: the company's own."""
    position: Mapped[int] = mapped_column(default=0)


class ProductSupply(Base):
    """A product as one kind of supply brings it. Products without such a row are not brought."""

    __tablename__ = "product_supplies"

    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), primary_key=True)
    supply_id: Mapped[int] = mapped_column(ForeignKey("supply_kinds.id"), primary_key=True)
    multiple: Mapped[Thousandths]
    minimum: Mapped[Thousandths]
    quantity: Mapped[Thousandths] = mapped_column(default=0)
    """What is on its way; of what the maker makes to order nobody counts it."""
    expected_on: Mapped[date | None]
