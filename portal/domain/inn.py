"""A taxpayer's number (ИНН): whether it can be one. It identifies and never authenticates."""

from portal.domain.errors import Refused

COMPANY_WEIGHTS = (2, 4, 10, 3, 5, 9, 4, 6, 8)
PERSON_WEIGHTS = ((7, *COMPANY_WEIGHTS), (3, 7, *COMPANY_WEIGHTS))
"""A sole trader's number ends in two check digits, a company's in one."""


def is_inn(text: str) -> bool:
    """10 digits with a right check digit, or 12 with two."""
    if not (text.isascii() and text.isdecimal()):
        return False
    digits = [int(character) for character in text]
    if len(digits) == 10:
        return digits[9] == _check(digits, COMPANY_WEIGHTS)
    if len(digits) == 12:
        return digits[10:] == [_check(digits, weights) for weights in PERSON_WEIGHTS]
    return False


def require_inn(text: str) -> str:
    """The number without spaces around it; refused as `inn_invalid` when it cannot be one."""
    inn = text.strip()
    if not is_inn(inn):
        raise Refused("inn_invalid", 422, inn=inn)
    return inn


def _check(digits: list[int], weights: tuple[int, ...]) -> int:
    weighted = zip(digits, weights, strict=False)
    return sum(digit * weight for digit, weight in weighted) % 11 % 10
