"""A list becomes a draft: what each line means, how much of it, what it costs."""

import json
from typing import Any

import pytest
from sqlalchemy import delete

from portal.api.schemas.lists import ListOut
from portal.db.models import Analogue, CompanyCode, Contract, ProductState, Role
from portal.search.fold import fold_article
from tests.portal.trade_world import Trade, statements
from tests.portal.world import bearer

pytestmark = pytest.mark.usefixtures("search")


def line(what: str, quantity: str | None = None, unit: str | None = None) -> dict[str, Any]:
    return {"readings": [{"what": what, "quantity": quantity, "unit": unit}]}


async def resolve(trade: Trade, *lines: dict[str, Any], **more: Any) -> Any:
    answer = await trade.post("/lists/resolve", {"lines": list(lines)}, **more)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def code(trade: Trade, text: str, product: int) -> None:
    async with trade.database.write() as session:
        session.add(
            CompanyCode(
                company_id=trade.company, code=text, code_key=fold_article(text), product_id=product
            )
        )


def articles(rows: Any) -> list[str]:
    return [row["article"] for row in rows]


async def test_what_is_certain(trade: Trade) -> None:
    await trade.product("DS-821-AN", "Замок", barcode="4600000000017")
    bolt = await trade.product("М8х40", "Болт")
    await code(trade, "наш-1", bolt)
    said = await resolve(
        trade, line("ds821an", "2"), line("4600 0000 00017", "3"), line("M8*40"), line("НАШ 1", "5")
    )
    assert [each["status"] for each in said["lines"]] == ["exact"] * 4
    assert articles(each["product"] for each in said["lines"]) == [
        "DS-821-AN",
        "DS-821-AN",
        "М8х40",
        "М8х40",
    ]
    assert [each["wanted"] for each in said["lines"]] == ["2", "3", None, "5"]
    assert [each["quantity"] for each in said["lines"]] == ["2", "3", "1", "5"]
    assert [each["amount"] for each in said["lines"]] == ["20.00", "30.00", "10.00", "50.00"]
    assert said["total"] == "110.00"


async def test_a_product_that_is_known_already_is_priced_and_not_looked_for(trade: Trade) -> None:
    bolt = await trade.product("М8х40", "Болт", multiple=10)
    await trade.product("М8х50", "Винт")
    hidden = await trade.product("М8х60", "Шуруп", state=ProductState.HIDDEN)
    said = await resolve(
        trade,
        line("М8х50", "1"),
        {"product_id": str(bolt), **line("М8х50", "3")},
        {"product_id": str(hidden), **line("М8х60", "1")},
        {"product_id": "99999", **line("М8х50", "1")},
    )
    assert [each["status"] for each in said["lines"]] == ["exact", "exact", "none", "none"]
    assert [each["product"] and each["product"]["article"] for each in said["lines"]] == [
        "М8х50", "М8х40", None, None,
    ]  # fmt: skip
    assert said["lines"][1]["quantity"] == "10"


async def test_a_companys_own_code_is_its_own_and_goes_before_articles(trade: Trade) -> None:
    first, second = await trade.product("A1"), await trade.product("A2")
    await code(trade, "A2", first)
    [said] = (await resolve(trade, line("a-2")))["lines"]
    assert said["product"]["id"] == str(first)
    async with trade.database.write() as session:
        await session.delete(await session.get_one(CompanyCode, (trade.company, "a2")))
    [said] = (await resolve(trade, line("a-2")))["lines"]
    assert said["product"]["id"] == str(second)


