"""Prices in their types, units and currencies; stock with the time it was known."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from portal.db.models import Price, PriceType, Stock, Warehouse
from portal.exchange.commerceml.values import scaled, vat_rate
from tests.portal.exchange.files import PRICE_TYPES, WAREHOUSES, Exchange, Files, offer, price


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


async def amounts(exchange: Exchange) -> dict[tuple[str, int], int]:
    async with exchange.database.read() as session:
        rows = await session.execute(
            select(PriceType.name, Price.from_quantity, Price.amount).join(
                Price, Price.price_type_id == PriceType.id
            )
        )
        return {(name, start): amount for name, start, amount in rows}


async def test_price_types_and_quantity_breaks_replace_what_was(
    exchange: Exchange, files: Files
) -> None:
    least = "<МинКоличество>{}</МинКоличество>"
    await exchange.load(
        files.offers(
            offer(
                "bolt",
                "Болт",
                price("10"),
                price("9", more=least.format(100)),
                price("0.50", "usd"),
            ),
            more=PRICE_TYPES,
        )
    )
    assert await amounts(exchange) == {
        ("Опт", 0): 1000,
        ("Опт", 100_000): 900,
        ("Импорт", 0): 50,
    }

    await exchange.load(
        files.offers(offer("bolt", "Болт", price("11"), price("8", more=least.format(500))))
    )

    assert await amounts(exchange) == {
        ("Опт", 0): 1100,
        ("Опт", 500_000): 800,
        ("Импорт", 0): 50,
    }
    assert dict(await exchange.all(PriceType.name, PriceType.currency)) == {
        "Опт": "RUB",
        "Импорт": "USD",
    }


async def test_a_price_of_a_pack_is_divided_by_what_is_in_it(
    exchange: Exchange, files: Files
) -> None:
    pack = "<Единица>778</Единица><Коэффициент>50</Коэффициент><МинКоличество>2</МинКоличество>"

    await exchange.load(
        files.offers(offer("bolt", "Болт", price("100.25", more=pack)), more=PRICE_TYPES)
    )

    assert await amounts(exchange) == {("Опт", 100_000): 201}


async def test_nothing_is_sold_for_nothing(exchange: Exchange, files: Files) -> None:
    await exchange.load(files.offers(offer("bolt", "Болт", price("10")), more=PRICE_TYPES))

    counts = await exchange.load(files.offers(offer("bolt", "Болт", price("0"))))

    assert await amounts(exchange) == {}
    assert counts.skipped["a price of 0: nothing is sold for nothing"].count == 1


@pytest.mark.parametrize("amount", ["", "дорого", "NaN", "1e400", "-5", "9" * 40])
async def test_a_price_that_is_no_number_is_skipped(
    exchange: Exchange, files: Files, amount: str
) -> None:
    counts = await exchange.load(
        files.offers(offer("bolt", "Болт", price(amount), price("2", "usd")), more=PRICE_TYPES)
    )

    assert await amounts(exchange) == {("Импорт", 0): 200}
    assert counts.skipped["a price that is no number"].examples == ["Болт"]


async def test_unknown_price_types_and_warehouses_are_made_by_their_ids(
    exchange: Exchange, files: Files
) -> None:
    euro = "<Валюта>EUR</Валюта>"
    offers = files.offers(offer("bolt", "Болт", price("1", "new", euro), stock={"somewhere": "1"}))

    counts = await exchange.load(offers)

    assert await exchange.all(PriceType.name, PriceType.currency) == [("new", "EUR")]
    assert await exchange.all(Warehouse.name) == [("somewhere",)]
    assert set(counts.notes) == {
        "a price type known by its id alone",
        "a warehouse known by its id alone",
    }
    again = await exchange.load(offers)
    assert (again.changed, again.price_types, again.warehouses) == (0, 1, 1)


async def test_stock_is_known_as_of_the_file_in_the_zone_of_1c(
    exchange: Exchange, files: Files
) -> None:
    offers = files.offers(
        offer("bolt", "Болт", stock={"w1": "5"}), more=WAREHOUSES, made_at="2025-03-01T10:00:00"
    )

    await exchange.load(offers, zone=ZoneInfo("Asia/Vladivostok"))

    assert await exchange.all(Stock.known_at) == [(datetime(2025, 3, 1, 0, 0, tzinfo=UTC),)]


async def test_stock_is_never_known_from_the_future(exchange: Exchange, files: Files) -> None:
    await exchange.load(
        files.offers(
            offer("bolt", "Болт", stock={"w1": "5"}), more=WAREHOUSES, made_at="2031-01-01T00:00:00"
        )
    )

    assert await exchange.all(Stock.known_at) == [(exchange.now,)]


async def test_older_news_of_stock_does_not_replace_newer(exchange: Exchange, files: Files) -> None:
    new = files.offers(
        offer("bolt", "Болт", stock={"w1": "5"}), more=WAREHOUSES, made_at="2025-03-02T10:00:00"
    )
    old = files.offers(
        offer("bolt", "Болт", stock={"w1": "9"}), name="old.xml", made_at="2025-03-01T10:00:00"
    )
    await exchange.load(new)

    counts = await exchange.load(old)

    assert await exchange.all(Stock.quantity) == [(5000,)]
    assert counts.skipped["stock that is older than what is known"].count == 1


async def test_the_same_stock_in_a_newer_file_is_newer_news(
    exchange: Exchange, files: Files
) -> None:
    for made_at in ("2025-03-01T10:00:00", "2025-03-02T10:00:00"):
        counts = await exchange.load(
            files.offers(offer("bolt", "Болт", stock={"w1": "5"}), more=WAREHOUSES, made_at=made_at)
        )

    assert counts.changed == 1
    assert await exchange.all(Stock.known_at) == [(datetime(2025, 3, 2, 7, 0, tzinfo=UTC),)]


async def test_a_total_counts_only_as_long_as_no_warehouse_is_known(
    exchange: Exchange, files: Files
) -> None:
    total = "<Количество>12</Количество>"
    offers = files.offers(offer("bolt", "Болт", more=total))
    await exchange.load(offers)
    assert await exchange.all(Warehouse.name) == [("Склад",)]
    assert await exchange.all(Stock.quantity) == [(12_000,)]

    rests = files.offers(offer("bolt", stock={"w1": "7"}), more=WAREHOUSES, name="rests.xml")
    await exchange.load(rests)
    await exchange.load(offers)

    assert await exchange.all(Stock.quantity) == [(7000,)]


async def test_rests_by_warehouse_and_in_all(exchange: Exchange, files: Files) -> None:
    """As schemas from 2.08 on write them."""
    place = "<Склад><Ид>{}</Ид><Количество>{}</Количество></Склад>"
    await exchange.load(
        files.offers(
            offer(
                "bolt",
                "Болт",
                more="<Остатки><Остаток>"
                + place.format("w1", "1.5")
                + "</Остаток><Остаток>"
                + place.format("w2", "")
                + "</Остаток></Остатки>",
            ),
            offer(
                "nut",
                "Гайка",
                more="<Остатки><Остаток><Количество>4</Количество></Остаток></Остатки>",
            ),
            more=WAREHOUSES,
        )
    )

    rows = await exchange.all(Stock.quantity)
    assert sorted(row[0] for row in rows) == [0, 1500, 4000]


async def test_a_file_without_a_date_is_as_old_as_the_file(
    exchange: Exchange, files: Files
) -> None:
    offers = files.offers(offer("bolt", "Болт", stock={"w1": "5"}), more=WAREHOUSES, made_at="")
    exchange.now = datetime.now(UTC) + timedelta(minutes=1)

    await exchange.load(offers)

    made_at = datetime.fromtimestamp(offers.stat().st_mtime, UTC)
    assert await exchange.all(Stock.known_at) == [(made_at,)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5", 5000),
        ("1 234,5", 1234_500),
        ("1\u00a0234.5", 1234_500),
        ("0.0005", 1),
        ("-2", -2000),
        ("", None),
        ("٣", 3000),
        ("²", None),
        ("inf", None),
        ("1e99999999", None),
        ("1e-99999999", 0),
    ],
)
def test_numbers_as_1c_writes_them(text: str, number: int | None) -> None:
    assert scaled(text, 1000) == number


@pytest.mark.parametrize(
    ("text", "rate"), [("20", 2000), ("20%", 2000), ("НДС22", 2200), ("Без НДС", None), ("0", 0)]
)
def test_rates_as_1c_writes_them(text: str, rate: int | None) -> None:
    assert vat_rate(text) == rate
