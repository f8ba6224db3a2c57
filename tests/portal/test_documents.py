"""Documents of a company: what is drawn up of an order, what is kept, and who may see which."""

import io
from datetime import date, timedelta
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
import zxingcpp
from PIL import Image
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from portal.db.models import Company, Contract, EntryKind, Role, SettlementEntry, Staff
from tests.portal.paper_world import a_supplier, texts
from tests.portal.test_deliveries import manager, split
from tests.portal.trade_world import Trade
from tests.portal.world import OTHER_INN, a_company, a_person, bearer

MOST = {
    "kind": "tax_invoice", "inn": "7707083893", "number": "УПД 118", "on_date": "2025-03-02",
    "amount": "1234.50", "external_id": "1c-118",
}  # fmt: skip


@pytest.fixture
async def seller(trade: Trade) -> Trade:
    async with trade.database.write() as session:
        session.add(a_supplier())
    return trade


async def fetch(trade: Trade, path: str, token: str | None = None, **query: Any) -> httpx.Response:
    headers = bearer(token or trade.buyer)
    return await trade.client.get(path, params=query, headers=headers)


async def listed(trade: Trade, order: Any, token: str | None = None) -> list[tuple[str, str]]:
    page = await trade.get(f"/orders/{order['id']}/documents", token)
    return [(each["kind"], each["number"]) for each in page["items"]]


async def brought(trade: Trade, token: str, data: bytes = b"%PDF-1.7 x", **more: Any) -> Any:
    headers = bearer(token)
    upload = await trade.client.post("/files?name=upd.pdf", content=data, headers=headers)
    body = MOST | {"upload_id": upload.json()["id"]} | more
    return await trade.post("/documents", body, token=token)


def sheet(answer: httpx.Response) -> list[list[Any]]:
    assert answer.status_code == 200, answer.text
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return book.get_sheet_by_index(0).to_python()


async def test_what_an_order_has_grows_with_its_deliveries(seller: Trade) -> None:
    bolt = await seller.product(price=1234, stock=10)
    order = await seller.placed((bolt, 8))
    assert await listed(seller, order) == [("invoice", "1001"), ("confirmation", "1001")]
    order = (await split(seller, order, {1: "3"})).json()
    igor = await manager(seller)
    seller.clock.move(timedelta(days=1))
    first = order["deliveries"][0]["id"]
    await seller.post(f"/deliveries/{first}/ship", {"carrier": "ДЛ", "track": "7"}, token=igor)
    page = await seller.get(f"/orders/{order['id']}/documents")
    assert [(each["kind"], each["number"], each["amount"]) for each in page["items"]] == [
        ("invoice", "1001", "98.72"),
        ("confirmation", "1001", "98.72"),
        ("invoice", "1001-1", "61.70"),
        ("delivery_note", "1001-1", "61.70"),
        ("invoice", "1001-2", "37.02"),
    ]
    assert {each["on_date"] for each in page["items"]} == {"2025-03-03", "2025-03-04"}
    drawn = []
    for each in page["items"]:
        answer = await fetch(seller, f"/documents/{each['id']}/file")
        assert answer.headers["Content-Type"] == "application/pdf"
        name = unquote(answer.headers["Content-Disposition"].partition("''")[2])
        assert name == each["name"]
        drawn.append(" ".join(texts(answer.content)))
        assert f"№ {each['number']} от " in drawn[-1]
    assert "Всего к оплате: 61,70" in drawn[2]
    assert "ДЛ 7" in drawn[3]
    note = await seller.get(f"/documents/{page['items'][3]['id']}/data")
    assert (note["number"], note["track"], note["total"]) == ("1001-1", "7", "61.70")
    assert (note["supplier"]["inn"], note["buyer"]["inn"]) == ("7707083893", "7707083893")
    [line] = note["lines"]
    assert (line["quantity"], line["vat_rate"], line["vat"]) == ("5", "22", note["vat"])


async def test_a_cancelled_order_has_no_invoice(seller: Trade) -> None:
    order = await seller.placed((await seller.product(), 1))
    invoice = (await seller.get("/documents"))["items"][0]["id"]
    await seller.post(f"/orders/{order['id']}/cancel")
    assert await listed(seller, order) == []
    assert (await seller.get("/documents"))["items"] == []
    assert (await fetch(seller, f"/documents/{invoice}/file")).status_code == 404
    assert (await fetch(seller, f"/documents/{invoice}/qr")).status_code == 404


async def test_nothing_is_drawn_up_before_the_supplier_is_known(trade: Trade) -> None:
    order = await trade.placed((await trade.product(), 1))
    assert await listed(trade, order) == []
    answer = await fetch(trade, f"/documents/i{order['id']}/file")
    assert (answer.status_code, answer.json()["code"]) == (409, "supplier_unknown")


