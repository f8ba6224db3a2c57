"""Three windows: a buyer's claim in the managers' group, taken, asked, settled, told of."""

from decimal import Decimal
from typing import Any

import httpx
import pytest
from PIL import Image
from sqlalchemy import delete, select, update

from bot.db.models import Cursor, User
from bot.services.claim_desk import marked, read_cause, read_sum
from portal.db.models import Claim, ClaimMessage, ClaimState, Delivery, Order, Staff
from portal.domain.shipping import ship
from tests.bot.speaking import forge
from tests.bot.test_kept import ordered
from tests.support.files import png
from tests.support.reading import pressables, text_of
from tests.support.world import Person, World


async def shipped(world: World) -> None:
    """The order placed last."""
    async with world.portal_db.write() as session:
        order = (await session.scalars(select(Order).order_by(Order.id.desc()).limit(1))).one()
        delivery = await session.scalar(select(Delivery).where(Delivery.order_id == order.id))
        assert delivery is not None
        await ship(session, order, delivery, None, world.clock())


async def as_buyer(world: World, person: Person, method: str, path: str, **more: Any) -> Any:
    """To the portal, as the chat of the buyer does."""
    async with world.app.db.read() as session:
        user = await session.get_one(User, person.id)
    transport = httpx.ASGITransport(world.portal_app)
    async with httpx.AsyncClient(transport=transport, base_url="http://portal/api/v1") as client:
        headers = {"Authorization": f"Bearer {user.token}"}
        answer = await client.request(method, path, headers=headers, **more)
    assert answer.status_code < 300, answer.text
    return answer.json()


async def claimed(world: World, anna: Person, *, photos: int = 0) -> str:
    """A claim on a shipped order of 12 pieces, of 2 of them; its id."""
    await ordered(anna, "0893106 12")
    await shipped(world)
    uploads = []
    for number in range(photos):
        picture = png(Image.new("RGB", (8 + number, 8)))
        brought = await as_buyer(
            world, anna, "POST", "/files", params={"name": f"{number}.png"}, content=picture
        )
        uploads.append(brought["id"])
    order = (await as_buyer(world, anna, "GET", "/orders"))["items"][0]["id"]
    body = {
        "order_id": order,
        "kind": "damage",
        "wanted": "refund",
        "words": "Треснули в дороге",
        "lines": [{"number": 1, "quantity": "2"}],
        "uploads": uploads,
    }
    claim: str = (await as_buyer(world, anna, "POST", "/claims", json=body))["id"]
    return claim


class Group:
    """The managers' group, as those in it see it."""

    def __init__(self, world: World, chat: int) -> None:
        self.world, self.chat = world, chat

    @property
    def shown(self) -> list[dict[str, Any]]:
        return [m for m in self.world.telegram.messages(self.chat) if m["from"]["is_bot"]]

    @property
    def texts(self) -> list[str]:
        return [text_of(message).replace("\u00a0", " ") for message in self.shown]

    @property
    def last(self) -> str:
        return self.texts[-1]

    def with_words(self, words: str) -> dict[str, Any]:
        return next(m for m in reversed(self.shown) if words in text_of(m))

    async def click(self, person: Person, text: str, words: str) -> None:
        """Press a button of the message that has these words."""
        message = self.with_words(words)
        data = next(b.data for b in pressables(message) if b.text == text)
        assert data
        person.press(data, message["message_id"], self.chat)
        await self.world.settle()

    async def reply(self, person: Person, text: str, words: str) -> None:
        await person.send(text, to=self.with_words(words)["message_id"], chat=self.chat)


async def a_group(world: World, *people: Person, forum: bool = False) -> Group:
    director = people[0]
    made = world.telegram.add_group("Менеджеры", [one.id for one in people], is_forum=forum)
    if forum:
        world.telegram.set_bot(made.id, "administrator")
    await director.send("/desk", chat=made.id)
    return Group(world, made.id)


