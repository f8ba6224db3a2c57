"""How the accounting system says what was shipped and paid."""

from fastapi import APIRouter, Response

from portal.api.deps import Now, StaffCaller, Writing
from portal.api.idempotency import Once
from portal.api.problems import responses
from portal.api.schemas.money import SettlementIn, SettlementsIn, SettlementsOut
from portal.db.models import EntryKind
from portal.domain.money import kopecks
from portal.domain.settlements import News, record

router = APIRouter(prefix="/settlements", tags=["money"])


@router.post(
    "",
    summary="Shipments, payments, returns and corrections from the accounts",
    responses=responses(401, 403, 422),
    response_model=SettlementsOut,
)
async def take(
    session: Writing, caller: StaffCaller, now: Now, told: SettlementsIn, once: Once
) -> Response:
    """For staff, a thousand at once, all or none. An entry that is known by its `external_id`
    becomes what is told now. Without a contract it belongs to that of its order, else to the one in
    force on its day; a shipment without `due_on` is due after the delay agreed.

    Refused: `settlements_unknown` (422, args `rows`: `external_id` and `what` of it is not known).
    """

    async def act() -> SettlementsOut:
        done = await record(session, [_news(entry) for entry in told.entries], now)
        return SettlementsOut(
            made=done.made, changed=done.changed, same=done.same, removed=done.removed
        )

    return await once(act)


def _news(entry: SettlementIn) -> News:
    amount = kopecks(entry.amount)
    return News(
        external_id=entry.external_id,
        inn=entry.inn,
        kpp=entry.kpp,
        contract=entry.contract,
        order=entry.order,
        kind=entry.kind,
        document=entry.document,
        amount=-amount if entry.kind in (EntryKind.PAYMENT, EntryKind.RETURN) else amount,
        on_date=entry.on_date,
        due_on=entry.due_on,
        cancelled=entry.cancelled,
    )
