"""The QR code by which a bank's app fills in a payment: ST00012 of GOST R 56042-2014.

`ST00012|Name=...|PersonalAcc=...|BankName=...|BIC=...|CorrespAcc=...|Sum=...|...` in UTF-8 (that is
the 2 at the end of ST00012), 300 bytes at most. The first five are required, and in this order.
What stands after ST00012 separates: `|`, or whatever no value holds.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass, replace

import segno

LARGEST = 300
"""Bytes of the whole."""
HEAD = "ST00012"
SEPARATORS = "|~^_#!;*$%&@"
NO_ACCOUNT = "0"
"""For a bank without a correspondent account, as the standard says."""


@dataclass(frozen=True, slots=True)
class Payment:
    """What is paid to whom. `amount` in kopecks; account numbers are digits alone."""

    name: str
    account: str
    bank: str
    bic: str
    correspondent_account: str
    amount: int
    purpose: str
    inn: str = ""
    kpp: str = ""

    @property
    def complete(self) -> bool:
        """A bank would take it: without these there is no code, rather than a wrong one."""
        return (
            bool(self.name and self.bank)
            and _digits(self.account, 20)
            and _digits(self.bic, 9)
            and (not self.correspondent_account or _digits(self.correspondent_account, 20))
            and self.amount > 0
        )


def _digits(text: str, count: int) -> bool:
    return len(text) == count and text.isascii() and text.isdecimal()


def payment_text(payment: Payment) -> bytes | None:
    """The content of the code; None: the payee's details do not suffice.

    Where it would be too long, the purpose is shortened first, then the bank's name (banks go by
    its BIC), then the payee's, each to what the rest leaves.
    """
    tidy = replace(
        payment,
        name=_clean(payment.name, 160),
        bank=_clean(payment.bank, 45),
        purpose=_clean(payment.purpose, 210),
        inn=payment.inn if _digits(payment.inn, 10) or _digits(payment.inn, 12) else "",
        kpp=payment.kpp if _digits(payment.kpp, 9) else "",
    )
    if not tidy.complete:
        return None
    for shorter in (_with_purpose, _with_bank, _with_name):
        if (over := len(_encoded(tidy)) - LARGEST) > 0:
            tidy = shorter(tidy, over)
    return _encoded(tidy)


def _with_purpose(payment: Payment, over: int) -> Payment:
    return replace(payment, purpose=_less(payment.purpose, over, 40))


def _with_bank(payment: Payment, over: int) -> Payment:
    return replace(payment, bank=_less(payment.bank, over, 20))


def _with_name(payment: Payment, over: int) -> Payment:
    return replace(payment, name=_less(payment.name, over, 1))


def _less(text: str, over: int, least: int) -> str:
    """Shorter by so many bytes of UTF-8, but not below `least`; whole letters alone."""
    size = len(text.encode())
    return text.encode()[: max(size - over, min(least, size))].decode(errors="ignore").rstrip()


def _clean(text: str, longest: int) -> str:
    printable = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(printable.encode(errors="ignore").decode().split())[:longest].rstrip()


def _encoded(payment: Payment) -> bytes:
    values = (
        ("Name", payment.name),
        ("PersonalAcc", payment.account),
        ("BankName", payment.bank),
        ("BIC", payment.bic),
        ("CorrespAcc", payment.correspondent_account or NO_ACCOUNT),
        ("Sum", str(payment.amount)),
        ("Purpose", payment.purpose),
        ("PayeeINN", payment.inn),
        ("KPP", payment.kpp),
    )
    known = [(name, value) for name, value in values if value]
    separator = _separator(value for _, value in known)
    if separator is None:
        separator = SEPARATORS[0]
        known = [(name, value.replace(separator, "/")) for name, value in known]
    return separator.join([HEAD, *(f"{name}={value}" for name, value in known)]).encode()


def _separator(values: Iterable[str]) -> str | None:
    together = "".join(values)
    return next((each for each in SEPARATORS if each not in together), None)


def rows_of(content: bytes) -> list[list[bool]]:
    """The code as rows of modules, True where black, without the quiet zone."""
    made = segno.make_qr(content, error="m", mode="byte", boost_error=False)
    return [[bool(module) for module in row] for row in made.matrix]


def picture(content: bytes, *, scale: int = 10) -> bytes:
    """As PNG, with the quiet zone of four modules."""
    made = io.BytesIO()
    code = segno.make_qr(content, error="m", mode="byte", boost_error=False)
    code.save(made, kind="png", scale=scale, border=4)
    return made.getvalue()
