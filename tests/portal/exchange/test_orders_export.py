"""Orders on their way to 1C: valid by the standard's own schema, none lost, none doubled."""

import fcntl
import io
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml.etree import _Element
from sqlalchemy import select, update

from portal.db.models import Company, Order, OrderLine, OrderStatus, Person, Product
from portal.db.session import Database
from portal.exchange.commerceml import UnreadableFile, orders
from portal.exchange.commerceml.orderxml import Document, document
from tests.portal.exchange.files import SHARED, Exchange

PLACED_AT = datetime(2025, 3, 3, 21, 30, 5, tzinfo=UTC)
NS = {"c": "urn:1C.ru:commerceml_2"}


@pytest.fixture(scope="session")
def schema() -> etree.XMLSchema:
    path = SHARED / "xsd" / "commerceml-2.10.xsd"
    if not path.exists():
        pytest.skip(f"the schema of CommerceML 2.10 is not beside the checkout, at {path}")
    return etree.XMLSchema(file=str(path))


async def an_order(
    exchange: Exchange,
    *,
    number: str = "1001",
    status: OrderStatus = OrderStatus.NEW,
    product: str | None = "c0485#fe32",
    inn: str = "7707083893",
    **more: Any,
) -> str:
    """Two lines of one product; returns the `Ид`."""
    external_id = str(uuid4())
    async with exchange.database.write() as session:
        company = await session.scalar(select(Company).where(Company.inn == inn))
        if company is None:
            company = Company(inn=inn, kpp="770701001", name="ООО «Болты»", created_at=exchange.now)
            session.add(company)
        person = Person(name="Анна Смирнова", created_at=exchange.now)
        thing = await session.scalar(select(Product).where(Product.external_id == product))
        if thing is None:
            thing = Product(external_id=product, name="Болт", updated_at=exchange.now)
            session.add(thing)
        session.add(person)
        await session.flush()
        order = Order(
            number=number,
            external_id=external_id,
            company_id=company.id,
            author_id=person.id,
            status=status,
            **{
                "price_type": "Опт",
                "address": "Москва, ул. Селезнёвская, 21",
                "comment": "Позвонить за час",
                "total": 25_100,
                "vat": 4183,
                "snapshot_hash": "",
                "placed_at": PLACED_AT,
            }
            | more,
        )
        session.add(order)
        await session.flush()
        common = {"order_id": order.id, "product_id": thing.id, "article": "0893106"}
        session.add_all(
            [
                OrderLine(
                    **common,
                    number=1,
                    name="Болт М8×40",
                    unit="шт",
                    quantity=2500,
                    price=10_000,
                    amount=25_000,
                    vat_rate=2000,
                    vat=4167,
                ),
                OrderLine(
                    **common,
                    number=2,
                    name="Пробник",
                    unit="брусок",
                    quantity=1000,
                    price=100,
                    amount=100,
                    vat_rate=None,
                    vat=0,
                ),
            ]
        )
    return external_id


def texts(element: _Element, path: str) -> list[str]:
    found = element.xpath("/".join(f"c:{name}" for name in path.split("/")), namespaces=NS)
    assert isinstance(found, list)
    return [child.text or "" for child in found if isinstance(child, _Element)]


def read(path: Path) -> _Element:
    return etree.parse(str(path)).getroot()


async def exported(database: Database) -> dict[str, datetime | None]:
    async with database.read() as session:
        rows = await session.execute(select(Order.external_id, Order.exported_at))
        return {row[0]: row[1] for row in rows}


async def test_an_order_as_1c_reads_it(
    exchange: Exchange, tmp_path: Path, schema: etree.XMLSchema
) -> None:
    external_id = await an_order(exchange)
    out = tmp_path / "orders.xml"

    assert await orders.export(exchange.database, out, now=exchange.now) == 1

    root = read(out)
    schema.assertValid(root)
    assert (root.get("ВерсияСхемы"), root.get("ДатаФормирования")) == (
        "2.10",
        "2025-03-03T12:00:00",
    )
    [order] = root
    for path, text in {
        "Ид": [external_id],
        "Номер": ["1001"],
        "Дата": ["2025-03-04"],
        "Время": ["00:30:05"],
        "ХозОперация": ["Заказ товара"],
        "Роль": ["Продавец"],
        "Валюта": ["RUB"],
        "Сумма": ["251.00"],
        "Комментарий": ["Позвонить за час"],
        "Контрагенты/Контрагент/ОфициальноеНаименование": ["ООО «Болты»"],
        "Контрагенты/Контрагент/ИНН": ["7707083893"],
        "Контрагенты/Контрагент/КПП": ["770701001"],
        "Контрагенты/Контрагент/Роль": ["Покупатель"],
        "Налоги/Налог/Сумма": ["41.83"],
        "Товары/Товар/Ид": ["c0485#fe32", "c0485#fe32"],
        "Товары/Товар/Артикул": ["0893106", "0893106"],
        "Товары/Товар/Наименование": ["Болт М8×40", "Пробник"],
        "Товары/Товар/БазоваяЕдиница": ["шт", "брусок"],
        "Товары/Товар/ЦенаЗаЕдиницу": ["100.00", "1.00"],
        "Товары/Товар/Количество": ["2.5", "1"],
        "Товары/Товар/Сумма": ["250.00", "1.00"],
        "Товары/Товар/СтавкиНалогов/СтавкаНалога/Ставка": ["20", "Без НДС"],
        "Товары/Товар/Налоги/Налог/Ставка": ["20"],
        "Товары/Товар/Налоги/Налог/Сумма": ["41.67"],
    }.items():
        assert texts(order, path) == text, path
    [piece, _] = order.xpath("c:Товары/c:Товар/c:БазоваяЕдиница", namespaces=NS)
    assert (piece.get("Код"), piece.get("НаименованиеПолное")) == ("796", "Штука")
    requisites = order.find("c:ЗначенияРеквизитов", NS)
    assert requisites is not None
    assert dict(
        zip(
            texts(requisites, "ЗначениеРеквизита/Наименование"),
            texts(requisites, "ЗначениеРеквизита/Значение"),
            strict=True,
        )
    ) == {
        "Статус заказа": "Новый",
        "Отменен": "false",
        "Адрес доставки": "Москва, ул. Селезнёвская, 21",
        "Вид цен": "Опт",
        "Заказал": "Анна Смирнова",
    }


