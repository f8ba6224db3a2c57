"""What is kept for a while only is forgotten, and nothing else."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from portal.db.models import FailedGuess, IdempotentAnswer
from portal.domain.housekeeping import purge
from tests.portal.trade_world import Trade

NOW = datetime(2025, 3, 3, 9, tzinfo=UTC)


async def test_old_answers_and_guesses_are_forgotten(trade: Trade) -> None:
    async with trade.database.write() as session:
        for days in (1, 40):
            at = NOW - timedelta(days=days, hours=1)
            session.add(FailedGuess(source=f"{days}", at=at))
            session.add(
                IdempotentAnswer(
                    source="1", key=f"{days}", request_hash="", status=200, answer={}, created_at=at
                )
            )
        session.add(FailedGuess(source="now", at=NOW))
        await session.flush()
        await purge(session, NOW)
        assert list(await session.scalars(select(IdempotentAnswer.key))) == ["1"]
        assert list(await session.scalars(select(FailedGuess.source))) == ["now"]
