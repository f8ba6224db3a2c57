"""Files: brought in first, referred to afterwards by whatever they belong to."""

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import anyio
from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from portal.api.deps import Caller, Now, reads
from portal.api.problems import responses
from portal.api.schemas.common import Schema
from portal.db.models import StoredFile
from portal.domain.errors import Refused
from portal.domain.files import LARGEST, brought, checked, stored

router = APIRouter(prefix="/files", tags=["files"])


class UploadOut(Schema):
    """Refer to the file by `id`: only who has brought it can."""

    id: str
    name: str
    media_type: str
    size: int


@router.post(
    "",
    status_code=201,
    summary="Bring a file",
    responses=responses(401, 413, 422),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/octet-stream": {"schema": {"format": "binary"}}},
        }
    },
)
@reads
async def upload(
    request: Request,
    caller: Caller,
    now: Now,
    name: Annotated[str, Query(max_length=200, description="As a person sees it")] = "",
) -> UploadOut:
    """The file itself is the body, 20 MB at most; what it is, its content tells.

    The same file twice is kept once. Refused: `file_too_large` (413, args `megabytes`),
    `file_empty`, `file_type_unknown` (422): pictures, videos, PDF and office documents are taken;
    `file_heic` (422). Of pictures and videos, what tells where they were made is taken out.
    """
    state = request.app.state
    with tempfile.TemporaryDirectory(prefix="upload-", dir=state.settings.uploads) as folder:
        path = Path(folder) / "file"
        await _received(request, path)
        media_type = await asyncio.to_thread(checked, path)
        size, sha256 = path.stat().st_size, await asyncio.to_thread(_hash_of, path)
        await state.storage.keep(path, sha256)
    # Not before: nobody else writes while a transaction waits for somebody's slow network.
    async with state.database.write() as session:
        file = await stored(session, sha256, size, media_type, now)
        made = await brought(session, caller.person.id, file, name or sha256[:12], now)
    return UploadOut(id=made.id, name=made.name, media_type=media_type, size=size)


async def _received(request: Request, path: Path) -> None:
    """The body into a file, piece by piece."""
    size = 0
    async with await anyio.open_file(path, "wb") as file:
        async for piece in request.stream():
            size += len(piece)
            if size > LARGEST:
                raise Refused("file_too_large", 413, megabytes=LARGEST // 1024 // 1024)
            await file.write(piece)


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def download(request: Request, file: StoredFile, name: str) -> StreamingResponse:
    """The answer that is a file, piece by piece. Whether it may be seen is settled before."""
    pieces: AsyncIterator[bytes] = request.app.state.storage.read(file.sha256)
    return StreamingResponse(
        pieces,
        media_type=file.media_type,
        headers={
            "Content-Length": str(file.size),
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}",
            "X-Content-Type-Options": "nosniff",
        },
    )
