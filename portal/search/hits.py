"""What a search gives."""

from dataclasses import dataclass
from enum import StrEnum


class Match(StrEnum):
    """How a product answers a query: `NAME` and `NEAR` are likenesses, the rest is certain.

    `CODE` is the company's own code of it.
    """

    ARTICLE = "article"
    CODE = "code"
    BARCODE = "barcode"
    NAME = "name"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Hit:
    product_id: int
    match: Match
