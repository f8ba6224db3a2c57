"""Arithmetic of money: kopecks, thousandths of a unit and basis points, all integers."""

from decimal import ROUND_HALF_UP, Decimal


def half_up(numerator: int, denominator: int) -> int:
    """The quotient rounded to a whole, halves up; for what is not below zero."""
    return (2 * numerator + denominator) // (2 * denominator)


def discounted(price: int, discount: int) -> int:
    """A price less a discount in basis points, to the kopeck."""
    return half_up(price * (10_000 - min(discount, 10_000)), 10_000)


def amount_of(price: int, quantity: int) -> int:
    """What a quantity costs: a price for one unit, a quantity in thousandths of it."""
    return half_up(price * quantity, 1000)


def vat_within(amount: int, rate: int | None) -> int:
    """The VAT that an amount includes, at a rate in basis points; None: without VAT."""
    return half_up(amount * rate, 10_000 + rate) if rate else 0


def roubles(kopecks: int) -> Decimal:
    return Decimal(kopecks).scaleb(-2)


def units(thousandths: int) -> Decimal:
    return Decimal(thousandths).scaleb(-3)


def money_text(kopecks: int) -> str:
    """As JSON has money: `1234.50`."""
    if kopecks < 0:
        return f"-{money_text(-kopecks)}"
    return f"{kopecks // 100}.{kopecks % 100:02}"


def quantity_text(thousandths: int) -> str:
    """As JSON has quantities: `10`, `2.5`."""
    if not thousandths % 1000:
        return str(thousandths // 1000)
    if thousandths < 0:
        return f"-{quantity_text(-thousandths)}"
    return f"{thousandths // 1000}.{thousandths % 1000:03}".rstrip("0")


def kopecks(money: Decimal) -> int:
    return int(money.scaleb(2).to_integral_value(ROUND_HALF_UP))


def thousandths(quantity: Decimal) -> int:
    return int(quantity.scaleb(3).to_integral_value(ROUND_HALF_UP))


def thousandths_in(text: str) -> int:
    """Of a quantity as JSON has it: digits, and after a point three at most."""
    whole, _, part = text.partition(".")
    return int(whole) * 1000 + int(part.ljust(3, "0"))
