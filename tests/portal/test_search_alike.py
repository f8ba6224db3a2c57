"""Over SQLite and over PostgreSQL the same query has the same answer, in the same order."""

import random
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from bench.catalogue import articles
from bench.queries import Catalogue, queries
from portal.db.models import (
    Barcode,
    Company,
    CompanyCode,
    Family,
    Order,
    OrderLine,
    Person,
    Product,
    ProductState,
    Stock,
    Warehouse,
)
from portal.db.session import Database
from portal.search.find import Hit, find
from portal.search.fold import fold_article
from portal.search.live import LiveIndex

PRODUCTS, EACH = 3_000, 25
NOW = datetime(2025, 3, 3, 9, tzinfo=UTC)


def rows_of_a_catalogue() -> list[tuple[type[Any], list[dict[str, Any]]]]:
    """Some hidden, some discontinued, a third of them in stock, some ordered often."""
    rng = random.Random(5)
    states = [ProductState.ACTIVE] * 8 + [ProductState.HIDDEN, ProductState.DISCONTINUED]
    made = articles(PRODUCTS, 5)
    products = [
        {
            "id": each.product_id,
            "article": each.article,
            "article_key": fold_article(each.article),
            "name": each.name,
            "family_id": each.product_id % 40 + 1,
            "state": rng.choice(states),
            "updated_at": NOW,
        }
        for each in made
    ]
    some = rng.choices(range(1, PRODUCTS + 1), k=400)
    lines = [
        {
            "order_id": order,
            "number": line,
            "product_id": some[(order * line) % len(some)],
            "article": "",
            "name": "",
            "unit": "шт",
            "quantity": 1000,
            "price": 100,
            "amount": 100,
            "vat": 0,
        }
        for order in range(1, 31)
        for line in range(1, 11)
    ]
    orders = [
        {
            "id": n,
            "number": str(n),
            "external_id": str(n),
            "company_id": 1,
            "author_id": 1,
            "price_type": "Опт",
            "total": 0,
            "vat": 0,
            "snapshot_hash": "",
            "placed_at": NOW,
        }
        for n in range(1, 31)
    ]
    return [
        (Warehouse, [{"id": 1, "name": "Основной"}]),
        (Company, [{"id": 1, "inn": "7707083893", "name": "ООО «Болты»", "created_at": NOW}]),
        (Person, [{"id": 1, "name": "Анна", "created_at": NOW}]),
        (Family, [{"id": n, "name": "", "brand": f"Марка{n % 7}"} for n in range(1, 41)]),
        (Product, products),
        (Barcode, [{"code": f"46{n:011}", "product_id": n} for n in range(1, PRODUCTS, 5)]),
        (
            Stock,
            [
                {
                    "product_id": n,
                    "warehouse_id": 1,
                    "quantity": rng.choice((-1000, 0, 5000)),
                    "known_at": NOW,
                }
                for n in range(1, PRODUCTS)
            ],
        ),
        (Order, orders),
        (OrderLine, lines),
        (
            CompanyCode,
            [
                {"company_id": 1, "code": f"К-{n}", "code_key": f"k{n}", "product_id": n}
                for n in range(1, 40)
            ],
        ),
    ]


@asynccontextmanager
async def filled(url: str, folder: Path) -> AsyncIterator[tuple[Database, LiveIndex]]:
    database = Database(url)
    async with database.write() as session:
        for table, rows in rows_of_a_catalogue():
            await session.execute(insert(table), rows)
    index = LiveIndex(folder, database)
    index.start()
    await index.ready()
    yield database, index
    await index.close()
    await database.dispose()


def asked() -> list[str]:
    made = queries(Catalogue(articles(PRODUCTS, 5)), EACH, 5)
    texts = [query.text for kind in made.values() for query in kind]
    texts += ["болт", "цинк", "марка3 гайка", "к-7", "К 12", "4600000000006", "46", "чего нет"]
    return texts


async def answers(
    database: Database, index: LiveIndex | None, texts: Sequence[str], company: int | None
) -> list[list[Hit]]:
    bought = range(1, PRODUCTS, 7) if company else ()
    async with database.read() as session:
        return [
            await find(session, text, index=index, company_id=company, bought=bought, limit=10)
            for text in texts
        ]


@pytest.mark.postgres
async def test_the_same_top_ten(sqlite_url: str, postgres_url: str, tmp_path: Path) -> None:
    texts = asked()
    async with AsyncExitStack() as stack:
        worlds = [
            await stack.enter_async_context(filled(url, tmp_path / name))
            for url, name in ((sqlite_url, "sqlite"), (postgres_url, "postgres"))
        ]
        for company in (None, 1):
            one, other = [await answers(*world, texts, company) for world in worlds]
            for text, first, second in zip(texts, one, other, strict=True):
                assert first == second, text
            assert sum(map(bool, one)) > len(texts) * 0.9
        # What each database finds by itself, while there is no index.
        one, other = [await answers(world[0], None, texts[::10], 1) for world in worlds]
        for text, first, second in zip(texts[::10], one, other, strict=True):
            assert first == second, text
