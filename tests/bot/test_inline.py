"""`@bot М8х40` in any chat: products without prices, a card, and the way from it into the bot."""

import json
import re

import httpx
from sqlalchemy import func, select, update

from bot.db.models import InboxUpdate, User
from portal.db.models import Product
from sandbox.telegram import Telegram
from tests.bot.speaking import handle_again, spaced
from tests.support.clock import Clock
from tests.support.reading import pressables, text_of
from tests.support.world import Person, World, open_world

PRICES = ("8,67", "8.67", "8,94", "8.94", "₽", "price")


def strangers(world: World, *people: Person) -> int:
    """A group that the bot is not in."""
    ids = [person.id for person in people]
    return int(world.telegram.add_group("Прораб", ids, bot="left").id)


def link_of(message: dict[str, object]) -> str:
    [button] = pressables(message)
    assert button.text in ("Открыть в боте", "Open in the bot")
    assert button.url is not None
    return button.url


def payload_of(link: str) -> str:
    return link.partition("?start=")[2]


async def test_anybody_finds_in_any_chat(world: World) -> None:
    oleg = world.person("Олег")
    group = strangers(world, oleg)
    found = await oleg.inline("м8х40", chat=group)
    assert found[0]["title"] == "Болт DIN 933 М8×40 8.8 цинк"
    assert found[0]["description"] == "DIN933-8-40 · есть на складе"
    [out] = [one for one in await oleg.inline("DIN933-6-30") if "6×30" in one["title"]]
    assert out["description"] == "DIN933-6-30 · нет на складе"


async def test_no_price_gets_there_whoever_asks(world: World) -> None:
    anna = await world.buyer()
    await anna.send("DIN933-8-40")
    assert "8,67" in anna.last
    for chat in (None, strangers(world, anna)):
        found = await anna.inline("DIN933-8-40", chat=chat)
        posted = await anna.choose(found[0], chat=chat)
        for price in PRICES:
            assert price not in spaced(json.dumps([anna.inline_answer, posted], ensure_ascii=False))


async def test_a_choice_posts_the_card_and_its_button_opens_the_product(world: World) -> None:
    anna, boris = await world.buyer(), world.person("Борис")
    group = strangers(world, anna, boris)
    [bolt, *_] = await anna.inline("м8х40", chat=group)
    posted = await anna.choose(bolt, chat=group)
    assert spaced(text_of(posted)) == (
        "Болт DIN 933 М8×40 8.8 цинк\n\nАртикул: DIN933-8-40\nЕдиница: шт\nУпаковка: по 50 шт"
    )
    link = link_of(posted)
    assert re.fullmatch(rf"https://t\.me/{world.telegram.username}\?start=p_\d+", link)
    said = spaced(await anna.start(payload_of(link)))
    assert "Артикул: DIN933-8-40" in said
    assert "8,67 ₽" in said
    assert "В корзину" in anna.buttons
    said = spaced(await boris.start(payload_of(link)))
    assert "Артикул: DIN933-8-40" in said
    assert "нажмите /start" in said
    assert "₽" not in said


async def test_the_bot_does_not_answer_what_was_posted_by_way_of_it(world: World) -> None:
    anna = await world.buyer()
    said = len(anna.from_bot)
    found = await anna.inline("м8х40")
    await anna.choose(found[0])
    assert len(anna.from_bot) == said


async def test_an_empty_query_hints(world: World) -> None:
    oleg = world.person("Олег")
    assert await oleg.inline("") == []
    button = oleg.inline_answer["button"]
    assert button["text"] == "Напишите артикул или название: «М8х40»"
    said = await oleg.start(button["start_parameter"])
    assert "Здравствуйте" in said, "it is the menu, not a wrong code"
    john = world.person("John", language="en")
    await john.inline(" ")
    assert "Type an article" in john.inline_answer["button"]["text"]


