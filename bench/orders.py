"""An order repeated, divided into five deliveries and made one again, at 50, 500 and 5,000 lines.

    .venv/bin/python bench/orders.py [--sizes 50,500,5000] [--rounds 5]

Through the portal's API in-process, as the bot calls it. What counts is the cost of a line: it
must not grow with the lines, each step's at the most against the fewest. 500 lines must not make a
person wait: a second for each step.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import httpx

from portal.app import running
from portal.config import Settings
from tests.portal.trade_world import Trade, agreed, open_trade
from tests.portal.world import Clock

PARTS = 5
GROWTH = 1.25
"""The most that a line may cost at the largest size, against the smallest."""
WAIT = 1000
"""Milliseconds for a step of a usual order."""
USUAL = 500
STEPS = ("order", "repeat", "split", "merge")
Act = Callable[[], Awaitable[Any]]


async def timed(act: Act) -> tuple[float, Any]:
    begun = time.perf_counter()
    answer = await act()
    return time.perf_counter() - begun, answer


async def placed(trade: Trade, products: list[int]) -> tuple[float, Any]:
    """An order of all these products, and how long the last step took."""
    await trade.change(*((product, "set", 10) for product in products))
    quote = await trade.get("/carts/active/quote")
    return await timed(lambda: ok(trade, "/orders", agreed(quote)))


async def ok(trade: Trade, path: str, body: Any) -> Any:
    answer = await trade.post(path, body)
    assert answer.status_code in (200, 201), answer.text
    return answer.json()


def in_five(lines: int) -> dict[str, Any]:
    """A fifth of each line in each of four parts; what is in none of them is the fifth."""
    part = [{"number": number, "quantity": "2"} for number in range(1, lines + 1)]
    return {"parts": [{"lines": part} for _ in range(PARTS - 1)]}


async def measure(trade: Trade, products: list[int], rounds: int) -> dict[str, float]:
    """Medians of each step, in milliseconds."""
    taken: dict[str, list[float]] = {step: [] for step in STEPS}
    for _ in range(rounds):
        seconds, order = await placed(trade, products)
        taken["order"].append(seconds)
        own = f"/orders/{order['id']}"
        acts: dict[str, Act] = {
            "repeat": lambda own=own: trade.get(f"{own}/repeat"),
            "split": lambda own=own: ok(trade, f"{own}/split", in_five(len(products))),
            "merge": lambda own=own: ok(trade, f"{own}/deliveries/merge", {}),
        }
        for step, act in acts.items():
            seconds, answer = await timed(act)
            taken[step].append(seconds)
            if step == "split":
                assert len(answer["deliveries"]) == PARTS
        assert len(answer["deliveries"]) == 1
        await ok(trade, f"{own}/cancel", None)
    return {step: statistics.median(times) * 1000 for step, times in taken.items()}


async def bench(folder: Path, sizes: list[int], rounds: int) -> dict[str, Any]:
    clock = Clock()
    async with running(Settings(data_dir=folder, _env_file=None), now=clock) as app:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://portal/api/v1", timeout=600
        ) as client:
            trade = await open_trade(client, app.state.database, clock)
            products = await trade.products(max(sizes))
            await measure(trade, products[: sizes[0]], 2)  # Everything is made once.
            found = {size: await measure(trade, products[:size], rounds) for size in sizes}
    growth = {
        step: (found[sizes[-1]][step] / sizes[-1]) / (found[sizes[0]][step] / sizes[0])
        for step in STEPS
    }
    usual = found.get(USUAL, {})
    return {
        "bench": "orders",
        "rounds": rounds,
        "ms": {
            str(size): {step: round(ms, 1) for step, ms in of.items()} for size, of in found.items()
        },
        "us_a_line": {
            str(size): {step: round(ms * 1000 / size, 1) for step, ms in of.items()}
            for size, of in found.items()
        },
        "growth": {step: round(ratio, 2) for step, ratio in growth.items()},
        "goal": GROWTH,
        "met": max(growth.values()) <= GROWTH and max(usual.values(), default=0) <= WAIT,
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sizes", default="50,500,5000")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    sizes = sorted(int(size) for size in given.sizes.split(","))
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(asyncio.run(bench(Path(folder), sizes, given.rounds))))


if __name__ == "__main__":
    main()
