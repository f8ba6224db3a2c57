"""`outgoing`: what programs outside are still to be told, and what was given up."""

import json
from argparse import Namespace
from datetime import UTC, datetime

from portal.commands.opening import opened
from portal.config import Settings
from portal.domain.outgoing import Standing, standings, try_again


async def outgoing(args: Namespace, settings: Settings) -> None:
    """Each receiver, what waits and what was set aside; with --again, that is sent after all."""
    async with opened(settings) as database:
        if args.again:
            async with database.write() as session:
                count = await try_again(session, datetime.now(UTC))
            print(json.dumps({"again": count}) if args.json else f"To be sent again: {count}.")
            return
        async with database.read() as session:
            found = await standings(session)
    if args.json:
        print(json.dumps([_as_json(each) for each in found], ensure_ascii=False))
    elif not found:
        print("No program outside was ever served here.")
    for each in () if args.json else found:
        receiver, aside = each.receiver, len(each.aside)
        print(f"{receiver.name}: {each.waiting} waiting, {aside} set aside")
        if receiver.failures and receiver.paused_until:
            until = receiver.paused_until.astimezone(settings.zone)
            print(
                f"  silent {receiver.failures} times in a row, tried again at {until:%d.%m %H:%M}"
            )
        for number, row in each.aside:
            at = row.created_at.astimezone(settings.zone)
            print(f"  claim {number}, of {at:%d.%m %H:%M}: {row.error}")


def _as_json(standing: Standing) -> dict[str, object]:
    receiver = standing.receiver
    return {
        "receiver": receiver.name,
        "waiting": standing.waiting,
        "failures": receiver.failures,
        "paused_until": receiver.paused_until and receiver.paused_until.isoformat(),
        "aside": [
            {"claim": number, "at": row.created_at.isoformat(), "error": row.error}
            for number, row in standing.aside
        ],
    }
