"""From the cart to the order, and what may come between."""

import httpx
import pytest
from sqlalchemy import func, select, update

from bot.db.models import Draft, DraftState
from bot.jobs import finish_placing
from portal.db.models import Company, Order, Price, Product, Stock
from tests.bot.speaking import forge, handle_again, shown, spaced
from tests.support.portal import KREPEZH
from tests.support.world import Person, World, open_world


async def to_confirm(person: Person, *, comment: str | None = None) -> None:
    await person.send("0893106 10")
    await person.send("/cart")
    await person.click("Оформить заказ")
    await person.click("Москва, ул. Лесная, 5, склад 2")
    if comment is None:
        await person.click("Без комментария")
    else:
        await person.send(comment)


async def orders(world: World) -> int:
    async with world.portal_db.read() as session:
        return await session.scalar(select(func.count()).select_from(Order)) or 0


async def raise_price(world: World, article: str, kopecks: int) -> None:
    async with world.portal_db.write() as session:
        product = await session.scalar(select(Product.id).where(Product.article == article))
        await session.execute(
            update(Price).where(Price.product_id == product).values(amount=kopecks)
        )


async def test_the_same_card_becomes_the_orders(world: World) -> None:
    anna = await world.buyer()
    await to_confirm(anna, comment="Пропуск на 12:00")
    card = spaced(anna.last)
    for words in (
        "Проверьте заказ",
        "Компания: ООО «Ромашка»",
        "ИНН: 7707083893",
        "Доставка: Москва, ул. Лесная, 5, склад 2",
        "Комментарий: Пропуск на 12:00",
        "Итого: 4 001,30 ₽",
        "В том числе НДС: ",
    ):
        assert words in card
    assert anna.buttons == ["Подтвердить заказ", "Изменить", "Отменить"]
    message = anna.last_message["message_id"]
    await anna.click("Подтвердить заказ")
    assert anna.last_message["message_id"] == message
    assert "оформлен" in anna.last.splitlines()[0]
    assert "Состояние: новый" in anna.last
    assert "2 ноября, 12:00" in spaced(anna.last)
    assert anna.buttons == [
        "Повторить", "Документы", "Изменить заказ", "Отменить заказ", "Ещё",
    ]  # fmt: skip
    assert await orders(world) == 1
    assert "Корзина пуста" in await anna.send("/cart")


async def test_a_double_tap_makes_one_order_on_the_same_card(world: World) -> None:
    anna = await world.buyer()
    await to_confirm(anna)
    data, message = anna.data_of("Подтвердить заказ"), anna.last_message["message_id"]
    await anna.click("Подтвердить заказ", times=3)
    assert "оформлен" in anna.last
    await anna.send("7721 1")
    await forge(world, anna, data, message)
    assert "оформлен" in shown(anna, message)
    assert await orders(world) == 1


