"""What is remembered of users is what is stored of them."""

from sqlalchemy import update

from bot.db.models import User
from bot.db.people import People
from tests.support.world import World


async def test_a_change_is_seen_at_once_however_it_is_made(world: World) -> None:
    anna = await world.buyer("Анна")
    people, db = People(world.app.db), world.app.db
    assert (await people.find(anna.id)).language is None
    async with db.write() as session:
        await session.execute(update(User).where(User.id == anna.id).values(language="en"))
        assert (await people.find(anna.id)).language is None, "not committed yet"
    assert (await people.find(anna.id)).language == "en"
    async with db.write() as session:
        (await session.get_one(User, anna.id)).language = "ru"
    assert (await people.find(anna.id)).language == "ru"
    assert await people.find(404) is None


async def test_one_handler_cannot_change_what_another_is_given(world: World) -> None:
    anna = await world.buyer("Анна")
    people = People(world.app.db)
    (await people.find(anna.id)).language = "en"
    assert (await people.find(anna.id)).language is None