async def people(world: World) -> tuple[Person, Person, Person]:
    return (
        await world.linked("Дина", "director", None),
        await world.manager(),
        await world.buyer(),
    )


async def test_a_group_becomes_the_managers(world: World) -> None:
    dina, igor, anna = await people(world)
    made = world.telegram.add_group("Менеджеры", [igor.id, dina.id, anna.id])
    group = Group(world, made.id)
    await world.settle()
    assert "/desk" in group.last
    assert "только директор" in await igor.send("/desk", chat=made.id)
    assert "только директор" in await anna.send("/desk", chat=made.id)
    # Of what is at stake nothing is said in a group that is not the managers'.
    claim = await claimed(world, anna)
    assert "в личных сообщениях" in await igor.send("/claims", chat=made.id)
    assert "группа менеджеров" in await dina.send("/desk", chat=made.id)
    assert "1001" in await igor.send("/claims", chat=made.id)
    assert "нет прав" in await anna.send("/claims", chat=made.id)
    await world.tell()
    assert "Претензия № 1001" in group.last
    assert "отключена" in await dina.send("/desk off", chat=made.id)
    before = len(group.shown)
    await as_buyer(world, anna, "POST", f"/claims/{claim}/messages", json={"text": "Ау"})
    await world.tell()
    assert len(group.shown) == before


async def test_taken_asked_answered_settled(world: World) -> None:
    dina, igor, anna = await people(world)
    nil = await world.manager("Нил")
    group = await a_group(world, dina, igor, nil)
    claim = await claimed(world, anna, photos=3)
    await world.tell()
    # The photos as an album, then the card with everything on it.
    album = [m for m in group.shown if m.get("photo")]
    assert len(album) == 3
    assert len({m["media_group_id"] for m in album}) == 1
    card = group.with_words("Треснули в дороге")
    words = text_of(card).replace("\u00a0", " ")
    for part in ("Повреждение", "ООО «Ромашка»", "Анна", "№ 1001", "800,26 ₽", "Решить до"):
        assert part in words
    assert "Треснули" in igor.last
    # Two who press at once: one takes it, the other is told who did.
    message = card["message_id"]
    data = next(b.data for b in pressables(card) if b.text == "Взять")
    assert data
    igor.press(data, message, group.chat)
    nil.press(data, message, group.chat)
    await world.settle()
    toasts = sorted(str(one.toast) for one in (igor, nil))
    assert any("Взяли" in toast for toast in toasts)
    assert any("Игорь" in toast or "Нил" in toast for toast in toasts)
    async with world.portal_db.read() as session:
        holder = await session.scalar(select(Claim.manager_id))
    holding, other = (igor, nil) if "Взяли" in str(igor.toast) else (nil, igor)
    assert holder
    await world.tell()
    assert "в работе" in text_of(group.with_words("Треснули"))
    assert "в работе" in other.last
    # Asked: the question goes to the buyer, and the answer comes under the card.
    await group.click(holding, "Спросить", "Треснули")
    await group.reply(holding, "Коробка цела?", "что спросить")
    await as_buyer(world, anna, "POST", f"/claims/{claim}/messages", json={"text": "Вмятина"})
    await world.tell()
    assert "Вмятина" in "".join(group.texts)
    assert "Вмятина" in holding.last
    # What is marked stays inside, what is not goes out.
    await group.reply(holding, "! Опять этот перевозчик", "Треснули")
    assert "для своих" in group.last
    await group.reply(holding, "Вернём деньги", "Вмятина")
    assert "Отправили клиенту" in group.last
    said = await as_buyer(world, anna, "GET", f"/claims/{claim}/messages")
    assert [one["text"] for one in said["items"]] == ["Коробка цела?", "Вмятина", "Вернём деньги"]
    # What the buyer changes, changes here; what a manager takes back, the buyer sees no more.
    answer = said["items"][1]["id"]
    path = f"/claims/{claim}/messages/{answer}"
    await as_buyer(world, anna, "PATCH", path, json={"text": "Вмятина сбоку"})
    await world.tell()
    assert "Вмятина сбоку" in text_of(group.with_words("Вмятина"))
    assert "Вмятина сбоку" in text_of(holding.from_bot[-1])
    mine = next(
        m["message_id"]
        for m in world.telegram.messages(group.chat)
        if m.get("text") == "Вернём деньги"
    )
    await holding.send("/delete", to=mine, chat=group.chat)
    said = await as_buyer(world, anna, "GET", f"/claims/{claim}/messages")
    assert [one["deleted"] for one in said["items"]] == [False, False, True]
    # Settled, with the cause and the loss.
    await group.click(holding, "Решить", "Треснули")
    await group.click(holding, "Возврат денег", "как решаем")
    await group.reply(holding, "много", "на какую сумму")
    assert "Не разобрал" in group.last
    await group.reply(holding, "800,26", "на какую сумму")
    await group.click(holding, "Перевозка", "где произошла")
    await group.reply(holding, "Деловые линии 800", "кто отвечает")
    await group.reply(holding, "Вернули на счёт", "что сказать")
    async with world.portal_db.read() as session:
        row = (await session.scalars(select(Claim))).one()
    assert (row.state, row.amount, row.loss) == (ClaimState.RESOLVED, 800_26, 800_00)
    assert (row.culprit, row.reason) == ("Деловые линии", "Вернули на счёт")
    await world.tell()
    assert "решена" in text_of(group.with_words("Треснули"))
    # Rated: whoever settled it hears of it.
    await as_buyer(world, anna, "POST", f"/claims/{claim}/rate", json={"rating": 5})
    await world.tell()
    assert "★★★★★" in holding.last