async def test_a_new_address_is_typed_and_kept(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 10")
    await anna.send("/cart")
    await anna.click("Оформить заказ")
    assert "подробнее" in await anna.send("ул")
    await anna.send("Тверь, ул. <Новая> & 7")
    assert "Доставка: Тверь, ул. <Новая> & 7" in anna.last
    await anna.click("Без комментария")
    await anna.click("Подтвердить заказ")
    assert "Доставка: Тверь, ул. <Новая> & 7" in anna.last
    await anna.send("0893106 1")
    await anna.send("/cart")
    await anna.click("Оформить заказ")
    assert "Тверь, ул. <Новая> & 7" in anna.buttons


async def test_pick_up(world: World) -> None:
    boris = await world.buyer("Борис", KREPEZH)
    await boris.send("0893106 1")
    await boris.send("/cart")
    await boris.click("Оформить заказ")
    assert boris.buttons == ["Самовывоз", "Отменить"]
    await boris.click("Самовывоз")
    await boris.click("Без комментария")
    assert "Доставка: Самовывоз" in boris.last


@pytest.mark.parametrize("look", ["Таблицы", "Текст"])
async def test_a_comment_of_four_thousand_characters(world: World, look: str) -> None:
    anna = await world.buyer()
    if look == "Текст":
        await anna.send("/settings")
        await anna.click(look)
    comment = ("<b>&amp;\"'" * 400)[:4000]
    await to_confirm(anna, comment=comment)
    assert "Подтвердить заказ" in anna.buttons
    await anna.click("Подтвердить заказ")
    async with world.portal_db.read() as session:
        assert await session.scalar(select(Order.comment)) == comment
    assert any("оформлен" in words for words in anna.messages)


async def test_a_longer_comment_is_refused_and_asked_again(world: World) -> None:
    anna = await world.buyer()
    await to_confirm(anna, comment="щ" * 4001)
    assert "4 000" in spaced(anna.last)
    await anna.send("Короче")
    assert "Комментарий: Короче" in anna.last


async def test_changing_the_address_keeps_the_comment(world: World) -> None:
    anna = await world.buyer()
    await to_confirm(anna, comment="Пропуск")
    await anna.click("Изменить")
    await anna.click("Адрес")
    await anna.click("Самовывоз")
    assert "Доставка: Самовывоз" in anna.last
    assert "Комментарий: Пропуск" in anna.last
    await anna.click("Изменить")
    await anna.click("Комментарий")
    await anna.send("Другой")
    assert "Доставка: Самовывоз" in anna.last
    assert "Комментарий: Другой" in anna.last
    await anna.click("Изменить")
    await anna.click("Назад")
    await anna.click("Подтвердить заказ")
    assert "оформлен" in anna.last


async def test_cancelling_drops_the_draft_and_leaves_the_cart(world: World) -> None:
    anna = await world.buyer()
    await to_confirm(anna)
    data, message = anna.data_of("Подтвердить заказ"), anna.last_message["message_id"]
    await anna.click("Отменить")
    assert "Товары остались в корзине" in anna.last
    assert "устарела" in await forge(world, anna, data, message)
    assert await orders(world) == 0
    assert "0893106" in await anna.send("/cart")


async def test_an_older_card_gives_way_to_a_newer_one(world: World) -> None:
    anna = await world.buyer()
    await to_confirm(anna)
    data, message = anna.data_of("Подтвердить заказ"), anna.last_message["message_id"]
    await anna.send("/cart")
    await anna.click("Оформить заказ")
    await anna.click("Самовывоз")
    await anna.click("Без комментария")
    assert "устарела" in await forge(world, anna, data, message)
    assert await orders(world) == 0


async def test_stock_that_ran_out_meanwhile_is_shown_and_asked_again(world: World) -> None:
    anna = await world.buyer()
    await to_confirm(anna)
    async with world.portal_db.write() as session:
        product = await session.scalar(select(Product.id).where(Product.article == "0893106"))
        await session.execute(update(Stock).where(Stock.product_id == product).values(quantity=0))
    await anna.click("Подтвердить заказ")
    assert "0893106" in anna.last
    assert "на складе осталось 0" in spaced(anna.last)
    assert await orders(world) == 0
    await anna.click("Подтвердить заказ")
    assert "оформлен" in anna.last


async def test_a_limit_exceeded_meanwhile_is_shown_and_asked_again(world: World) -> None:
    anna = await world.buyer()
    await to_confirm(anna)
    async with world.portal_db.write() as session:
        await session.execute(update(Company).values(credit_limit=100))
    await anna.click("Подтвердить заказ")
    assert "Кредитный лимит превышен на" in anna.last
    assert await orders(world) == 0
    await anna.click("Подтвердить заказ")
    assert "оформлен" in anna.last


async def test_a_changed_price_is_shown_and_asked_again(world: World) -> None:
    anna = await world.buyer()
    await to_confirm(anna, comment="Срочно")
    message = anna.last_message["message_id"]
    await raise_price(world, "0893106", 50000)
    await anna.click("Подтвердить заказ")
    assert anna.last_message["message_id"] == message
    assert "цена была 400,13 ₽, стала 485,00 ₽" in spaced(anna.last)
    assert "Итого: 4 850,00 ₽" in spaced(anna.last)
    assert "Комментарий: Срочно" in anna.last
    assert await orders(world) == 0
    await anna.click("Подтвердить заказ")
    assert "оформлен" in anna.last
    assert await orders(world) == 1


async def test_over_the_limit_is_a_warning(world: World) -> None:
    anna = await world.buyer()
    await anna.send("GEDORE-1992 30")
    await anna.send("/cart")
    await anna.click("Оформить заказ")
    await anna.click("Самовывоз")
    await anna.click("Без комментария")
    assert "превышает кредитный лимит на" in anna.last
    assert "на складе 5 компл, меньше, чем вы заказываете" in spaced(anna.last)
    assert "Подтвердить заказ" in anna.buttons


async def test_an_empty_cart_cannot_be_checked_out(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 1")
    await anna.send("/cart")
    cart = anna.last_message["message_id"]
    await anna.reply("убрать 1")
    await anna.click("Оформить заказ", message=cart)
    assert anna.alerted
    assert anna.toast == "Корзина пуста."


async def test_two_colleagues_confirm_their_own_carts(world: World) -> None:
    anna, boris = await world.buyer("Анна"), await world.buyer("Борис")
    await to_confirm(anna)
    await to_confirm(boris)
    await anna.click("Подтвердить заказ")
    await boris.click("Подтвердить заказ")
    assert await orders(world) == 2


async def test_a_draft_of_another_person_is_nothing(world: World) -> None:
    anna, boris = await world.buyer("Анна"), await world.buyer("Борис", KREPEZH)
    await to_confirm(anna)
    data = anna.data_of("Подтвердить заказ")
    await boris.send("/balance")
    assert "устарела" in await forge(world, boris, data)
    assert await orders(world) == 0


class Silence(httpx.AsyncBaseTransport):
    """The portal takes an order and its answer is lost, or hears nothing at all."""

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self.inner = inner
        self.accepts = True
        self.silent = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        placing = request.method == "POST" and request.url.path.endswith("/orders")
        if not (self.silent and placing):
            return await self.inner.handle_async_request(request)
        if self.accepts:
            await self.inner.handle_async_request(request)
        raise httpx.ReadTimeout("lost", request=request)


@pytest.mark.parametrize("accepts", [True, False])
async def test_a_lost_answer_is_looked_for_until_it_is_certain(
    tmp_path: object, templates: object, accepts: bool
) -> None:
    ways: list[Silence] = []

    def silence(inner: httpx.AsyncBaseTransport) -> httpx.AsyncBaseTransport:
        ways.append(Silence(inner))
        return ways[-1]

    async with open_world(tmp_path, templates, transport=silence) as world:  # type: ignore[arg-type]
        anna = await world.buyer()
        await to_confirm(anna)
        card = anna.last_message["message_id"]
        ways[-1].silent, ways[-1].accepts = True, accepts
        await anna.click("Подтвердить заказ")
        assert "Проверяем, не потерялся ли заказ" in anna.last
        assert await orders(world) == accepts
        ways[-1].silent = False
        world.clock.forward(minutes=1)
        await finish_placing(world.app)
        await world.outbox()
        assert await orders(world) == 1
        assert "оформлен" in anna.last
        assert anna.last_message["message_id"] != card
        assert "оформлен" in shown(anna, card)
        await finish_placing(world.app)


async def test_a_confirmed_draft_is_left_to_its_press_for_a_while(world: World) -> None:
    """Or the buyer would be told twice of an order that is being placed this very moment."""
    anna = await world.buyer()
    await to_confirm(anna)
    async with world.app.db.write() as session:
        await session.execute(
            update(Draft).values(state=DraftState.PLACING, updated_at=world.clock())
        )
    await finish_placing(world.app)
    assert await orders(world) == 0
    world.clock.forward(minutes=1)
    await finish_placing(world.app)
    await world.outbox()
    assert await orders(world) == 1
    assert "оформлен" in anna.last


async def test_what_changed_while_the_portal_was_away_is_asked_again(world: World) -> None:
    anna = await world.buyer()
    await to_confirm(anna)
    async with world.app.db.write() as session:
        await session.execute(update(Draft).values(state=DraftState.PLACING))
    await raise_price(world, "0893106", 50000)
    world.clock.forward(minutes=1)
    await finish_placing(world.app)
    await world.outbox()
    assert await orders(world) == 0
    assert "стала 485,00" in spaced(anna.last)
    await anna.click("Подтвердить заказ")
    assert await orders(world) == 1
    assert "оформлен" in anna.last


async def test_a_death_right_after_the_portal_answered(world: World) -> None:
    """The order is there, the draft still says PLACING: the same press is handled again."""
    anna = await world.buyer()
    await to_confirm(anna)
    data, message = anna.data_of("Подтвердить заказ"), anna.last_message["message_id"]
    await anna.click("Подтвердить заказ")
    async with world.app.db.write() as session:
        await session.execute(update(Draft).values(state=DraftState.PLACING, order_id=None))
    await world.restart()
    await anna.send("/balance")
    await forge(world, anna, data, message)
    assert "оформлен" in shown(anna, message)
    assert await orders(world) == 1


async def test_every_step_handled_again_leads_to_one_order(world: World) -> None:
    anna = await world.buyer()
    await anna.send("0893106 10")
    await handle_again(world)
    await anna.send("/cart")
    await handle_again(world)
    await anna.click("Оформить заказ")
    await handle_again(world)
    await anna.send("Тверь, ул. Новая, 7")
    await handle_again(world)
    assert "Комментарий к заказу" in anna.last
    await anna.send("Пропуск")
    assert "Доставка: Тверь, ул. Новая, 7" in anna.last
    assert "Комментарий: Пропуск" in anna.last
    await anna.click("Подтвердить заказ")
    await handle_again(world)
    assert "оформлен" in anna.last
    assert "| 10 шт |" in spaced(anna.last)
    assert await orders(world) == 1
