"""Money that is divided adds up: thousands of random divisions."""

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.money import half_up
from portal.domain.parts import shares


@settings(max_examples=3_000, deadline=None)
@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=20))
def test_the_parts_are_the_whole_and_each_is_its_due_to_a_kopeck(
    whole: int, quantities: list[int]
) -> None:
    parts = shares(whole, quantities)
    assert sum(parts) == whole
    assert all(part >= 0 for part in parts)
    if total := sum(quantities):
        for part, quantity in zip(parts, quantities, strict=True):
            assert abs(part - half_up(whole * quantity, total)) <= 1


def test_the_example_of_the_documents() -> None:
    """100 roubles for three pieces, one by one: 33.33, 33.34, 33.33."""
    assert shares(10_000, [1000, 1000, 1000]) == [3333, 3334, 3333]
