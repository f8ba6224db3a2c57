"""Documents in the chat: invoices and their codes, acts, price list, EDO, asking the manager."""

import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import zxingcpp
from PIL import Image
from python_calamine import CalamineWorkbook
from sqlalchemy import select, update

from portal.db.models import Company, Document, DocumentKind, Product, StoredFile
from sandbox.core.messages import Json
from tests.bot.speaking import spaced
from tests.bot.test_deliveries import ordered
from tests.portal.paper_world import a_supplier, texts
from tests.support.portal import KREPEZH, ROMASHKA
from tests.support.world import Person, World


async def seller(world: World) -> None:
    """From now on the portal knows who sells; Romashka has an EDO operator."""
    async with world.portal_db.write() as session:
        session.add(a_supplier())
        await session.execute(
            update(Company)
            .where(Company.inn == ROMASHKA)
            .values(edo_operator="Диадок", edo_id="2BM-1")
        )


def file_of(world: World, message: Json) -> bytes:
    thing = message.get("document") or message["photo"][-1]
    path = world.telegram.world.state.files[thing["file_id"]].path
    return world.telegram.download(path)


def sheet(data: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def scanned(data: bytes) -> str:
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(data)))
    return found.bytes.decode()


def button(person: Person, start: str) -> str:
    return next(each for each in person.buttons if each.startswith(start))


async def test_an_invoice_and_its_code_from_the_orders_card(world: World) -> None:
    await seller(world)
    anna = await world.buyer()
    await ordered(anna, "0893106 10", "7721 4")
    assert anna.buttons[:2] == ["Повторить", "Документы"]
    await anna.click("Документы")
    assert "Документы заказа № 1001" in spaced(anna.last)
    listed = spaced(anna.last)
    assert "Счёт № 1001 | 2 ноября | 12 343,30" in listed, listed
    await anna.click("Подтверждение заказа № 1001")
    document = anna.from_bot[-1]
    assert document["document"]["file_name"].startswith("Подтверждение заказа № 1001 от ")
    assert "Заказал: Анна" in texts(file_of(world, document))[0]
    card = anna.from_bot[-2]["message_id"]
    await anna.click("Оплатить счёт", message=card)
    invoice, code = anna.from_bot[-2:]
    [page] = texts(file_of(world, invoice))
    assert "Счёт на оплату № 1001" in page
    assert "0893106 Очиститель тормозов Würth 500 мл 10 шт" in page
    read = scanned(file_of(world, code))
    assert "|Sum=1234330|Purpose=Счёт 1001 от" in read
    assert "приложении банка" in code["caption"]


async def test_over_the_limit_there_are_ways_out(world: World) -> None:
    await seller(world)
    async with world.portal_db.write() as session:
        limit = update(Company).where(Company.inn == ROMASHKA).values(credit_limit=45_000_00)
        await session.execute(limit)
    igor = await world.manager()
    anna = await world.buyer()
    await anna.send("0893106 10")
    await anna.send("/cart")
    await anna.click("Оформить заказ")
    await anna.click("Самовывоз")
    await anna.click("Без комментария")
    card = anna.last_message["message_id"]
    assert {"Оплатить счёт", "Спросить менеджера"} <= set(anna.buttons)
    await anna.click("Оплатить счёт")
    await anna.click(button(anna, "УПД 118"))
    read = scanned(file_of(world, anna.from_bot[-1]))
    assert "|Sum=1800000|Purpose=УПД 118 от" in read
    assert "к оплате 18 000,00 ₽" in spaced(anna.from_bot[-1]["caption"])
    await anna.click("Спросить менеджера", message=card)
    await anna.send("Поднимите лимит до пятницы")
    assert "Передали менеджеру" in anna.last
    await world.tell()
    assert "Новый запрос от компании" in igor.last
    assert "Поднимите лимит до пятницы" in igor.last
    await igor.send("/requests")
    await igor.click("Лимит", row="Ромашка")
    await igor.click("Ответить")
    await igor.send("Подняли до 100 000")
    assert "Лимит, ООО «Ромашка»: закрыто." in igor.last
    assert "Новых заявок нет" in await igor.send("/requests")
    await world.tell()
    assert "Менеджер ответил на ваш запрос." in anna.last
    assert "Подняли до 100 000" in anna.last


async def test_the_documents_of_an_order_by_edo(world: World) -> None:
    await seller(world)
    igor = await world.manager()
    anna = await world.buyer()
    await ordered(anna, "0893106 1")
    await anna.click("Документы")
    documents = anna.last_message["message_id"]
    await anna.click("Запросить по ЭДО")
    assert "заказа № 1001 по ЭДО: Диадок, 2BM-1" in spaced(anna.last)
    await anna.click("Запросить по ЭДО", message=documents)
    await world.tell()
    assert sum("Новый запрос от компании" in each for each in igor.messages) == 1
    assert "Документы по ЭДО, № 1001. Спрашивает Анна." in spaced(igor.last)
    await igor.click("Открыть запрос")
    assert "Идентификатор: 2BM-1" in igor.last
    await igor.click("Готово", times=2)
    assert "Документы по ЭДО, № 1001, ООО «Ромашка»: закрыто." in spaced(igor.last)
    await world.tell()
    assert "Документы заказа № 1001 отправлены по ЭДО." in spaced(anna.last)