async def test_the_code_of_an_invoice_is_scanned_off_its_picture(seller: Trade) -> None:
    order = await seller.placed((await seller.product(price=12_345), 2))
    answer = await fetch(seller, f"/documents/i{order['id']}/qr")
    assert answer.headers["Content-Type"] == "image/png"
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(answer.content)))
    assert found.bytes.decode().startswith("ST00012|Name=ООО «Артикул Снабжение»|PersonalAcc=4070")
    assert "|Sum=24690|Purpose=Счёт 1001 от 03.03.2025, НДС 44,52|" in found.bytes.decode()
    assert (await fetch(seller, f"/documents/c{order['id']}/qr")).status_code == 404


async def test_what_is_owed_is_paid_by_a_code_of_its_own(seller: Trade) -> None:
    async with seller.database.write() as session:
        for document, amount in (("УПД | 118", 50_000), ("ПП 7", -20_000)):
            session.add(
                SettlementEntry(
                    company_id=seller.company,
                    kind=EntryKind.SHIPMENT if amount > 0 else EntryKind.PAYMENT,
                    document=document,
                    amount=amount,
                    on_date=date(2025, 2, 3),
                )
            )
    [due] = (await seller.get("/balance"))["due"]
    answer = await fetch(seller, f"/balance/due/{due['id']}/qr")
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(answer.content)))
    assert "~Sum=30000~Purpose=УПД | 118 от 03.02.2025~" in found.bytes.decode()
    assert (await fetch(seller, f"/balance/due/{int(due['id']) + 1}/qr")).status_code == 404


async def test_documents_of_the_accounts_are_kept_and_replaced(seller: Trade) -> None:
    order = await seller.placed((await seller.product(), 1))
    igor = await manager(seller)
    made = await brought(seller, igor, order=order["number"])
    assert made.status_code == 201, made.text
    assert made.json()["source"] == "accounts"
    assert await listed(seller, order) == [
        ("invoice", "1001"), ("confirmation", "1001"), ("tax_invoice", "УПД 118"),
    ]  # fmt: skip
    again = await brought(seller, igor, b"%PDF-1.7 y", order=order["number"], name="УПД.pdf")
    assert again.json()["id"] == made.json()["id"]
    answer = await fetch(seller, f"/documents/{made.json()['id']}/file")
    assert answer.content == b"%PDF-1.7 y"
    page = await seller.get("/documents/brought", igor, inn="7707083893")
    assert [each["name"] for each in page["items"]] == ["УПД.pdf"]
    for wrong, code in (({"inn": OTHER_INN}, "company_unknown"), ({"order": "7"}, "order_unknown")):
        refused = await brought(seller, igor, **wrong)
        assert (refused.status_code, refused.json()["code"]) == (404, code)
    assert (await brought(seller, seller.buyer)).status_code == 403
    assert (await fetch(seller, "/documents/brought", inn="7707083893")).status_code == 403


async def test_the_list_turns_its_pages_without_losing_any(seller: Trade) -> None:
    bolt = await seller.product()
    igor = await manager(seller)
    for n in range(4):
        order = await seller.placed((bolt, 1))
        delivery = order["deliveries"][0]["id"]
        if n % 2:
            await seller.post(f"/deliveries/{delivery}/ship", {}, token=igor)
        for k in range(2):
            day = (seller.clock().date() + timedelta(days=k - 1)).isoformat()
            ids = {"external_id": f"{n}-{k}", "on_date": day, "order": order["number"]}
            await brought(seller, igor, **ids)
        if n != 1:  # Two at one moment too.
            seller.clock.move(timedelta(hours=15))
    whole = (await seller.get("/documents", limit=100))["items"]
    assert len(whole) == 4 + 2 + 8
    assert [each["on_date"] for each in whole] == sorted(
        (each["on_date"] for each in whole), reverse=True
    )
    for limit in (1, 3, 5):
        seen, cursor = [], None
        while True:
            more = {"cursor": cursor} if cursor else {}
            page = await seller.get("/documents", limit=limit, **more)
            seen += page["items"]
            if (cursor := page["next_cursor"]) is None:
                break
        assert seen == whole
    notes = await seller.get("/documents", kind="delivery_note")
    assert len(notes["items"]) == 2
    for wrong in ("x", "WyIyMDI1IiwwLDBd"):
        assert (await fetch(seller, "/documents", cursor=wrong)).status_code == 422


