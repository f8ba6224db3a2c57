"""What a company tells of itself: where its electronic documents go, its logo."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from portal.api.deps import Acting, Buying, Reading, Writing, require
from portal.api.files import download
from portal.api.problems import responses
from portal.api.schemas.documents import EdoIn, LogoIn, LogoOut
from portal.db.models import Role
from portal.domain import company_card
from portal.domain.access import Acting as ActingPerson

router = APIRouter(prefix="/company", tags=["people"])
Accounts = Annotated[ActingPerson, Depends(require(Role.OWNER, Role.ACCOUNTANT))]


@router.put("/edo", summary="Where electronic documents go", responses=responses(401, 403, 404))
async def set_edo(session: Writing, acting: Accounts, told: EdoIn) -> EdoIn:
    """For owners and accountants: the operator, and the company's id there. Both empty: none."""
    company = await company_card.set_edo(session, acting, told.operator, told.edo_id)
    return EdoIn(operator=company.edo_operator, edo_id=company.edo_id)


@router.put("/logo", summary="The company's logo", responses=responses(401, 403, 404, 422))
async def set_logo(session: Writing, acting: Buying, told: LogoIn) -> LogoOut:
    """For its own brand: a picture or a PDF, brought by `POST /files`. Refused: `not_a_picture`
    (422)."""
    file = await company_card.set_logo(session, acting, told.upload_id)
    return LogoOut(media_type=file.media_type, size=file.size)


@router.get(
    "/logo",
    summary="The logo itself",
    responses=responses(401, 403, 404),
    response_class=Response,
)
async def logo(request: Request, session: Reading, acting: Acting) -> Response:
    file = await company_card.logo_of(session, acting)
    return download(request, file, f"logo.{file.media_type.rpartition('/')[2]}")


@router.delete("/logo", status_code=204, summary="No logo", responses=responses(401, 403, 404))
async def remove_logo(session: Writing, acting: Buying) -> None:
    await company_card.remove_logo(session, acting)
