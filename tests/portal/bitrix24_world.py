"""A portal whose claims are tasks of a Bitrix24."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import httpx
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import select

from portal.db.models import Outgoing, OutgoingState
from portal.exchange.courier import Courier
from portal.exchange.outside import receivers_of
from tests.portal.claims_world import Claims, open_claims
from tests.portal.trade_world import Trade
from tests.support.bitrix24 import FOLDER, URL, Office24

APPLICATION_TOKEN = "51856fefc120afa4b628cc82d3935cce"
DEFAULT_USER, IGOR, PETR = 1, 17, 21


@dataclass
class Bitrix24World:
    claims: Claims
    office: Office24
    app: FastAPI
    courier: Courier

    async def another_process(self) -> Courier:
        """As after a restart: it knows nothing but the database."""
        self.courier = a_courier(self.app, self.claims.trade, self.office)
        return self.courier

    async def rounds(self, count: int = 1, between: timedelta = timedelta()) -> int:
        done = 0
        for _ in range(count):
            done += await self.courier.round()
            self.claims.trade.clock.move(between)
        return done

    def task(self, claim: Any) -> dict[str, Any]:
        """The one that there is."""
        beginning = f"Претензия № {claim['number']}:"
        found = [each for each in self.office.tasks.values() if each["TITLE"].startswith(beginning)]
        assert len(found) == 1, found
        return found[0]

    def said(self, claim: Any) -> list[str]:
        comments = self.office.comments[self.task(claim)["ID"]]
        return [str(each["POST_MESSAGE"]) for each in comments]

    async def changed(
        self, task: object, *, token: str = APPLICATION_TOKEN, event: str = "ONTASKUPDATE"
    ) -> httpx.Response:
        """As Bitrix24 tells of it."""
        told = {
            "event": event,
            "data[FIELDS_BEFORE][ID]": task,
            "data[FIELDS_AFTER][ID]": task,
            "data[IS_ACCESSIBLE_BEFORE]": "undefined",
            "ts": "1466439714",
            "auth[domain]": "bolts.bitrix24.ru",
            "auth[member_id]": "a223c6b3710f85df22e9377d6c4f7553",
            "auth[application_token]": token,
        }
        return await self.claims.trade.client.post(
            "/bitrix24/events",
            content=urlencode(told),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )

    async def close_there(self, claim: Any) -> None:
        task = self.task(claim)
        task["STATUS"] = "5"
        assert (await self.changed(task["ID"])).status_code == 200

    async def aside(self) -> list[Outgoing]:
        async with self.claims.trade.database.read() as session:
            query = select(Outgoing).where(Outgoing.state == OutgoingState.ASIDE)
            return list(await session.scalars(query))


def a_courier(app: FastAPI, trade: Trade, office: Office24) -> Courier:
    settings = app.state.settings.model_copy(
        update={
            "bitrix24_url": SecretStr(URL),
            "bitrix24_application_token": SecretStr(APPLICATION_TOKEN),
            "bitrix24_folder": FOLDER,
            "bitrix24_responsible": DEFAULT_USER,
            "bitrix24_users": f"Игорь={IGOR}, Пётр = {PETR}",
            "bitrix24_group": 5,
            "bot_username": "bolts_bot",
        }
    )
    app.state.settings = settings

    async def sleep(seconds: float) -> None:
        trade.clock.move(timedelta(seconds=seconds))

    [receiver] = receivers_of(
        settings, trade.database, app.state.storage, trade.clock, sleep, office
    )
    return Courier(trade.database, receiver, trade.clock)


async def open_bitrix24(app: FastAPI, trade: Trade) -> Bitrix24World:
    claims = await open_claims(trade)
    office = Office24(trade.clock)
    courier = a_courier(app, trade, office)
    await courier.round()
    return Bitrix24World(claims, office, app, courier)