async def test_who_sees_which(seller: Trade) -> None:
    """The matrix of role and paper."""
    order = await seller.placed((await seller.product(), 1))
    igor = await manager(seller)
    act = (await brought(seller, igor, kind="act", external_id="a")).json()["id"]
    upd = (await brought(seller, igor, order=order["number"])).json()["id"]
    other = await a_company(seller.database, seller.clock(), inn=OTHER_INN)
    stranger = await a_person(seller.database, seller.clock(), (other, Role.OWNER))
    paths = {
        "invoice": f"/documents/i{order['id']}/file",
        "qr": f"/documents/i{order['id']}/qr",
        "upd": f"/documents/{upd}/file",
        "kept act": f"/documents/{act}/file",
        "act": "/documents/act",
        "of order": f"/orders/{order['id']}/documents",
    }
    seen = {}
    for who, token in (
        ("buyer", seller.buyer),
        ("accountant", await seller.person(Role.ACCOUNTANT)),
        ("owner", await seller.person(Role.OWNER)),
        ("stranger", stranger),
        ("manager", igor),
    ):
        days = {"from": "2025-01-01", "to": "2025-03-31"}
        answers = [await fetch(seller, path, token, **days) for path in paths.values()]
        seen[who] = [answer.status_code for answer in answers]
    assert seen == {
        "buyer": [200, 200, 200, 404, 403, 200],
        "accountant": [200] * 6,
        "owner": [200] * 6,
        "stranger": [404, 404, 404, 404, 200, 404],
        "manager": [403] * 6,
    }
    assert [each["id"] for each in (await seller.get("/documents"))["items"]] == [
        f"i{order['id']}", upd,
    ]  # fmt: skip
    for forged in ("x1", "i", "i-1", "d9999999999", "n1", f"i0{order['id']}", "i١"):
        assert (await fetch(seller, f"/documents/{forged}/file")).status_code == 404


async def test_an_act_of_a_period(seller: Trade) -> None:
    owner = await seller.person(Role.OWNER)
    async with seller.database.write() as session:
        contract = await session.scalar(select(Contract.id))
        for on, amount in ((date(2025, 1, 31), 10_000), (date(2025, 2, 1), 5_050),
                           (date(2025, 2, 28), -3_000), (date(2025, 3, 1), 700)):  # fmt: skip
            session.add(
                SettlementEntry(
                    company_id=seller.company,
                    contract_id=contract if amount > 0 else None,
                    kind=EntryKind.SHIPMENT if amount > 0 else EntryKind.PAYMENT,
                    document=f"Д {amount}",
                    amount=amount,
                    on_date=on,
                )
            )
    february = {"from": "2025-02-01", "to": "2025-02-28"}
    answer = await fetch(seller, "/documents/act", owner, **february)
    [page] = texts(answer.content)
    assert "Обороты за период 50,50 30,00" in page
    assert "задолженность в пользу ООО «Артикул Снабжение»" in page.replace("\n", " ")
    assert "120,50 руб. (Сто двадцать рублей 50 копеек)" in page.replace("\n", " ")
    rows = sheet(await fetch(seller, "/documents/act", owner, format="xlsx", **february))
    assert [row[1:5] for row in rows[3:9]] == [
        ["Документ", "Дебет, руб.", "Кредит, руб.", "Сальдо, руб."],
        ["Сальдо начальное", "", "", 100.0],
        ["Отгрузка: Д 5050", 50.5, "", 150.5],
        ["Оплата: Д -3000", "", 30.0, 120.5],
        ["Обороты за период", 50.5, 30.0, ""],
        ["Сальдо конечное", "", "", 120.5],
    ]
    rows = sheet(
        await fetch(seller, "/documents/act", owner, format="xlsx", contract=contract, **february)
    )
    assert "договор № 1 от 09.01.2025" in rows[1][0]
    assert rows[6][1:5] == ["Обороты за период", 50.5, 0.0, ""]
    for wrong in (
        {"from": "2025-03-01", "to": "2025-02-01"},
        {"from": "2000-01-01", "to": "2025-01-01"},
    ):
        refused = await fetch(seller, "/documents/act", owner, **wrong)
        assert (refused.status_code, refused.json()["code"]) == (422, "period_wrong")


