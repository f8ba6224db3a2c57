"""Claims in numbers, and the rules by which they are dealt with."""

from datetime import date, timedelta
from typing import Annotated
from urllib.parse import quote

import anyio
from fastapi import APIRouter, Query, Response
from sqlalchemy import delete

from portal.api.deps import Reading, StaffCaller, Today, Writing, Zone
from portal.api.problems import responses
from portal.api.schemas.claims import (
    ClaimRulesOut,
    ClaimStatisticsOut,
    DayOut,
    KindTally,
    OffenderOut,
    StageTally,
    TermOut,
    WaitOut,
)
from portal.db.models import ClaimRules, ClaimTerm, Role, SupplierDay
from portal.domain.access import Caller
from portal.domain.claim_rules import Rules, is_country, rules_of
from portal.domain.claim_statistics import Statistics, statistics
from portal.domain.errors import Refused
from portal.domain.money import kopecks, roubles, units
from portal.printing.claims_xlsx import workbook
from portal.printing.words import Language

router = APIRouter(tags=["claims"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 366

First = Annotated[date | None, Query(alias="from", description="None: the first of this month")]
Last = Annotated[date | None, Query(alias="to", description="None: today")]


@router.get(
    "/claims/statistics",
    summary="Claims in numbers",
    responses=responses(401, 403, 422),
)
async def figures(
    session: Reading, caller: StaffCaller, today: Today, zone: Zone,
    first: First = None, last: Last = None,
) -> ClaimStatisticsOut:  # fmt: skip
    """For staff: of the claims within the caller's reach that were made in these days, both
    included; a year at most (422 `period_too_long`, args `days`). Hours are working hours."""
    found, first, last = await _found(session, caller, today, zone, first, last)
    ratings = found.ratings
    return ClaimStatisticsOut(
        first=first,
        last=last,
        count=found.total.count,
        open=found.open,
        late=found.late,
        unanswered=found.unanswered,
        loss=roubles(found.total.loss),
        settled=roubles(found.settled),
        rating=round(sum(ratings) / len(ratings), 1) if ratings else None,
        to_answer=_wait(found, decided=False),
        to_decide=_wait(found, decided=True),
        kinds=[
            KindTally(kind=kind, count=tally.count, loss=roubles(tally.loss))
            for kind, tally in found.kinds.items()
        ],
        stages=[
            StageTally(stage=stage, count=tally.count, loss=roubles(tally.loss))
            for stage, tally in found.stages.items()
        ],
        products=[
            OffenderOut(
                product_id=str(each.product_id),
                article=each.article,
                name=each.name,
                unit=each.unit,
                claims=each.claims,
                quantity=units(each.quantity),
                amount=roubles(each.amount),
            )
            for each in found.offenders
        ],
    )


@router.get(
    "/claims/statistics.xlsx",
    summary="The same as a workbook",
    responses=responses(401, 403, 422),
    response_class=Response,
)
async def figures_as_workbook(
    session: Reading, caller: StaffCaller, today: Today, zone: Zone,
    first: First = None, last: Last = None, language: Language = Language.RU,
) -> Response:  # fmt: skip
    """The figures, each claim, and the products that were claimed again."""
    found, first, last = await _found(session, caller, today, zone, first, last)
    data = await anyio.to_thread.run_sync(workbook, found, first, last, zone, language)
    name = quote(f"claims-{first}-{last}.xlsx")
    return Response(data, 200, {"Content-Disposition": f"attachment; filename={name}"}, XLSX)


async def _found(
    session: Reading, caller: Caller, today: date, zone: Zone, first: date | None, last: date | None
) -> tuple[Statistics, date, date]:
    last = last or max(today, first or today)
    first = first or last.replace(day=1)
    if not timedelta(0) <= last - first <= timedelta(days=LONGEST):
        raise Refused("period_too_long", 422, days=LONGEST)
    assert caller.staff is not None  # noqa: S101 - as StaffCaller has checked
    return await statistics(session, caller.staff, caller.today, first, last, zone), first, last


def _wait(found: Statistics, *, decided: bool) -> WaitOut | None:
    waits = found.waits(decided=decided)
    if waits is None:
        return None
    mean, median = (round(wait.total_seconds() / 3600, 1) for wait in waits)
    return WaitOut(mean=mean, median=median)


@router.get("/claim-rules", summary="When claims are due", responses=responses(401, 403))
async def rules(session: Reading, caller: StaffCaller) -> ClaimRulesOut:
    """For staff: the supplier's hours and days, terms by kind, of what the director is told."""
    return _rules_out(await rules_of(session))


@router.put("/claim-rules", summary="Change them", responses=responses(401, 403, 422))
async def change_rules(
    session: Writing, caller: StaffCaller, wanted: ClaimRulesOut
) -> ClaimRulesOut:
    """For a director, all at once. Claims made already keep their deadlines."""
    assert caller.staff is not None  # noqa: S101 - as StaffCaller has checked
    if caller.staff.role is not Role.DIRECTOR:
        raise Refused("forbidden", 403)
    if wanted.closes <= wanted.opens:
        raise _wrong("closes", "it must be later than `opens`")
    if wanted.country and not is_country(wanted.country):
        raise _wrong("country", "no such country")
    for table in (ClaimRules, ClaimTerm, SupplierDay):
        await session.execute(delete(table))
    session.add(
        ClaimRules(
            opens=wanted.opens,
            closes=wanted.closes,
            weekdays=wanted.weekdays,
            country=wanted.country,
            director_from=kopecks(wanted.director_from),
            silent_hours=wanted.silent_hours,
            close_after_days=wanted.close_after_days,
        )
    )
    terms = {each.kind: each for each in wanted.terms}
    session.add_all(
        ClaimTerm(kind=each.kind, hours_to_take=each.take, hours_to_decide=each.decide)
        for each in terms.values()
    )
    days = {each.day: each.working for each in wanted.days}
    session.add_all(SupplierDay(day=day, working=working) for day, working in days.items())
    await session.flush()
    return _rules_out(await rules_of(session))


def _wrong(field: str, message: str) -> Refused:
    return Refused("invalid", 422, errors=[{"at": f"body.{field}", "message": message}])


def _rules_out(rules: Rules) -> ClaimRulesOut:
    return ClaimRulesOut(
        opens=rules.opens,
        closes=rules.closes,
        weekdays=rules.weekdays,
        country=rules.country,
        director_from=roubles(rules.director_from),
        silent_hours=rules.silent_hours,
        close_after_days=rules.close_after_days,
        terms=[
            TermOut(kind=kind, take=term.take, decide=term.decide)
            for kind, term in rules.terms.items()
        ],
        days=[DayOut(day=day, working=working) for day, working in sorted(rules.days.items())],
    )
