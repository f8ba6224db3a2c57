"""Files as 1C writes them: the real ones beside the checkout, and ones that a test makes."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from portal.db.models import (
    Barcode,
    Family,
    Group,
    Price,
    PriceType,
    Product,
    ProductUnit,
    Stock,
    Warehouse,
)
from portal.db.session import Database
from portal.exchange.commerceml import Counts, load

SHARED = Path(__file__).parents[4] / "shared" / "commerceml"


def real(*names: str) -> list[Path]:
    """Real files by their paths under `shared/commerceml`; skips where they are not."""
    paths = [path for name in names for path in sorted(SHARED.glob(name))]
    if len(paths) < len(names):
        pytest.skip(f"the real files are not beside the checkout, in {SHARED}")
    return paths


@dataclass
class Exchange:
    database: Database
    now: datetime

    async def load(self, *files: Path, **more: Any) -> Counts:
        return await load(self.database, files, now=self.now, **more)

    async def all(self, *columns: Any) -> list[Any]:
        """All rows of a table."""
        async with self.database.read() as session:
            return [tuple(row) for row in await session.execute(select(*columns))]

    async def product(self, external_id: str) -> Product:
        async with self.database.read() as session:
            found = await session.scalar(select(Product).where(Product.external_id == external_id))
            assert found, f"no product {external_id}"
            return found

    async def ids(self) -> set[str]:
        return {row[0] for row in await self.all(Product.external_id)}

    async def contents(self) -> dict[str, set[tuple[Any, ...]]]:
        """All that an import writes, with 1C's ids in place of the database's own."""
        names = {
            table: dict(await self.all(table.id, table.external_id))
            for table in (Group, Family, Product, PriceType, Warehouse)
        }
        references = {
            "parent_id": Group,
            "group_id": Group,
            "family_id": Family,
            "product_id": Product,
            "price_type_id": PriceType,
            "warehouse_id": Warehouse,
        }
        contents = {}
        for table in (*names, Barcode, Price, ProductUnit, Stock):
            columns = [c for c in table.__table__.c if c.name not in {"id", "updated_at"}]
            contents[table.__tablename__] = {
                tuple(
                    names[references[c.name]].get(value) if c.name in references else value
                    for c, value in zip(columns, row, strict=True)
                )
                for row in await self.all(*columns)
            }
        return contents


@dataclass
class Files:
    """Makes files in a directory."""

    folder: Path
    namespace: str = "urn:1C.ru:commerceml_2"
    encoding: str = "utf-8"
    version: str = "2.07"

    def write(self, name: str, inside: str, made_at: str = "2025-03-01T10:00:00") -> Path:
        namespace = f' xmlns="{self.namespace}"' if self.namespace else ""
        path = self.folder / name
        path.write_text(
            f'<?xml version="1.0" encoding="{self.encoding}"?>\n'
            f'<КоммерческаяИнформация{namespace} ВерсияСхемы="{self.version}"'
            f' ДатаФормирования="{made_at}">{inside}</КоммерческаяИнформация>',
            encoding=self.encoding,
        )
        return path

    def put(self, name: str, content: str | bytes) -> Path:
        """A file just so."""
        path = self.folder / name
        path.write_bytes(content.encode(self.encoding) if isinstance(content, str) else content)
        return path

    def goods(self, *goods: str, name: str = "import.xml", more: str = "", **made: Any) -> Path:
        return self.write(
            name,
            f"<Классификатор><Ид>k</Ид>{more}</Классификатор>"
            f"<Каталог><Ид>k</Ид><Товары>{''.join(goods)}</Товары></Каталог>",
            **made,
        )

    def offers(
        self,
        *offers: str,
        name: str = "offers.xml",
        more: str = "",
        full: bool = False,
        **made: Any,
    ) -> Path:
        changes = str(not full).lower()
        return self.write(
            name,
            f'<ПакетПредложений СодержитТолькоИзменения="{changes}"><Ид>k#</Ид>{more}'
            f"<Предложения>{''.join(offers)}</Предложения></ПакетПредложений>",
            **made,
        )


PRICE_TYPES = (
    "<ТипыЦен>"
    "<ТипЦены><Ид>opt</Ид><Наименование>Опт</Наименование><Валюта>руб.</Валюта></ТипЦены>"
    "<ТипЦены><Ид>usd</Ид><Наименование>Импорт</Наименование><Валюта>USD</Валюта></ТипЦены>"
    "</ТипыЦен>"
)
WAREHOUSES = (
    "<Склады><Склад><Ид>w1</Ид><Наименование>Химки</Наименование></Склад>"
    "<Склад><Ид>w2</Ид><Наименование>Тверь</Наименование></Склад></Склады>"
)
GROUPS = (
    "<Группы><Группа><Ид>g1</Ид><Наименование>Крепёж</Наименование><Группы><Группа><Ид>g2</Ид>"
    "<Наименование>Болты</Наименование></Группа></Группы></Группа></Группы>"
)


def good(
    good_id: str,
    name: str = "Болт",
    *,
    article: str = "",
    barcode: str = "",
    group: str = "",
    vat: str = "20",
    more: str = "",
    deleted: bool = False,
) -> str:
    status = ' Статус="Удален"' if deleted else ""
    return (
        f"<Товар{status}><Ид>{good_id}</Ид><Штрихкод>{barcode}</Штрихкод>"
        f"<Артикул>{article}</Артикул><Наименование>{name}</Наименование>"
        '<БазоваяЕдиница Код="796">шт</БазоваяЕдиница>'
        + (f"<Группы><Ид>{group}</Ид></Группы>" if group else "")
        + "<СтавкиНалогов><СтавкаНалога><Наименование>НДС</Наименование>"
        f"<Ставка>{vat}</Ставка></СтавкаНалога></СтавкиНалогов>{more}</Товар>"
    )


def price(amount: str, kind: str = "opt", more: str = "") -> str:
    return (
        f"<Цена><ИдТипаЦены>{kind}</ИдТипаЦены><ЦенаЗаЕдиницу>{amount}</ЦенаЗаЕдиницу>{more}</Цена>"
    )


def offer(
    offer_id: str,
    name: str = "",
    *prices: str,
    article: str = "",
    barcode: str = "",
    stock: dict[str, str] | None = None,
    more: str = "",
) -> str:
    return (
        f"<Предложение><Ид>{offer_id}</Ид>"
        + (f"<Наименование>{name}</Наименование>" if name else "")
        + (f"<Артикул>{article}</Артикул>" if article else "")
        + (f"<Штрихкод>{barcode}</Штрихкод>" if barcode else "")
        + (f"<Цены>{''.join(prices)}</Цены>" if prices else "")
        + "".join(
            f'<Склад ИдСклада="{place}" КоличествоНаСкладе="{quantity}"/>'
            for place, quantity in (stock or {}).items()
        )
        + f"{more}</Предложение>"
    )