async def test_a_topic_for_each_claim(world: World) -> None:
    dina, igor, anna = await people(world)
    await world.manager("Нил")
    group = await a_group(world, dina, igor, forum=True)
    claim = await claimed(world, anna, photos=1)
    await world.tell()
    card = group.with_words("Треснули")
    thread = card["message_thread_id"]
    assert thread
    assert next(m for m in group.shown if m.get("photo"))["message_thread_id"] == thread
    await as_buyer(world, anna, "POST", f"/claims/{claim}/messages", json={"text": "Ау"})
    await world.restart()
    await world.tell()
    assert group.with_words("Ау")["message_thread_id"] == thread
    # A conversation that nobody in particular answers has one of its own.
    await anna.send("/manager")
    await anna.send("Есть кто?")
    await world.tell()
    other = group.with_words("Есть кто?")
    assert other["message_thread_id"] not in (None, thread)
    await group.reply(igor, "! не наш", "Есть кто?")
    await group.reply(igor, "Мы здесь", "Есть кто?")
    await world.tell()
    assert "Мы здесь" in anna.last
    assert "не наш" not in "".join(anna.messages)


async def test_in_the_private_chat(world: World) -> None:
    _, igor, anna = await people(world)
    nil = await world.manager("Нил")
    await claimed(world, anna, photos=1)
    await world.tell()
    await igor.send("/claims")
    await igor.click("1001")
    assert "Треснули" in igor.last
    assert "Файлы: 1" in igor.buttons
    await igor.click("Передать")
    await igor.click("Нил")
    await world.tell()
    assert "Вам передали претензию № 1001" in nil.last
    await nil.click("Открыть претензию")
    await nil.click("Отклонить")
    await nil.send("Нет повреждений на фото")
    assert "отклонена" in nil.last
    async with world.portal_db.read() as session:
        row = (await session.scalars(select(Claim))).one()
    assert (row.state, row.reason) == (ClaimState.DECLINED, "Нет повреждений на фото")
    await nil.send("/claims")
    await nil.click("Excel за месяц")
    assert nil.from_bot[-1]["document"]["file_name"] == "claims.xlsx"


