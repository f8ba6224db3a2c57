"""What may stand in the file. Money in roubles, discounts in per cent, quantities in units."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from portal.db.models import LoyaltyPeriod, SupplySource
from portal.domain.inn import is_inn

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Money = Annotated[Decimal, Field(ge=0, le=10**10, decimal_places=2)]
Percent = Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)]
Quantity = Annotated[Decimal, Field(ge=0, le=10**9, decimal_places=3)]


class TermsError(Exception):
    """The file cannot be taken over; `str()` has a line for each reason. Nothing was changed."""


class Table(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SupplierIn(Table):
    """As documents name it; `minimum_order` is the least that may be ordered."""

    name: Name
    inn: Annotated[str, Field(pattern=r"^\d{10}(\d{2})?$")]
    kpp: Annotated[str, Field(pattern=r"^(\d{9})?$")] = ""
    address: str = ""
    phone: str = ""
    bank: str = ""
    bic: Annotated[str, Field(pattern=r"^(\d{9})?$")] = ""
    account: Annotated[str, Field(pattern=r"^(\d{20})?$")] = ""
    correspondent_account: Annotated[str, Field(pattern=r"^(\d{20})?$")] = ""
    director: str = ""
    accountant: str = ""
    minimum_order: Money = Decimal(0)
    edo_operator: str = ""
    edo_id: str = ""


class VatIn(Table):
    """The rate of a group's goods, with all groups below it; without `group` of all goods. The
    rate left out: without VAT."""

    rate: Percent | None = None
    group: Name | None = None


class RungIn(Table):
    """A price type that any cart is priced by from a sum on, where that is cheaper."""

    price_type: Name
    from_total: Money


class DiscountIn(Table):
    """Off a whole cart, or (`group`) that group's goods in it, from a sum on."""

    name: Name
    percent: Annotated[Percent, Field(gt=0)]
    from_amount: Money = Decimal(0)
    group: Name | None = None
    price_type: Name | None = None
    inn: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None


class BreakIn(Table):
    """From a quantity on, another price for one unit."""

    article: Name
    price_type: Name
    from_quantity: Annotated[Quantity, Field(gt=0)]
    price: Annotated[Money, Field(gt=0)]


class BroughtIn(Table):
    """A product as a kind of supply brings it. What is not given is the product's own."""

    article: Name
    multiple: Annotated[Quantity, Field(gt=0)] | None = None
    minimum: Annotated[Quantity, Field(gt=0)] | None = None
    quantity: Quantity = Decimal(0)
    expected_on: date | None = None


class SupplyIn(Table):
    """Kinds of supply are known by their names, and shown in the order of the file."""

    name: Name
    source: SupplySource
    price_type: Name | None = None
    goods: list[BroughtIn] | None = None


class LevelIn(Table):
    """`points` in per cent of what is delivered."""

    name: Name
    sign: str = ""
    colour: Annotated[str, Field(pattern=r"^(#[0-9A-Fa-f]{6})?$")] = ""
    from_turnover: Money
    discount: Percent = Decimal(0)
    points: Percent = Decimal(0)
    privileges: list[Name] = []


class LoyaltyIn(Table):
    period: LoyaltyPeriod
    levels: Annotated[list[LevelIn], Field(min_length=1)]


class BrandingIn(Table):
    """The company's own logo on one product, or on all of a group: what it costs a unit."""

    article: Name | None = None
    group: Name | None = None
    price: Money
    note: str = ""


class Terms(Table):
    supplier: SupplierIn | None = None
    vat: list[VatIn] | None = None
    ladder: list[RungIn] | None = None
    discounts: list[DiscountIn] | None = None
    breaks: list[BreakIn] | None = None
    supplies: list[SupplyIn] | None = None
    loyalty: LoyaltyIn | None = None
    branding: list[BrandingIn] | None = None


def read(path: Path) -> Terms:
    """The file, checked as far as it goes by itself. Raises TermsError."""
    try:
        with path.open("rb") as file:
            found = tomllib.load(file, parse_float=Decimal)
    except OSError as error:
        raise TermsError(f"{path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TermsError(f"{path} is no TOML: {error}") from None
    try:
        terms = Terms.model_validate(found)
    except ValidationError as error:
        lines = [f"{_place(item['loc'])}: {item['msg']}" for item in error.errors()]
        raise TermsError("\n".join(lines)) from None
    if problems := _problems(terms):
        raise TermsError("\n".join(problems))
    return terms


def _place(location: tuple[int | str, ...]) -> str:
    """`discounts 2, percent`: people count from one."""
    words = [str(part + 1) if isinstance(part, int) else part for part in location]
    return " ".join(words)


def _problems(terms: Terms) -> list[str]:
    found = []
    if terms.supplier is not None and not is_inn(terms.supplier.inn):
        found.append(f"supplier inn: {terms.supplier.inn} is no INN")
    if terms.loyalty is not None:
        starts = [level.from_turnover for level in terms.loyalty.levels]
        if len(set(starts)) < len(starts):
            found.append("loyalty levels: two begin at the same turnover")
    for at, each in enumerate(terms.branding or (), 1):
        if (each.article is None) == (each.group is None):
            found.append(f"branding {at}: either an article or a group")
    return found