async def test_all_documents_with_what_the_accounts_brought(world: World) -> None:
    await seller(world)
    owner = await world.owner()
    await ordered(owner, "0893106 1")
    data = b"%PDF-1.7 upd"
    path = world.folder / "upd"
    path.write_bytes(data)
    await world.portal_app.state.storage.keep(path, "ab" * 32)
    async with world.portal_db.write() as session:
        company = await session.scalar(select(Company.id).where(Company.inn == ROMASHKA))
        file = StoredFile(
            sha256="ab" * 32, size=len(data), media_type="application/pdf", created_at=world.clock()
        )
        session.add(file)
        await session.flush()
        session.add_all(
            Document(
                company_id=company, kind=DocumentKind.TAX_INVOICE, number=f"УПД {number}",
                on_date=world.clock().date() - timedelta(days=number), amount=48_000_00,
                name=f"УПД {number}.pdf", file_id=file.id, created_at=world.clock(),
            )
            for number in range(1, 13)
        )  # fmt: skip
    await owner.send("/documents")
    assert {"Счёт № 1001", "УПД 9"} <= set(owner.buttons)
    assert "УПД 10" not in owner.buttons
    await owner.click("Ещё")
    assert "Счёт № 1001" not in owner.buttons
    await owner.click("УПД 12")
    assert owner.from_bot[-1]["document"]["file_name"] == "УПД 12.pdf"
    assert file_of(world, owner.from_bot[-1]) == data
    await owner.send("/documents")
    await owner.click("Накладные")
    assert "Документов пока нет." in owner.last


async def test_an_act_of_the_last_month_and_the_price_list(world: World) -> None:
    await seller(world)
    owner = await world.owner()
    await owner.send("/documents")
    await owner.click("Акт сверки")
    acts = owner.last_message["message_id"]
    await owner.click("PDF", row="Прошлый месяц")
    page = texts(file_of(world, owner.from_bot[-1]))[0]
    assert "Отгрузка: УПД 143" in page
    assert "43 500,00 руб. (Сорок три тысячи пятьсот рублей 00 копеек)" in page.replace("\n", " ")
    await owner.click("Excel", row="Прошлый месяц", message=acts)
    assert owner.from_bot[-1]["document"]["file_name"].endswith(".xlsx")
    rows = sheet(file_of(world, owner.from_bot[-1]))
    assert rows[-3][1:5] == ["Сальдо конечное", "", "", 43500.0]
    await owner.send("/documents")
    await owner.click("Прайс-лист в Excel")
    rows = sheet(file_of(world, owner.from_bot[-1]))
    [bolt] = [row for row in rows if row[0] == "0893106"]
    assert Decimal(str(bolt[9])) == Decimal("400.13")


async def test_a_buyer_has_no_acts(world: World) -> None:
    await seller(world)
    anna = await world.buyer()
    await anna.send("/documents")
    assert "Акт сверки" not in anna.buttons
    assert "Прайс-лист в Excel" in anna.buttons


async def test_where_electronic_documents_go(world: World) -> None:
    owner = await world.owner()
    await owner.send("/company")
    assert "Диадок" not in owner.last
    await owner.click("ЭДО")
    assert "через запятую" in await owner.send("Диадок")
    await owner.click("ЭДО", message=owner.from_bot[-3]["message_id"])
    await owner.send("Диадок, 2BM-7707083893")
    assert "ЭДО: Диадок, 2BM-7707083893" in owner.last


async def test_the_logo_is_sent_shown_and_removed(world: World) -> None:
    made = io.BytesIO()
    Image.new("RGB", (40, 40), "#C00000").save(made, "PNG")
    owner = await world.owner()
    await owner.start(await world.invitation("owner", KREPEZH))
    await owner.click("Подключиться")
    await owner.send("/company")
    await owner.click("ООО «Ромашка»")
    await owner.click("Логотип")
    assert "Пришлите логотип" in owner.last
    assert "Логотип сохранён" in await owner.document(made.getvalue(), "logo.png")
    await owner.send("/company")
    await owner.click("Логотип")
    assert file_of(world, owner.from_bot[-2]) == made.getvalue()
    await owner.click("Заменить")
    await owner.photo(made.getvalue())
    assert "Логотип сохранён" in owner.last
    await owner.send("/company")
    await owner.click("Логотип")
    await owner.click("Убрать логотип")
    assert "АО «Крепёж-Сервис»" in owner.buttons, "the other company is a tap away, as before"
    await owner.send("/company")
    await owner.click("Логотип")
    assert "Пришлите логотип" in owner.last
    # Not waited for any more: a document is a list again.
    await owner.send("/cancel")
    assert "Логотип" not in await owner.document(b"0893106;10\n7721;2", "list.csv")


async def test_a_product_that_can_bear_the_logo_says_so(world: World) -> None:
    async with world.portal_db.write() as session:
        gloves = update(Product).where(Product.article == "GLV-NIT-9")
        note = "Вектор, не больше 40 мм, одна краска."
        await session.execute(gloves.values(branding_price=550, branding_note=note))
    anna = await world.buyer()
    await anna.send("GLV-NIT-9")
    await anna.click("1")
    assert "Нанесём ваш логотип: плюс 5,50 ₽ за пар" in spaced(anna.last)
    assert "Вектор, не больше 40 мм, одна краска." in anna.last
    stranger = world.person("Пётр")
    await stranger.send("GLV-NIT-9")
    await stranger.click("1")
    assert "логотип" not in stranger.last
    await anna.send("0893106")
    await anna.click("1")
    assert "Очиститель" in anna.last
    assert "логотип" not in anna.last
