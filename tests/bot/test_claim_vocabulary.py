"""What claims are of is named in many places: none of them forgets one."""

from collections.abc import Iterable
from enum import StrEnum

import pytest

from bot.i18n import Translators
from bot.services.claims import drafts
from bot.views import claim_desk
from portal.db.models import ClaimKind, ClaimStage, ClaimState, ClaimWish
from portal.domain import claims
from portal.domain.claim_rules import TERMS
from portal.printing.words import CLAIM_WORDS, Language

LOCALE = Translators()["ru"]
"""English has the same keys, as another test holds."""


def test_each_kind_has_its_term_and_can_be_chosen() -> None:
    assert set(TERMS) == set(ClaimKind)
    assert sorted(drafts.KINDS) == sorted(ClaimKind)
    assert sorted(drafts.OF_GOODS) == sorted(claims.OF_GOODS)


def test_each_wish_and_stage_can_be_chosen() -> None:
    assert sorted(drafts.WISHES) == sorted(claim_desk.WISHES) == sorted(ClaimWish)
    assert sorted(claim_desk.STAGES) == sorted(ClaimStage)


@pytest.mark.parametrize(
    ("of", "prefixes"),
    [
        (ClaimKind, ("claim-kind", "desk-kind")),
        (ClaimWish, ("claim-wish", "desk-wish", "claim-settled")),
        (ClaimState, ("claim-state", "desk-state")),
        (ClaimStage, ("desk-stage",)),
    ],
)
def test_each_is_a_word_to_the_buyer_and_to_the_staff(
    of: Iterable[StrEnum], prefixes: tuple[str, ...]
) -> None:
    keys = {f"{prefix}-{each}" for each in of for prefix in prefixes}
    assert keys - set(LOCALE) == set()


@pytest.mark.parametrize("language", Language)
def test_each_is_a_word_in_excel_and_in_bitrix24(language: Language) -> None:
    known = {str(each) for of in (ClaimKind, ClaimWish, ClaimState, ClaimStage) for each in of}
    assert set(CLAIM_WORDS[language]) == known
