"""Several carts, what is told while one is filled, and the ways out of the limit."""

from typing import Any

from sqlalchemy import select

from portal.db.models import (
    Company,
    Discount,
    LoyaltyLevel,
    LoyaltyPeriod,
    LoyaltyProgramme,
    Product,
    ProductSupply,
    Supplier,
    SupplyKind,
    SupplySource,
)
from tests.bot.speaking import spaced
from tests.support.portal import ROMASHKA
from tests.support.world import World


async def lay(world: World, *rows: Any) -> None:
    async with world.portal_db.write() as session:
        session.add_all(rows)


async def change(world: World, table: type[Any], where: Any, **values: Any) -> int:
    async with world.portal_db.write() as session:
        row = await session.scalar(select(table).where(where))
        for name, value in values.items():
            setattr(row, name, value)
        return int(row.id)


async def test_another_cart_is_made_named_and_filled(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 2")
    await anna.send("/cart")
    await anna.click("Корзины")
    assert "Корзины компании" in anna.last
    await anna.click("Новая корзина")
    await anna.send("Стройка на Лесной")
    assert "Назвали" in anna.last
    assert "Корзина «Стройка на Лесной»" in anna.last
    await anna.send("7721 1")
    cart = spaced(await anna.send("/cart"))
    assert "7721" in cart
    assert "0893106" not in cart
    await anna.click("Корзины")
    assert "Стройка на Лесной — заполняете её" in spaced(anna.last)
    await anna.click("2", row="Без названия")
    assert "0893106" in anna.last


async def test_carts_are_copied_merged_and_removed(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 2")
    await anna.send("/cart")
    await anna.click("Корзины")
    await anna.click("Копировать")
    assert "Без названия (копия)" in anna.last
    await anna.click("Корзины")
    await anna.click("Объединить")
    await anna.click("Без названия · 1")
    assert "| 4 шт |" in spaced(anna.last)
    await anna.click("Корзины")
    assert "Удалить" not in anna.buttons
    await anna.click("Новая корзина")
    await anna.send("/cart")
    await anna.click("Корзины")
    await anna.click("Удалить", times=2)
    await anna.click("Да, удалить", times=2)
    assert "| 4 шт |" in spaced(await anna.send("/cart")) or "пуста" in anna.last
    assert len((await world.app.everyone.on_behalf(*await token(world)).carts()).items) <= 2


async def token(world: World) -> tuple[str | None, str | None]:
    from bot.db.models import User

    async with world.app.db.read() as session:
        user = await session.scalar(select(User).where(User.token.is_not(None)))
        assert user is not None
        return user.token, user.company_id


async def test_a_cart_of_another_supply(world: World) -> None:
    kind = SupplyKind(name="В пути", source=SupplySource.TRANSIT)
    await lay(world, kind)
    bolt = await change(world, Product, Product.article == "7721")
    await lay(
        world,
        ProductSupply(
            product_id=bolt, supply_id=kind.id, multiple=10_000, minimum=10_000, quantity=50_000
        ),
    )
    anna = await world.buyer()
    await anna.send("/cart")
    await anna.click("Корзины")
    await anna.click("Новая корзина")
    await anna.click("В пути")
    await anna.send("/cancel")
    await anna.send("7721 3")
    assert "10 шт" in spaced(anna.last)
    assert "Поставка: В пути" in await anna.send("/cart")


async def test_what_is_told_while_the_cart_is_filled(world: World) -> None:
    await lay(
        world,
        Supplier(name="Мы", inn="7736050003", minimum_order=100_000),
        Discount(name="От 5 000", from_amount=500_000, percent=1000),
        LoyaltyProgramme(period=LoyaltyPeriod.QUARTER),
        LoyaltyLevel(name="Бронза", sign="🥉", from_turnover=0, discount=0),
        LoyaltyLevel(name="Серебро", sign="🥈", from_turnover=10_000_000, discount=500),
    )
    anna = await world.buyer()
    await anna.send("0893106 2")
    cart = spaced(await anna.send("/cart"))
    assert "До минимального заказа не хватает" in cart
    assert "и эта корзина станет дешевле на" in cart
    assert "🥉 Бронза · до уровня «Серебро» 100 000,00 ₽" in cart
    await anna.click("Оформить заказ")
    assert "В таком виде заказ не оформить" in (anna.toast or anna.last)
    await anna.send("0893106 18")
    cart = spaced(await anna.send("/cart"))
    assert "Скидка" in cart
    assert "не хватает" not in cart


async def test_the_lines_that_are_too_much_can_be_left_out(world: World) -> None:
    await change(world, Company, Company.inn == ROMASHKA, credit_limit=50_000_000)
    anna = await world.buyer()
    await anna.send("0893106 1000\n7721 2")
    await anna.click("Добавить в корзину")
    await anna.send("/cart")
    await change(world, Company, Company.inn == ROMASHKA, credit_limit=30_000_000)
    assert "Больше кредитного лимита на" in spaced(await anna.send("/cart"))
    await anna.click("Оформить заказ")
    await anna.click("Самовывоз")
    await anna.click("Без комментария")
    assert "превышает кредитный лимит" in anna.last
    await anna.click("Убрать 1 строку")
    assert "0893106" in anna.last
    await anna.click("Да, убрать", times=2)
    cart = spaced(await anna.send("/cart"))
    assert "0893106" not in cart
    assert "7721" in cart


async def test_a_line_with_the_companys_logo(world: World) -> None:
    await change(world, Product, Product.article == "GLV-NIT-9", branding_price=550)
    anna = await world.buyer()
    await anna.send("GLV-NIT-9 12")
    assert "ответьте «1 логотип» — плюс 5,50 ₽ за пар" in spaced(await anna.send("/cart"))
    await anna.reply("1 логотип")
    assert "с вашим логотипом" in anna.last
    await anna.reply("1 без логотипа")
    assert "с вашим логотипом" not in anna.last
    await anna.send("0893106 1")
    await anna.send("/cart")
    await anna.reply("2 логотип")
    assert "логотип на этот товар не наносим" in anna.last
