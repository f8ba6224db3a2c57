"""Two managers who take a claim at once: one has it, and the other hears who."""

import asyncio
import os

import pytest

from tests.portal.claims_world import Claims, open_claims
from tests.portal.trade_world import Trade
from tests.portal.world import bearer

ROUNDS = int(os.environ.get("ROUNDS", "1000"))


async def race(world: Claims) -> str:
    """Who has won."""
    claim = await world.make(kind="papers", wanted="papers", words="Нет накладной")
    url = f"/claims/{claim['id']}/take"
    post = world.trade.client.post
    answers = await asyncio.gather(
        *(post(url, headers=bearer(token)) for token in (world.igor, world.petr))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    won, lost = sorted(answers, key=lambda answer: answer.status_code)
    name = str(won.json()["manager"]["name"])
    assert lost.json()["args"] == {"number": claim["number"], "by": name}
    seen = await world.get(claim)
    assert seen["manager"]["name"] == name
    assert [event["kind"] for event in seen["events"]] == ["claim_created", "claim_taken"]
    return name


@pytest.mark.parametrize("rounds", [5, pytest.param(ROUNDS, marks=pytest.mark.slow)])
async def test_one_takes_it(trade: Trade, rounds: int) -> None:
    world = await open_claims(trade)
    for _ in range(rounds):
        await race(world)


async def test_no_more_is_claimed_at_once_than_was_shipped(trade: Trade) -> None:
    world = await open_claims(trade)
    answers = await asyncio.gather(*(world.try_to_make((1, "4")) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [201, 201, 422, 422]


async def test_one_claim_of_many_tries_at_once(trade: Trade) -> None:
    world = await open_claims(trade)
    answers = await asyncio.gather(*(world.try_to_make((1, "1"), key="k") for _ in range(5)))
    made = {answer.json()["id"] for answer in answers if answer.status_code == 201}
    assert len(made) == 1
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len((await trade.get("/claims"))["items"]) == 1
