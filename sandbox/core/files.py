"""Files on the server: taken in, named by a `file_id`, used again, given out."""

import mimetypes
from typing import Any, Literal

from sandbox.core import images
from sandbox.core.errors import ApiError, bad_request, not_modelled
from sandbox.core.schema import Upload, Uploads
from sandbox.core.state import File, Json
from sandbox.core.world import World

Kind = Literal["photo", "document", "video"]

LARGEST_UPLOAD = 50 * 1024 * 1024
LARGEST_PHOTO = 10 * 1024 * 1024
LARGEST_DOWNLOAD = 20 * 1024 * 1024
LONGEST_SIDES = (90, 320, 800, 1280)
"""Telegram keeps a photo in these sizes, as far as the picture is that large."""

_PREFIX = {"photo": "AgAC", "document": "BQAC", "video": "BAAC"}


def content_of(
    world: World, given: Any, kind: Kind, uploads: Uploads, about: Json | None = None
) -> Json:
    """What a message has for a file that a bot sends: `{"photo": [...]}`, `{"document": {...}}`.
    `given` is a `file_id` or `attach://NAME`."""
    if not given:
        raise bad_request(f"there is no {kind} in the request")
    text = str(given)
    if text.startswith("attach://"):
        upload = uploads.get(text.removeprefix("attach://"))
        if upload is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        if len(upload.data) > LARGEST_UPLOAD:
            raise ApiError(413, "Request Entity Too Large")
        return take(world, upload, kind, about)
    if text.startswith(("http://", "https://")):
        raise not_modelled("files sent by their URL")
    file = world.state.files.get(text)
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if file.kind != kind:
        raise bad_request(f"can't use file of type {file.kind.title()} as {kind.title()}")
    return _shown(world, file)


def take(world: World, upload: Upload, kind: Kind, about: Json | None = None) -> Json:
    """Keep a new file and give what a message has for it; 400 where it is no such thing."""
    if not upload.data:
        raise bad_request("file must be non-empty")
    if kind == "photo":
        return _take_photo(world, upload)
    blob = _keep(world, upload.data)
    name = upload.name or "file"
    mime_type = upload.mime_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
    suffix = name.rpartition(".")[2] if "." in name else "bin"
    file = _record(world, kind, blob, f"{kind}s/file_{blob}.{suffix}")
    file.name, file.mime_type = name, mime_type
    if about:
        file.width, file.height = about.get("width") or 0, about.get("height") or 0
        file.duration = about.get("duration") or 0
    return _shown(world, file)


def by_path(world: World, path: str) -> File | None:
    return next((file for file in world.state.files.values() if file.path == path), None)


def data_of(world: World, file: File) -> bytes:
    return world.files[file.blob]


def _take_photo(world: World, upload: Upload) -> Json:
    if len(upload.data) > LARGEST_PHOTO:
        raise bad_request(
            f"file of size {len(upload.data)} bytes is too big for a photo; "
            f"the maximum size is {LARGEST_PHOTO} bytes"
        )
    sides = images.size(upload.data)
    if sides is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = sides
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    blob = _keep(world, upload.data)
    file = None
    for number, (shown_width, shown_height) in enumerate(_scaled(width, height)):
        # The sizes share the bytes: nothing here is scaled, only described so.
        file = _record(world, "photo", blob, f"photos/file_{blob}_{number}.jpg")
        file.width, file.height = shown_width, shown_height
    assert file is not None  # noqa: S101  (there is at least one size)
    return _shown(world, file)


def _scaled(width: int, height: int) -> list[tuple[int, int]]:
    longest = max(width, height)
    sides = [side for side in LONGEST_SIDES if side < longest]
    if longest <= LONGEST_SIDES[-1]:
        sides.append(longest)
    return [
        (max(1, round(width * side / longest)), max(1, round(height * side / longest)))
        for side in sides
    ]


def _keep(world: World, data: bytes) -> str:
    world.state.last_file += 1
    blob = str(world.state.last_file)
    world.files[blob] = data
    return blob


def _record(world: World, kind: Kind, blob: str, path: str) -> File:
    number = len(world.state.files) + 1
    file = File(
        id=f"{_PREFIX[kind]}AgIAAxkBAAI{number:08d}",
        unique_id=f"AQAD{number:08d}",
        path=path,
        blob=blob,
        size=len(world.files[blob]),
        kind=kind,
    )
    world.state.files[file.id] = file
    return file


def _shown(world: World, file: File) -> Json:
    about: Json = {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_size": file.size,
    }
    if file.kind == "photo":
        sizes = [kept for kept in world.state.files.values() if kept.blob == file.blob]
        return {"photo": [_photo_size(size) for size in sizes]}
    about |= {"file_name": file.name, "mime_type": file.mime_type}
    if file.kind == "video":
        about |= {"width": file.width, "height": file.height, "duration": file.duration}
    return {file.kind: about}


def _photo_size(file: File) -> Json:
    return {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_size": file.size,
        "width": file.width,
        "height": file.height,
    }