async def test_the_price_list_is_this_companys_own(seller: Trade) -> None:
    await seller.product("0893106", "Болт", price=1000, breaks={100: 900, 500: 800}, stock=7)
    await seller.product("=1+1", "Гайка\x0b <М8>", price=333, multiple=10, minimum=20)
    await seller.product("N", "Без цены", price=None)
    await seller.discount(1000)
    rows = sheet(await fetch(seller, "/documents/price-list"))
    assert rows[0][0] == "Прайс-лист на 03.03.2025"
    assert rows[2][0] == "Для: ООО «Болты», ИНН 7707083893"
    assert rows[6:] == [
        ["0893106", "Болт", "", "", "шт", 1.0, 1.0, 7.0, "22%", 9.0, 100.0, 8.1, 500.0, 7.2],
        ["=1+1", "Гайка <М8>", "", "", "шт", 10.0, 20.0, 1e6, "22%", 3.0, "", "", "", ""],
    ]
    await seller.set(Contract, 1, valid_to=date(2025, 3, 1))
    refused = await fetch(seller, "/documents/price-list")
    assert (refused.status_code, refused.json()["code"]) == (403, "no_contract")


def picture(kind: str) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (8, 8)).save(made, kind)
    return made.getvalue()


async def test_edo_and_logo_are_the_companys(seller: Trade) -> None:
    accountant = await seller.person(Role.ACCOUNTANT)
    told = {"operator": "Диадок", "edo_id": "2BM-1"}
    for token, status in ((seller.buyer, 403), (accountant, 200)):
        answer = await seller.client.put("/company/edo", json=told, headers=bearer(token))
        assert answer.status_code == status
    [company] = (await seller.get("/me"))["companies"]
    assert (company["edo_operator"], company["edo_id"], company["has_logo"]) == (
        "Диадок", "2BM-1", False,
    )  # fmt: skip
    assert (await fetch(seller, "/company/logo")).status_code == 404
    png = picture("PNG")
    for data, status in ((picture("GIF"), 422), (png, 200)):
        upload = await seller.client.post(
            "/files?name=logo", content=data, headers=bearer(seller.buyer)
        )
        body = {"upload_id": upload.json()["id"]}
        answer = await seller.client.put("/company/logo", json=body, headers=bearer(seller.buyer))
        assert answer.status_code == status
        headers = bearer(accountant)
        answer = await seller.client.put("/company/logo", json=body, headers=headers)
        assert answer.status_code == 403
    assert (await fetch(seller, "/company/logo", accountant)).content == png
    answer = await seller.client.delete("/company/logo", headers=bearer(seller.buyer))
    assert answer.status_code == 204
    assert (await seller.get("/me"))["companies"][0]["has_logo"] is False


async def test_requests_are_seen_by_staff_and_closed_once(seller: Trade) -> None:
    order = await seller.placed((await seller.product(), 1))
    edo = {"kind": "edo", "order_id": order["id"]}
    refused = await seller.post("/requests", edo)
    assert (refused.status_code, refused.json()["code"]) == (409, "no_edo")
    await seller.set(Company, seller.company, edo_operator="Диадок", edo_id="2BM-1")
    first = (await seller.post("/requests", edo)).json()
    assert first["order"]["name"] == "1001"
    assert (await seller.post("/requests", edo)).json()["id"] == first["id"]
    for wrong, code in (({"kind": "other"}, "request_empty"), ({"kind": "edo"}, "order_missing")):
        refused = await seller.post("/requests", wrong)
        assert (refused.status_code, refused.json()["code"]) == (422, code)
    question = (await seller.post("/requests", {"kind": "other", "text": "Есть М8?"})).json()
    igor = await manager(seller)
    waiting = await seller.get("/requests", igor)
    assert [(each["kind"], each["edo_id"]) for each in waiting["items"]] == [
        ("edo", "2BM-1"), ("other", "2BM-1"),
    ]  # fmt: skip
    path = f"/requests/{question['id']}/close"
    await seller.set(Staff, 1, region="Сибирь")
    assert (await seller.get("/requests", igor))["items"] == []
    assert (await seller.post(path, {}, token=igor)).status_code == 404
    await seller.set(Staff, 1, region="")
    assert (await seller.post(path, {"answer": "Есть"})).status_code == 403
    assert (await seller.post(path, {"answer": "Есть"}, token=igor)).json()["answer"] == "Есть"
    refused = await seller.post(path, {}, token=igor)
    assert (refused.status_code, refused.json()["code"]) == (409, "already_closed")
    assert len((await seller.get("/requests"))["items"]) == 1
    [done] = (await seller.get("/requests", state="closed"))["items"]
    assert done["closed_at"]
    other = await a_company(seller.database, seller.clock(), inn=OTHER_INN)
    stranger = await a_person(seller.database, seller.clock(), (other, Role.OWNER))
    assert (await seller.get("/requests", stranger))["items"] == []
    assert (await seller.post("/requests", edo, token=stranger)).status_code in (404, 409)
    await seller.post(f"/requests/{first['id']}/close", {}, token=igor)
    assert (await seller.post("/requests", edo)).json()["id"] != first["id"]
