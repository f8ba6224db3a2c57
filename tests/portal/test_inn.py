"""An INN is checked before anybody relies on it."""

import pytest

from portal.domain.errors import Refused
from portal.domain.inn import is_inn, require_inn


@pytest.mark.parametrize("inn", ["7707083893", "7736050003", "7830002293", "500100732259"])
def test_a_right_one(inn: str) -> None:
    assert is_inn(inn)


@pytest.mark.parametrize(
    "inn",
    [
        "",
        "7707083894",
        "7770083893",
        "500100732258",
        "500100732249",
        "770708389",
        "77070838933",
        "770708389x",
        "٧٧٠٧٠٨٣٨٩٣",
        "-707083893",
    ],
)
def test_a_wrong_one(inn: str) -> None:
    assert not is_inn(inn)


def test_spaces_around_it_are_nobodys_fault() -> None:
    assert require_inn(" 7707083893 ") == "7707083893"


def test_a_wrong_one_is_refused_by_name() -> None:
    with pytest.raises(Refused) as refused:
        require_inn("7707083894")
    assert (refused.value.code, refused.value.details) == ("inn_invalid", {"inn": "7707083894"})
