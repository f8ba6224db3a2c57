"""Numbers that carry check digits: INN and EAN-13."""


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))


_TENTH = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_ELEVENTH = (7, *_TENTH)
_TWELFTH = (3, *_ELEVENTH)


def inn(digits: str) -> str:
    """An INN from its digits without the check: 9 of a company's, 10 of a sole trader's."""
    if len(digits) == 9:
        return digits + str(_weighted(digits, _TENTH) % 11 % 10)
    digits += str(_weighted(digits, _ELEVENTH) % 11 % 10)
    return digits + str(_weighted(digits, _TWELFTH) % 11 % 10)


def ean13(digits: str) -> str:
    """An EAN-13 from its first 12 digits."""
    return digits + str(-_weighted(digits, (1, 3) * 6) % 10)