async def test_who_has_no_business_with_it_changes_nothing(world: World) -> None:
    """A buyer of the company, a manager of another region, a stranger in the group."""
    dina, igor, anna = await people(world)
    group = await a_group(world, dina, igor, anna)
    await claimed(world, anna)
    await world.tell()
    stranger = world.person("Чужой")
    world.telegram.add_member(group.chat, stranger.id)
    async with world.portal_db.write() as session:
        await session.execute(update(Staff).where(Staff.role == "manager").values(region="Сибирь"))
    for one in (anna, igor, stranger):
        await group.click(one, "Взять", "Треснули")
        assert one.alerted, one
        await group.reply(one, "Не ваше дело", "Треснули")
    for data in ("yo:1", "yt:1", "yf:1", "yp:1", "yx:1:1", "ys:1", "yb:1:replace", "yn:1"):
        await forge(world, anna, data)
    async with world.portal_db.read() as session:
        row = (await session.scalars(select(Claim))).one()
        staff_words = await session.scalars(
            select(ClaimMessage.text).where(ClaimMessage.from_staff.is_(True))
        )
        assert staff_words.all() == []
    assert (row.state, row.manager_id) == (ClaimState.NEW, None)
    assert "Сибирь" not in igor.last


async def test_nobody_takes_it_and_the_director_hears(world: World) -> None:
    from portal.domain.claim_reminders import remind

    dina, igor, anna = await people(world)
    await claimed(world, anna)
    await world.tell()
    assert "Треснули" not in "".join(dina.messages)
    for _ in range(5):
        world.clock.forward(hours=24)
        async with world.portal_db.write() as session:
            await remind(session, world.clock())
    await world.tell()
    assert "никто не взял" in "".join(igor.messages)
    assert "до сих пор никто не взял" in "".join(dina.messages)


async def test_the_director_hears_what_was_closed_elsewhere_without_a_decision(
    world: World,
) -> None:
    from portal.domain.claim_work import close_from_outside

    dina, _, anna = await people(world)
    claim = await claimed(world, anna)
    await world.tell()
    async with world.portal_db.write() as session:
        held = await session.get_one(Claim, int(claim), with_for_update=True)
        await close_from_outside(session, held, "Битрикс24", world.clock())
    await world.tell()
    assert "закрыли в Битрикс24, не приняв решения" in "".join(dina.messages)
    # The buyer still has a say.
    assert "Претензия закрыта" in anna.last
    await anna.click("Не согласны")
    await anna.send("Никто ничего не решил")
    assert (await as_buyer(world, anna, "GET", f"/claims/{claim}"))["state"] == "reopened"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1 500,50 ₽", "1500.50"),
        ("800", "800.00"),
        ("12.5 руб.", "12.50"),
        ("0", None),
        ("много", None),
        ("", None),
        ("9" * 11, None),
    ],
)
def test_sums(text: str, found: str | None) -> None:
    assert read_sum(text) == (found and Decimal(found))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("склад Химки 1500", ("склад Химки", "1500.00")),
        ("Деловые линии: 1 200,50 руб", ("Деловые линии", "1200.50")),
        ("никто 0", ("никто", "0.00")),
        ("1500", None),
        ("склад", None),
    ],
)
def test_causes(text: str, found: tuple[str, str] | None) -> None:
    assert read_cause(text) == (found and (found[0], Decimal(found[1])))


def test_what_is_internal() -> None:
    assert marked("! тише ") == ("тише", True)
    assert marked("Готово!") == ("Готово!", False)


async def test_photos_come_once_however_often_they_are_told_of(world: World) -> None:
    dina, igor, anna = await people(world)
    group = await a_group(world, dina, igor)
    await claimed(world, anna, photos=3)
    await world.tell()
    # The feed is told from its beginning again, as after a death before its place was kept.
    async with world.app.db.write() as session:
        await session.execute(delete(Cursor))
    await world.restart()
    await world.tell()
    for shown in (group.shown, world.telegram.messages(igor.id)):
        assert len([message for message in shown if message.get("photo")]) == 3
