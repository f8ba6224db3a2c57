"""The check digits of an INN: they catch a slip of the finger and prove nothing."""

_TEN = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_ELEVEN = (7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
_TWELVE = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)


def read_inn(text: str) -> str | None:
    """The INN in `text`, without spaces; None where it can't be one."""
    inn = "".join(text.split())
    if not (inn.isascii() and inn.isdecimal()):
        return None
    if len(inn) == 10:
        return inn if _check(inn, _TEN) == inn[9] else None
    if len(inn) == 12:
        fits = _check(inn, _ELEVEN) == inn[10] and _check(inn, _TWELVE) == inn[11]
        return inn if fits else None
    return None


def _check(inn: str, weights: tuple[int, ...]) -> str:
    total = sum(weight * int(digit) for weight, digit in zip(weights, inn, strict=False))
    return str(total % 11 % 10)