async def test_nothing_and_what_is_near_are_said(world: World) -> None:
    oleg = world.person("Олег")
    assert await oleg.inline("щщщщщщщщ") == []
    assert "Ничего не нашлось" in oleg.inline_answer["button"]["text"]
    assert await oleg.inline("WD-40-4000")
    assert "похоже" in oleg.inline_answer["button"]["text"]


async def test_twenty_at_most_and_the_rest_by_their_offset(world: World) -> None:
    async with world.portal_db.write() as session:
        await session.execute(update(Product).values(name=Product.name + " склад"))
    oleg = world.person("Олег")
    first = await oleg.inline("склад")
    assert len(first) == 20
    offset = oleg.inline_answer["next_offset"]
    second = await oleg.inline("склад", offset=offset)
    assert second
    assert not {one["id"] for one in first} & {one["id"] for one in second}


async def test_who_only_types_the_name_is_not_stored(world: World) -> None:
    oleg = world.person("Олег")
    await oleg.inline("м8х40")
    async with world.app.db.read() as session:
        assert await session.scalar(select(func.count()).select_from(User)) == 0


async def test_who_has_blocked_the_bot_stays_so(world: World) -> None:
    anna = await world.buyer()
    world.telegram.block(anna.id)
    await world.settle()
    await anna.inline("м8х40")
    async with world.app.db.read() as session:
        assert (await session.get_one(User, anna.id)).blocked_at is not None


async def test_an_answer_that_comes_too_late_or_twice_holds_nothing_up(world: World) -> None:
    anna = await world.buyer()
    world.telegram.inline(anna.id, "м8х40")
    world.clock.forward(seconds=60)
    await world.settle()
    world.telegram.inline(anna.id, "м8х20")
    await world.settle()
    await handle_again(world)
    assert "WD-40-400" in await anna.send("WD-40")
    async with world.app.db.read() as session:
        assert (await session.scalars(select(InboxUpdate.error).distinct())).all() == [""]


async def test_telegram_out_of_reach_is_not_tried_again(world: World) -> None:
    anna = await world.buyer()
    world.telegram.fail(500, method="answerInlineQuery")
    assert await anna.inline("м8х40") == []
    assert "WD-40-400" in await anna.send("WD-40")


class Away(httpx.AsyncBaseTransport):
    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no portal", request=request)


async def test_a_silent_portal_is_said_and_not_kept(
    tmp_path_factory, templates, clock: Clock
) -> None:
    folder = tmp_path_factory.mktemp("away")
    async with open_world(
        folder, templates, telegram=Telegram(now=clock), clock=clock, transport=lambda _: Away()
    ) as world:
        oleg = world.person("Олег")
        assert await oleg.inline("м8х40") == []
        assert oleg.inline_answer["button"]["text"]
        assert world.telegram.inline(oleg.id, "м8х40").answer is None


async def test_a_code_that_begins_as_a_product_does_is_a_code(world: World) -> None:
    oleg = world.person("Олег")
    assert "Код не подошёл" in await oleg.start("p_" + "a" * 30)
    assert "Код не подошёл" not in await oleg.start("p_5")
    assert "Артикул" in oleg.last


async def test_a_link_of_a_product_that_is_not_there(world: World) -> None:
    anna = await world.buyer()
    for payload in ("p_999999", "p_x", "p_1-2"):
        said = await anna.start(payload)
        assert "Артикул" not in said
        assert "Код не подошёл" not in said


async def test_a_products_link_given_for_a_code_opens_the_product(world: World) -> None:
    oleg = world.person("Олег")
    await oleg.start()
    await oleg.click("У меня есть код")
    assert "Артикул" in await oleg.send(f"https://t.me/{world.telegram.username}?start=p_5")


async def test_a_forged_query_finds_no_more(world: World) -> None:
    """Whatever offset is made up, the answer is words and not a failure."""
    oleg = world.person("Олег")
    assert await oleg.inline("м8", offset="чужое") == []
    assert oleg.inline_answer["button"]["text"]
