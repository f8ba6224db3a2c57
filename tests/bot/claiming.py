"""What the tests of claims share: a shipped order, pictures, albums as Telegram delivers them."""

import io
from random import Random
from typing import Any

from PIL import Image
from sqlalchemy import select

from portal.db.models import Claim, ClaimFile, ClaimMessage, Delivery, Order, StoredFile
from portal.domain.shipping import hand_over, ship
from sandbox.core.people_files import Upload
from tests.bot.test_deliveries import ordered
from tests.support.world import Person, World


async def shipped(world: World, buyer: Person, *lines: str) -> None:
    """An order of the buyer's that has left."""
    await ordered(buyer, *(lines or ("0893106 10", "7721 4")))
    async with world.portal_db.write() as session:
        order = (await session.scalars(select(Order).order_by(Order.id.desc()).limit(1))).one()
        delivery = await session.scalar(select(Delivery).where(Delivery.order_id == order.id))
        assert delivery is not None
        await ship(session, order, delivery, None, world.clock())


async def delivered(world: World) -> None:
    """What was shipped last has arrived."""
    async with world.portal_db.write() as session:
        order = (await session.scalars(select(Order).order_by(Order.id.desc()).limit(1))).one()
        delivery = await session.scalar(select(Delivery).where(Delivery.order_id == order.id))
        assert delivery is not None
        await hand_over(session, order, delivery, None, world.clock())


def picture(number: int) -> bytes:
    """A photo like no other."""
    made = io.BytesIO()
    noise = Random(number).randbytes(16 * 16 * 3)
    Image.frombytes("RGB", (16, 16), noise).save(made, "JPEG")
    return made.getvalue()


def pictures(count: int, first: int = 0) -> list[Upload]:
    return [Upload(picture(first + n), f"{n}.jpg", "image/jpeg") for n in range(count)]


async def album(person: Person, uploads: list[Upload], caption: str = "") -> list[Any]:
    sent = person.world.telegram.upload(person.id, uploads, "photo", caption=caption)
    await person.world.settle()
    return list(sent)


async def to_parts(world: World, anna: Person, *lines: str) -> None:
    """As far as the photos of a claim: the first line is short."""
    await shipped(world, anna, *lines)
    await anna.send("/claim")
    await anna.click(next(button for button in anna.buttons if button.startswith("№")))
    await anna.click("Недостача")
    await anna.click("☐ 1")
    await anna.click("Дальше: 1 строка")
    await anna.click("Заменить")


async def claims_made(world: World) -> list[tuple[Claim, list[str], list[str]]]:
    """Each claim with the hashes of all its files, and what was said about it."""
    made = []
    async with world.portal_db.read() as session:
        for claim in await session.scalars(select(Claim).order_by(Claim.id)):
            files = await session.scalars(
                select(StoredFile.sha256)
                .join(ClaimFile, ClaimFile.file_id == StoredFile.id)
                .where(ClaimFile.claim_id == claim.id)
            )
            said = await session.scalars(
                select(ClaimMessage.text).where(ClaimMessage.claim_id == claim.id)
            )
            made.append((claim, list(files), list(said)))
    return made
