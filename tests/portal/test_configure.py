"""The supplier's terms from a file, and a company's from the command line."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.db.models import (
    Company,
    Contract,
    Discount,
    Group,
    LoyaltyLevel,
    Membership,
    Person,
    PriceType,
    Product,
    ProductSupply,
    Supplier,
    SupplyKind,
)
from portal.db.session import Database
from portal.demo import SUPPLIER
from portal.exchange.terms import TermsError, read, write
from tests.portal.test_cli import Run, run
from tests.portal.trade_world import Trade
from tests.portal.world import INN, a_company

__all__ = ["run"]

WHOLE = """
[supplier]
name = "ООО «Опт»"
inn = "7707083893"
minimum_order = 50.50

[[vat]]
rate = 22
[[vat]]
group = "Крепёж"
rate = 10

[[ladder]]
price_type = "опт"
from_total = 1000

[[discounts]]
name = "Болты"
percent = 7.5
from_amount = 20
group = "Крепёж / Болты"

[[breaks]]
article = "B-1"
price_type = "Опт"
from_quantity = 100
price = 9.05

[[supplies]]
name = "В пути"
source = "transit"
[[supplies.goods]]
article = "B-1"
multiple = 50
quantity = 500
expected_on = 2025-04-01

[loyalty]
period = "month"
[[loyalty.levels]]
name = "Серебро"
from_turnover = 0
discount = 3
points = 0.5
privileges = ["Одно", "Другое"]

