"""How many points are typed to be spent. Pure."""

KIND = "points"
"""The card that asks how many."""
SHOWN = 20
"""Movements in their history."""


def parse_points(text: str) -> int | None:
    """A whole number above zero, in groups of digits or not."""
    digits = "".join(text.split())
    plain = digits.isascii() and digits.isdecimal() and len(digits) < 10
    return (int(digits) or None) if plain else None