async def test_what_waits_for_the_buyer(trade: Trade) -> None:
    await trade.product("DIN933-8-40", "Болт DIN 933 М8×40 цинк")
    await trade.product("DIN933-8-60", "Болт DIN 933 М8×60 цинк")
    await trade.product("DIN934-8", "Гайка DIN 934 М8")
    await trade.product("WD-40-400", "Смазка")
    said = await resolve(
        trade,
        line("болт м8х40", "100"),
        line("DIN9338-4O", "5"),
        line("цв40400"),
        line("болт din"),
        line("болт м12 латунь"),
        line("мандарин"),
        line("болтт м8*60"),
    )
    assert [each["status"] for each in said["lines"]] == [
        "likely",
        "likely",
        "likely",
        "choose",
        "near",
        "none",
        "likely",
    ]
    assert articles(each["product"] or {"article": None} for each in said["lines"]) == [
        "DIN933-8-40",
        "DIN933-8-40",
        "WD-40-400",
        None,
        None,
        None,
        "DIN933-8-60",
    ]
    assert articles(said["lines"][3]["choices"]) == ["DIN933-8-40", "DIN933-8-60"]
    assert len(said["lines"][4]["choices"]) == 2
    assert said["lines"][5]["choices"] == []
    assert said["total"] == "0.00"


async def test_choices_are_five_the_companys_own_first(trade: Trade) -> None:
    ids = await trade.products(40)
    await trade.placed((ids[-1], 1))
    [said] = (await resolve(trade, line("болт")))["lines"]
    assert said["status"] == "choose"
    assert articles(said["choices"]) == ["A00039", "A00000", "A00001", "A00002", "A00003"]
    assert said["product"] is None


async def test_one_article_of_two_products_is_a_choice(trade: Trade) -> None:
    await trade.product("A1", "Старый", state=ProductState.DISCONTINUED)
    await trade.product("a-1", "Новый")
    await trade.product("A 1", "Тайный", state=ProductState.HIDDEN)
    [said] = (await resolve(trade, line("A1")))["lines"]
    assert said["status"] == "choose"
    assert [row["name"] for row in said["choices"]] == ["Новый", "Старый"]


async def test_the_reading_that_is_certain_is_taken_else_the_one_that_finds_best(
    trade: Trade,
) -> None:
    await trade.product("0893 106", "Очиститель")
    await trade.product("0714-13", "Ключ комбинированный 13 мм")
    await trade.product("0714-17", "Ключ комбинированный 17 мм")
    readings = (
        [("0893", "106"), ("0893 106", None)],
        [("Ключ комбинированный", "13"), ("Ключ комбинированный 13", None)],
        [("Ключ комбинированный", "5"), ("Ключ комбинированный 5", None)],
        [("нет такого", "5"), ("нет такого 5", None)],
    )
    said = await resolve(
        trade,
        *(
            {"readings": [{"what": what, "quantity": quantity} for what, quantity in line]}
            for line in readings
        ),
    )
    taken = [(each["status"], each["reading"]) for each in said["lines"]]
    assert taken == [("exact", 1), ("likely", 1), ("choose", 0), ("none", 0)]
    assert articles([said["lines"][1]["product"]]) == ["0714-13"]


async def test_packs_units_and_quantity_breaks(trade: Trade) -> None:
    await trade.product(
        "A1", multiple=12, minimum=24, price=1000, breaks={60: 900}, units={"кор": 60}
    )
    said = await resolve(
        trade,
        line("A1", "30"),
        line("A1", "5"),
        line("A1", "1", "короб"),
        line("A1", "2.5", "уп"),
        line("A1", "1", "бочка"),
        line("A1", "999999999", "кор"),
        line("A1"),
    )
    assert [
        (each["status"], each["wanted"], each["quantity"], each["product"]["price"], each["note"])
        for each in said["lines"]
    ] == [
        ("exact", "30", "36", "10.00", "rounded_to_pack"),
        ("exact", "5", "24", "10.00", "raised_to_minimum"),
        ("exact", "60", "60", "9.00", None),
        ("exact", "30", "36", "10.00", "rounded_to_pack"),
        ("likely", "1", "24", "10.00", "unit_unknown"),
        ("likely", "10000000", "24", "10.00", "too_much"),
        ("exact", None, "24", "10.00", None),
    ]
    assert said["total"] == "1740.00"