async def test_orders_are_exported_once(exchange: Exchange, tmp_path: Path) -> None:
    first, second = tmp_path / "1.xml", tmp_path / "2.xml"
    before = await an_order(exchange)
    await orders.export(exchange.database, first, now=exchange.now)
    after = await an_order(exchange, number="1002")

    assert await orders.export(exchange.database, second, now=exchange.now) == 1

    assert texts(read(first), "Документ/Ид") == [before]
    assert texts(read(second), "Документ/Ид") == [after]
    assert await exported(exchange.database) == {before: exchange.now, after: exchange.now}


async def test_everything_again(exchange: Exchange, tmp_path: Path) -> None:
    ids = [await an_order(exchange, number=number) for number in ("1001", "1002")]
    await orders.export(exchange.database, io.BytesIO(), now=exchange.now)
    later = exchange.now + timedelta(days=1)
    out = tmp_path / "orders.xml"

    assert await orders.export(exchange.database, out, now=later, everything=True) == 2

    assert texts(read(out), "Документ/Ид") == ids
    assert set((await exported(exchange.database)).values()) == {exchange.now}


async def test_a_file_that_1c_has_not_taken_keeps_its_orders(
    exchange: Exchange, tmp_path: Path, schema: etree.XMLSchema
) -> None:
    out = tmp_path / "orders.xml"
    before = await an_order(exchange)
    await orders.export(exchange.database, out, now=exchange.now)
    after = await an_order(exchange, number="1002")

    assert await orders.export(exchange.database, out, now=exchange.now) == 1
    assert texts(read(out), "Документ/Ид") == [before, after]
    schema.assertValid(read(out))

    unchanged = out.read_bytes()
    assert await orders.export(exchange.database, out, now=exchange.now + timedelta(days=1)) == 0
    assert out.read_bytes() == unchanged


async def test_a_kill_before_the_marking_repeats_an_order_and_loses_none(
    exchange: Exchange, tmp_path: Path
) -> None:
    """As after a kill: the file is there, and no order is marked."""
    out = tmp_path / "orders.xml"
    ids = [await an_order(exchange, number=number) for number in ("1001", "1002")]
    await orders.export(exchange.database, out, now=exchange.now)
    async with exchange.database.write() as session:
        await session.execute(update(Order).values(exported_at=None))

    assert await orders.export(exchange.database, out, now=exchange.now) == 2

    assert texts(read(out), "Документ/Ид") == ids


class FullDisk(io.BytesIO):
    """Takes a little and then no more."""

    def write(self, data: Any) -> int:
        if self.tell() > 10_000:
            raise OSError(28, "No space left on device")
        return super().write(data)


async def test_what_could_not_be_written_is_not_marked(exchange: Exchange) -> None:
    for number in range(20):
        await an_order(exchange, number=str(number))

    with pytest.raises(OSError, match="No space left"):
        await orders.export(exchange.database, FullDisk(), now=exchange.now)

    assert set((await exported(exchange.database)).values()) == {None}


async def test_of_two_exports_at_once_the_second_is_refused(
    exchange: Exchange, tmp_path: Path
) -> None:
    out = tmp_path / "orders.xml"
    external_id = await an_order(exchange)
    other = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)
    with pytest.raises(BlockingIOError, match="another export is writing it"):
        await orders.export(exchange.database, out, now=exchange.now)
    os.close(other)
    assert await exported(exchange.database) == {external_id: None}

    assert await orders.export(exchange.database, out, now=exchange.now) == 1


async def test_a_foreign_file_is_not_overwritten(exchange: Exchange, tmp_path: Path) -> None:
    out = tmp_path / "orders.xml"
    out.write_text("список покупок")
    external_id = await an_order(exchange)

    with pytest.raises(UnreadableFile):
        await orders.export(exchange.database, out, now=exchange.now)

    assert out.read_text() == "список покупок"
    assert await exported(exchange.database) == {external_id: None}


