"""A small wholesaler: a company with a buyer, and products as a test needs them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from sqlalchemy import Connection, event
from sqlalchemy.ext.asyncio import AsyncSession

from portal.db.models import (
    Barcode,
    Company,
    Price,
    Product,
    ProductState,
    ProductUnit,
    Role,
    Stock,
    Warehouse,
)
from portal.db.session import Database
from portal.search.fold import fold_article
from tests.portal.world import Clock, a_company, a_person, a_price_type, bearer


@dataclass
class Trade:
    """`buyer` is a buyer of `company` (contract, price type); calls are made on their behalf."""

    client: httpx.AsyncClient
    database: Database
    clock: Clock
    price_type: int
    company: int
    buyer: str
    warehouse: int

    async def get(self, path: str, token: str | None = None, **query: Any) -> Any:
        """The answer of a call that succeeds."""
        headers = bearer(token or self.buyer)
        answer = await self.client.get(path, params=query, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(
        self, path: str, body: Any = None, *, key: str | None = None, token: str | None = None
    ) -> httpx.Response:
        headers = bearer(token or self.buyer, key=key)
        return await self.client.post(path, json=body, headers=headers)

    async def anonymous(self, path: str, **query: Any) -> Any:
        answer = await self.client.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def person(self, role: Role = Role.BUYER, name: str = "Борис") -> str:
        """The token of another person of the company."""
        return await a_person(self.database, self.clock(), (self.company, role), name=name)

    async def change(
        self, *changes: tuple[Any, ...], cart: str = "active", token: str | None = None
    ) -> Any:
        """`(product, "add" or "set", quantity[, unit])`: the answer of a change that succeeds."""
        answer = await self.try_change(*changes, cart=cart, token=token)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def try_change(
        self, *changes: tuple[Any, ...], cart: str = "active", token: str | None = None
    ) -> httpx.Response:
        body = [
            {
                "product_id": str(product),
                "op": op,
                "quantity": str(quantity),
                "unit": unit[0] if unit else None,
            }
            for product, op, quantity, *unit in changes
        ]
        return await self.post(f"/carts/{cart}/lines", {"changes": body}, token=token)

    async def order(self, quote: Any, *, key: str | None = None, **more: Any) -> httpx.Response:
        """Place what a quote says."""
        return await self.post("/orders", agreed(quote) | more, key=key)

    async def placed(self, *wanted: tuple[int, int]) -> Any:
        """An order of products and quantities."""
        await self.change(*((product, "set", quantity) for product, quantity in wanted))
        answer = await self.order(await self.get("/carts/active/quote"))
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def product(
        self,
        article: str = "0893106",
        name: str = "Болт М8×40",
        *,
        price: int | None = 1000,
        breaks: Mapping[int, int] | None = None,
        stock: int | None = 1_000_000,
        multiple: int = 1,
        minimum: int = 1,
        units: Mapping[str, int] | None = None,
        barcode: str | None = None,
        state: ProductState = ProductState.ACTIVE,
        vat: int | None = 2200,
        **more: Any,
    ) -> int:
        """Kopecks, and whole units; `breaks` are prices from a quantity on. Returns its id."""
        async with self.database.write() as session:
            product = Product(
                article=article,
                article_key=fold_article(article),
                name=name,
                multiple=multiple * 1000,
                minimum=minimum * 1000,
                state=state,
                vat=vat,
                updated_at=self.clock(),
                **more,
            )
            session.add(product)
            await session.flush()
            await self._price(session, product.id, {0: price} if price is not None else {})
            await self._price(session, product.id, breaks or {})
            if stock is not None:
                session.add(
                    Stock(
                        product_id=product.id,
                        warehouse_id=self.warehouse,
                        quantity=stock * 1000,
                        known_at=self.clock(),
                    )
                )
            for unit, factor in (units or {}).items():
                session.add(ProductUnit(product_id=product.id, name=unit, factor=factor * 1000))
            if barcode:
                session.add(Barcode(code=barcode, product_id=product.id))
        return product.id

    async def _price(self, session: AsyncSession, product: int, prices: Mapping[int, int]) -> None:
        for start, amount in prices.items():
            session.add(
                Price(
                    product_id=product,
                    price_type_id=self.price_type,
                    from_quantity=start * 1000,
                    amount=amount,
                )
            )

    async def products(self, count: int) -> list[int]:
        """So many products with a price and stock."""
        ids = []
        async with self.database.write() as session:
            for n in range(count):
                product = Product(
                    article=f"A{n:05}",
                    article_key=f"a{n:05}",
                    name=f"Болт {n}",
                    vat=2200,
                    updated_at=self.clock(),
                )
                session.add(product)
                ids.append(product)
            await session.flush()
            for n, product in enumerate(ids):
                await self._price(session, product.id, {0: 100 + n})
                session.add(
                    Stock(
                        product_id=product.id,
                        warehouse_id=self.warehouse,
                        quantity=5000,
                        known_at=self.clock(),
                    )
                )
        return [product.id for product in ids]

    async def set(self, table: type[Any], key: Any, **values: Any) -> None:
        """Change a row, as an import or a manager would."""
        async with self.database.write() as session:
            row = await session.get_one(table, key)
            for name, value in values.items():
                setattr(row, name, value)

    async def reprice(self, product: int, amount: int) -> None:
        await self.set(Price, (product, self.price_type, 0), amount=amount)

    async def discount(self, basis_points: int) -> None:
        await self.set(Company, self.company, discount=basis_points)


async def open_trade(client: httpx.AsyncClient, database: Database, clock: Clock) -> Trade:
    price_type = await a_price_type(database)
    company = await a_company(database, clock(), price_type_id=price_type)
    async with database.write() as session:
        warehouse = Warehouse(name="Основной")
        session.add(warehouse)
    buyer = await a_person(database, clock(), (company, Role.BUYER))
    return Trade(client, database, clock, price_type, company, buyer, warehouse.id)


def agreed(quote: Any) -> dict[str, Any]:
    """An order's body from a quote, as a client sends it back."""
    return {
        "cart_id": quote["cart_id"],
        "lines": [
            {name: line[name] for name in ("product_id", "quantity", "price")}
            for line in quote["lines"]
        ],
        "total": quote["total"],
    }


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """The statements that are sent to the database meanwhile."""
    seen: list[str] = []

    def note(connection: Connection, cursor: Any, statement: str, *_: Any, **__: Any) -> None:
        seen.append(statement)

    engines = [database._reader.sync_engine, database._writer.sync_engine]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
