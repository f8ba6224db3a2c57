"""What Bitrix24 tells: that a task has changed. What has, it is asked for itself."""

import re
from secrets import compare_digest
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from sqlalchemy import select

from portal.api.deps import Now
from portal.api.problems import responses
from portal.db.models import Claim
from portal.domain.errors import Refused
from portal.domain.outgoing import look_again
from portal.exchange.bitrix24.case import NAME, external_id

router = APIRouter(prefix="/bitrix24", tags=["outside"])

LARGEST = 64 * 1024
MOST_FIELDS = 200


@router.post(
    "/events",
    summary="A task has changed",
    responses=responses(401),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/x-www-form-urlencoded": {"schema": {"type": "object"}}},
        }
    },
)
async def event(request: Request, now: Now) -> None:
    """For Bitrix24's outgoing webhook, `ONTASKUPDATE`: `auth[application_token]` is checked. The
    task is read again before anything comes of it; one that is of no claim is passed over."""
    told = await _form(request)
    own = request.app.state.settings.bitrix24_application_token.get_secret_value()
    given = told.get("auth[application_token]", "")
    if not own or not compare_digest(given.encode(), own.encode()):
        raise Refused("unauthorized", 401)
    task = told.get("data[FIELDS_AFTER][ID]", "")
    if told.get("event", "").upper() != "ONTASKUPDATE" or not re.fullmatch("[0-9]{1,15}", task):
        return
    # Not before: nobody else writes while a transaction waits for somebody's slow network.
    async with request.app.state.database.write() as session:
        claim_id = await session.scalar(
            select(Claim.id).where(Claim.external_id == external_id(int(task)))
        )
        if claim_id is not None:
            await look_again(session, NAME, claim_id, now)


async def _form(request: Request) -> dict[str, str]:
    """Nothing where it is no form of a decent size."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST:
            return {}
    try:
        return dict(parse_qsl(body.decode(), max_num_fields=MOST_FIELDS))
    except ValueError:
        return {}
