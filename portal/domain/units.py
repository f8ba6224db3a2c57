"""Units, by the names that people write: `уп`, `упак.`, `Упаковка` are one unit."""

from collections.abc import Collection, Mapping
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import ProductUnit
from portal.db.session import any_of

_NAMES = {
    "шт": "шт штука штуки штук штуку ш pcs pc ea piece pieces",
    "уп": "уп упак упаковка упаковки упаковок упаковку упк pack packs pkg",
    "пач": "пач пачка пачки пачек пачку",
    "кор": "кор короб коробка коробки коробок коробку крб box boxes",
    "ящ": "ящ ящик ящика ящиков crate",
    "кг": "кг килограмм килограмма килограммов кило kg",
    "г": "г гр грамм грамма граммов g",
    "т": "т тн тонна тонны тонн t",
    "м": "м метр метра метров m",
    "м2": "м2 квм m2",
    "м3": "м3 кубм m3",
    "пм": "пм погм мп",
    "л": "л литр литра литров l",
    "мл": "мл ml",
    "компл": "компл комплект комплекта комплектов к-т кт кмп kit set",
    "наб": "наб набор набора наборов",
    "рул": "рул рулон рулона рулонов roll",
    "пар": "пар пара пары пару pair pairs",
    "лист": "лист листа листов sheet",
    "бут": "бут бутылка бутылки бутылок",
    "банка": "банка банки банок",
    "баллон": "баллон баллона баллонов бал",
    "тыс": "тыс тысшт тысяча тысячи тысяч",
    "мест": "мест место места",
}
_KNOWN = {alias: name for name, aliases in _NAMES.items() for alias in aliases.split()}
_DROPPED = str.maketrans("", "", " .\u00a0\t")
_RAISED = str.maketrans("²³", "23")


@lru_cache(maxsize=1_000)
def unit_key(name: str) -> str:
    """What two spellings of one unit share: case, points and spaces do not count."""
    plain = name.casefold().translate(_DROPPED).translate(_RAISED).replace("ё", "е")
    return _KNOWN.get(plain, plain)


def factor_of(unit: str, base: str, units: Mapping[str, int], multiple: int) -> int | None:
    """How many thousandths of the base unit one `unit` is; None: no such unit of this product.

    `units` maps the product's other units to their factors. Where a product has no `уп` of its own
    and is sold in packs of more than one, the pack it is sold in is meant.
    """
    key = unit_key(unit)
    if key == unit_key(base):
        return 1000
    for name, factor in units.items():
        if unit_key(name) == key:
            return factor
    if key == "уп" and multiple > 1000:
        return multiple
    return None


async def other_units(
    session: AsyncSession, product_ids: Collection[int]
) -> dict[int, dict[str, int]]:
    """The other units of products with their factors; one statement, or none for no products."""
    if not product_ids:
        return {}
    found: dict[int, dict[str, int]] = {}
    rows = await session.execute(
        select(ProductUnit.product_id, ProductUnit.name, ProductUnit.factor)
        .where(any_of(ProductUnit.product_id, product_ids, session))
        .order_by(ProductUnit.name)
    )
    for product_id, name, factor in rows:
        found.setdefault(product_id, {})[name] = factor
    return found