[[branding]]
group = "Крепёж"
price = 1.20
note = "Вектор"
"""


def file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "terms.toml"
    path.write_text(text, "utf-8")
    return path


async def take(trade: Trade, tmp_path: Path, text: str) -> dict[str, int]:
    async with trade.database.write() as session:
        return await write(session, read(file(tmp_path, text)))


async def with_groups(trade: Trade) -> int:
    async with trade.database.write() as session:
        metal = Group(name="Крепёж")
        session.add(metal)
        await session.flush()
        bolts = Group(name="Болты", parent_id=metal.id)
        session.add_all([bolts, Group(name="Болты")])
        await session.flush()
    return await trade.product("B-1", price=1000, group_id=bolts.id)


async def test_a_whole_file_is_taken_over_and_again_the_same(trade: Trade, tmp_path: Path) -> None:
    bolt = await with_groups(trade)
    for _ in range(2):
        counts = await take(trade, tmp_path, WHOLE)
        assert counts == {
            "supplier": 1, "vat": 2, "ladder": 1, "discounts": 1, "breaks": 1, "supplies": 1,
            "loyalty": 1, "branding": 1,
        }  # fmt: skip
    async with trade.database.read() as session:
        supplier = (await session.scalars(select(Supplier))).one()
        assert (supplier.name, supplier.minimum_order) == ("ООО «Опт»", 50_50)
        assert await session.scalar(select(PriceType.from_total)) == 1000_00
        product = await session.get_one(Product, bolt)
        branded = (product.vat, product.branding_price, product.branding_note)
        assert branded == (1000, 1_20, "Вектор")
        brought = (await session.scalars(select(ProductSupply))).one()
        assert (brought.multiple, brought.minimum, brought.quantity) == (50_000, 1000, 500_000)
        level = (await session.scalars(select(LoyaltyLevel))).one()
        assert (level.discount, level.points, level.privileges) == (300, 50, "Одно\nДругое")
    # They are at work: the break, then the larger of 7.5% and 3%.
    answer = await trade.change((bolt, "set", 100))
    assert answer["cart"]["lines"][0]["price"] == "8.37"
    # What a section lists is all there is; what is left out stays.
    await take(trade, tmp_path, "discounts = []\nbranding = []\nsupplies = []")
    async with trade.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Discount)) == 0
        assert await session.scalar(select(func.count()).select_from(ProductSupply)) == 0
        assert await session.scalar(select(func.count()).select_from(SupplyKind)) == 1
        assert await session.scalar(select(Product.branding_price)) is None
        assert await session.scalar(select(func.count()).select_from(LoyaltyLevel)) == 1


async def test_all_that_is_unknown_is_named_and_nothing_is_changed(
    trade: Trade, tmp_path: Path
) -> None:
    await with_groups(trade)
    wrong = (
        WHOLE.replace('"Крепёж / Болты"', '"Болты"')
        .replace('"опт"', '"Дилер"')
        .replace('article = "B-1"\nmultiple', 'article = "B-2"\nmultiple')
        .replace('[[branding]]\ngroup = "Крепёж"', '[[branding]]\ngroup = "Химия"')
    )
    with pytest.raises(TermsError) as refused:
        await take(trade, tmp_path, wrong)
    assert str(refused.value).splitlines() == [
        "ladder 1: there is no price type Дилер",
        "discounts 1: several groups are called Болты: write the path to it",
        "branding 1: there is no group Химия",
    ]
    async with trade.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Supplier)) == 0


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[supplier", "is no TOML"),
        ("[supplir]", "supplir: Extra inputs"),
        ('[supplier]\nname = "A"\ninn = "7707083894"', "7707083894 is no INN"),
        ('[[discounts]]\nname = "A"\npercent = 101', "discounts 1 percent: Input should be less"),
        ("[[branding]]\nprice = 1", "branding 1: either an article or a group"),
        (
            '[loyalty]\nperiod = "month"\n[[loyalty.levels]]\nname="A"\nfrom_turnover=0\n'
            '[[loyalty.levels]]\nname="B"\nfrom_turnover=0',
            "two begin at the same turnover",
        ),
    ],
)
def test_what_cannot_be_meant_is_said_with_its_place(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(TermsError, match=why):
        read(file(tmp_path, text))


def test_the_example_is_right_and_exact() -> None:
    terms = read(SUPPLIER)
    assert terms.branding is not None
    assert terms.branding[0].price == Decimal("4.5")


def _opened(run: Run, sqlite_url: str, act: Any) -> Any:
    import asyncio

    async def through() -> Any:
        database = Database(sqlite_url)
        try:
            return await act(database)
        finally:
            await database.dispose()

    return asyncio.run(through())


def test_the_commands(run: Run, sqlite_url: str, tmp_path: Path) -> None:
    from datetime import UTC, datetime

    now = datetime.now(UTC)

    async def begin(database: Database) -> None:
        company = await a_company(database, now)
        async with database.write() as session:
            session.add(PriceType(name="Опт"))
            person = Person(name="Анна", created_at=now)
            session.add(person)
            await session.flush()
            session.add(
                Membership(person_id=person.id, company_id=company, role="buyer", created_at=now)
            )

    _opened(run, sqlite_url, begin)
    ladder = '[[ladder]]\nprice_type="Опт"\nfrom_total=1'
    code, out, _ = run("configure", str(file(tmp_path, ladder)))
    assert (code, out) == (0, "ladder: 1\n")
    code, _, err = run("configure", str(file(tmp_path, ladder.replace("Опт", "?"))))
    assert (code, err) == (2, "portal: ladder 1: there is no price type ?\n")
    code, out, _ = run(
        "company", INN, "--limit", "300 000,50", "--discount", "2.5", "--price-type", "опт",
        "--by-volume", "--delay", "14", "--edo-operator", "Диадок", "--edo-id", "2BM-1",
        "--order-limit", "анна=50000", "--contract", "77", "--signed", "2026-01-31",
        "--contract-limit", "1000", "--json",
    )  # fmt: skip
    card = json.loads(out)
    assert code == 0
    assert (card["limit"], card["discount"], card["pinned"]) == ("300000.50", "2.5", False)
    assert card["people"] == [{"name": "Анна", "role": "buyer", "order_limit": "50000.00"}]
    assert card["contracts"][0] == {
        "number": "77", "signed_on": "2026-01-31", "valid_to": None, "limit": "1000.00",
        "delay": None,
    }  # fmt: skip
    code, out, _ = run(
        "company", INN, "--limit", "none", "--contract", "1", "--valid-to", "2026-12-31"
    )
    assert "limit: none" in out
    assert "number 1, signed_on 2025-01-09, valid_to 2026-12-31" in out

    async def end(database: Database) -> tuple[Any, ...]:
        async with database.read() as session:
            company = (await session.scalars(select(Company))).one()
            contracts = await session.scalar(select(func.count()).select_from(Contract))
            return company.credit_limit, company.edo_id, contracts

    assert _opened(run, sqlite_url, end) == (None, "2BM-1", 2)
    assert run("company", INN, "--order-limit", "Борис=1")[2].startswith("portal: 0 people of")
    assert "--contract NUMBER is needed" in run("company", INN, "--contract-delay", "3")[2]
    assert "no company has the INN 7736050003" in run("company", "7736050003")[2]