async def test_no_orders_are_an_empty_and_valid_file(
    exchange: Exchange, tmp_path: Path, schema: etree.XMLSchema
) -> None:
    out = tmp_path / "orders.xml"

    assert await orders.export(exchange.database, out, now=exchange.now) == 0

    schema.assertValid(read(out))
    assert [name for name in os.listdir(tmp_path) if "orders" in name] == ["orders.xml"]


async def test_more_orders_than_a_page(exchange: Exchange, schema: etree.XMLSchema) -> None:
    ids = [await an_order(exchange, number=str(n)) for n in range(orders.PAGE + 3)]
    out = io.BytesIO()

    assert await orders.export(exchange.database, out, now=exchange.now) == len(ids)

    root = etree.fromstring(out.getvalue())
    schema.assertValid(root)
    assert texts(root, "Документ/Ид") == ids


async def test_a_cancelled_order_and_a_person_in_business(
    exchange: Exchange, tmp_path: Path, schema: etree.XMLSchema
) -> None:
    out = tmp_path / "orders.xml"
    await an_order(exchange, status=OrderStatus.CANCELLED, product=None, inn="500100732259")

    await orders.export(exchange.database, out, now=exchange.now)

    [order] = read(out)
    schema.assertValid(read(out))
    assert texts(order, "Контрагенты/Контрагент/ПолноеНаименование") == ["ООО «Болты»"]
    assert "Отменён" in texts(order, "ЗначенияРеквизитов/ЗначениеРеквизита/Значение")
    [product_id, _] = texts(order, "Товары/Товар/Ид")
    assert product_id.startswith("artikul-")


def test_a_comment_longer_than_the_schema_allows_goes_on_elsewhere() -> None:
    comment = "".join(chr(0x410 + n % 32) for n in range(4000))

    element = document(_found(comment=comment), PLACED_AT)

    assert texts(element, "Комментарий") == [comment[:3000]]
    values = texts(element, "ЗначенияРеквизитов/ЗначениеРеквизита/Значение")
    assert comment[3000:] in values


NASTY = st.text(
    st.characters(exclude_categories=["Cs"])
    | st.sampled_from("\x00\x08\x0b\ufffe\uffff<>&\"'\r\n]"),
    max_size=5000,
)
KOPECKS = st.integers(0, 10**12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    number=NASTY,
    address=NASTY,
    comment=NASTY,
    currency=NASTY,
    price_type=NASTY,
    name=NASTY,
    inn=NASTY,
    kpp=NASTY,
    external_id=NASTY,
    article=NASTY,
    unit=NASTY,
    product_id=st.none() | NASTY,
    amounts=st.tuples(KOPECKS, KOPECKS, KOPECKS),
    quantity=st.integers(1, 10**12),
    vat_rate=st.none() | st.integers(0, 10_000),
    status=st.sampled_from(OrderStatus),
)
def test_whatever_the_texts_are_the_export_is_valid(schema: etree.XMLSchema, **order: Any) -> None:
    element = document(_found(**order), PLACED_AT)

    root = etree.Element(f"{{{NS['c']}}}КоммерческаяИнформация")
    root.set("ВерсияСхемы", "2.10")
    root.set("ДатаФормирования", "2025-03-03T12:00:00")
    root.append(element)
    again = etree.fromstring(etree.tostring(root, encoding="utf-8"))
    schema.assertValid(again)


def test_a_currency_with_what_xml_cannot_hold() -> None:
    assert texts(document(_found(currency="RUB\x1f"), PLACED_AT), "Валюта") == ["RUB"]
    assert texts(document(_found(currency="рубль"), PLACED_AT), "Валюта") == ["XXX"]


def _found(
    *,
    number: str = "1001",
    address: str = "",
    comment: str = "",
    currency: str = "RUB",
    price_type: str = "Опт",
    name: str = "ООО «Болты»",
    inn: str = "7707083893",
    kpp: str = "",
    external_id: str = "9f0c",
    article: str = "0893106",
    unit: str = "шт",
    product_id: str | None = "c0485",
    amounts: tuple[int, int, int] = (100, 100, 17),
    quantity: int = 1000,
    vat_rate: int | None = 2000,
    status: OrderStatus = OrderStatus.NEW,
) -> Document:
    order = Order(
        number=number,
        external_id=external_id,
        status=status,
        price_type=price_type,
        currency=currency,
        address=address,
        comment=comment,
        total=amounts[0],
        vat=amounts[2],
    )
    line = OrderLine(
        number=1,
        product_id=7,
        article=article,
        name=name,
        unit=unit,
        quantity=quantity,
        price=amounts[1],
        amount=amounts[0],
        vat_rate=vat_rate,
        vat=amounts[2],
    )
    company = Company(id=1, name=name, inn=inn, kpp=kpp, external_id=external_id or None)
    return Document(order, company, name, [(line, product_id)])
