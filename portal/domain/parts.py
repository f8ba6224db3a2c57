"""Dividing a line's money among deliveries so that it adds up to the kopeck. Pure."""

from collections.abc import Sequence

from portal.domain.money import half_up


def shares(whole: int, quantities: Sequence[int]) -> list[int]:
    """`whole` kopecks divided as the quantities are, all of it.

    Each part is the difference of two rounded running sums, so the parts add up exactly, and no
    part is further from its due than a kopeck. Quantities of nothing in all: the first takes all.
    """
    total = sum(quantities)
    if not total:
        return [whole, *[0] * (len(quantities) - 1)] if quantities else []
    given, passed, parts = 0, 0, []
    for quantity in quantities:
        passed += quantity
        upto = half_up(whole * passed, total)
        parts.append(upto - given)
        given = upto
    return parts
