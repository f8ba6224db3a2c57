"""Whether the portal is alive and its database answers."""

from typing import Literal

from fastapi import APIRouter
from sqlalchemy import select

from portal.api.deps import Reading
from portal.api.schemas.common import Schema

router = APIRouter(tags=["health"])


class Health(Schema):
    status: Literal["ok"] = "ok"


@router.get("/health", summary="Is it alive?")
async def health(session: Reading) -> Health:
    """200 while requests can be served; no token needed."""
    await session.execute(select(1))
    return Health()