async def test_the_answer_is_what_its_description_says(trade: Trade) -> None:
    """Guard: it is written by hand, past the models that describe it."""
    short = await trade.product("S", stock=5, price=1234567, multiple=2500)
    other = await trade.product("O-1", "Замок", stock=50)
    await trade.product("O-2", "Замок", state=ProductState.DISCONTINUED)
    async with trade.database.write() as session:
        session.add(Analogue(product_id=short, analogue_id=other))
    lines = [line("S", "6.125"), line("замок"), line("S", "1", "бочка"), line("нет"), line("O-2")]
    answer = await trade.post("/lists/resolve", {"lines": lines})
    described = ListOut.model_validate_json(answer.content)
    assert described.model_dump(mode="json") == answer.json()
    assert described.lines[0].analogue is not None
    assert described.lines[1].choices


async def test_what_is_short_or_gone_comes_with_an_analogue(trade: Trade) -> None:
    short = await trade.product("S", stock=5)
    gone = await trade.product("G", stock=0, state=ProductState.DISCONTINUED)
    unpriced = await trade.product("U", price=None)
    other = await trade.product("O", stock=50)
    async with trade.database.write() as session:
        session.add_all(
            Analogue(product_id=product, analogue_id=other) for product in (short, gone, unpriced)
        )
    said = (
        await resolve(trade, line("S", "5"), line("S", "6"), line("G", "1"), line("U"), line("O"))
    )["lines"]
    assert [each["short"] for each in said] == [False, True, True, False, False]
    assert [each["available"] for each in said] == [True, True, False, False, True]
    named = [each["analogue"] and each["analogue"]["article"] for each in said]
    assert named == [None, "O", "O", "O", None]
    assert (await resolve(trade, line("G")))["total"] == "0.00"


async def test_without_a_contract_there_is_no_price(trade: Trade) -> None:
    await trade.product("A1")
    async with trade.database.write() as session:
        await session.execute(delete(Contract))
    said = await resolve(trade, line("A1", "5"))
    assert said["total"] is None
    assert said["lines"][0]["product"]["price"] is None
    assert said["lines"][0]["amount"] is None
    assert said["lines"][0]["status"] == "exact"


async def test_who_may_not_order_may_not_ask(trade: Trade) -> None:
    accountant = await trade.person(Role.ACCOUNTANT)
    answer = await trade.post("/lists/resolve", {"lines": [line("A1")]}, token=accountant)
    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    answer = await trade.client.post("/lists/resolve", json={"lines": [line("A1")]})
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [{"readings": []}],
        [line("A1", "-1")],
        [line("A1", "1,5")],
        [line("A1", "1e9")],
        [line("A1", "1.2345")],
        [{"readings": [{"what": "A1"}] * 9}],
        [line("A1")] * 5001,
        [line("A" * 301)],
    ],
)
async def test_what_is_no_list_is_refused(trade: Trade, lines: Any) -> None:
    answer = await trade.post("/lists/resolve", {"lines": lines})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


async def test_any_text_is_answered(trade: Trade) -> None:
    await trade.product("A'1\"%", "Болт «М8» 100%")
    texts = ["", " ", "'", '"', "\0", "\ud800", "🔩" * 300, "٣٤", "NEAR(", "1" * 300, "болт " * 60]
    body = {"lines": [line(text, "1", "\0" + text[:9]) for text in texts]}
    answer = await trade.client.post(
        "/lists/resolve", content=json.dumps(body), headers=bearer(trade.buyer)
    )
    assert answer.status_code in (200, 422), answer.text
    if answer.status_code == 200:
        assert len(answer.json()["lines"]) == len(texts)


async def test_as_many_statements_for_five_lines_as_for_five_hundred(trade: Trade) -> None:
    ids = await trade.products(300)
    async with trade.database.write() as session:
        session.add_all(Analogue(product_id=product, analogue_id=ids[0]) for product in ids[1:])
    lines = [
        line("A00007", "100"),
        line("a-00008", "2", "уп"),
        line("A0000Y", "3"),
        line("болт 12", "4"),
        line("нет такого"),
    ]
    await resolve(trade, *lines)
    with statements(trade.database) as few:
        await resolve(trade, *lines)
    many = [
        line(each["readings"][0]["what"].replace("0000", f"{n:04}"), "100", "уп")
        for n in range(100)
        for each in lines
    ]
    with statements(trade.database) as more:
        said = await resolve(trade, *many)
    assert len(said["lines"]) == 500
    assert len(more) == len(few)
