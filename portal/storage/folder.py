"""A folder as the storage: `ab/abcdef...` in FILES_DIR."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

PIECE = 256 * 1024


class Folder:
    def __init__(self, path: Path) -> None:
        self._path = path

    async def keep(self, path: Path, sha256: str) -> None:
        await asyncio.to_thread(self._keep, path, sha256)

    def _keep(self, path: Path, sha256: str) -> None:
        there = self._at(sha256)
        there.parent.mkdir(parents=True, exist_ok=True)
        # Copied beside it first: what bears the hash as its name is always whole.
        part = there.with_name(f".{sha256}.{os.getpid()}.{id(path)}")
        try:
            shutil.move(path, part)
            with part.open("rb") as file:
                os.fsync(file.fileno())
            part.replace(there)
        finally:
            part.unlink(missing_ok=True)

    async def read(self, sha256: str) -> AsyncIterator[bytes]:
        file = await asyncio.to_thread(self._at(sha256).open, "rb")
        try:
            while piece := await asyncio.to_thread(file.read, PIECE):
                yield piece
        finally:
            file.close()

    async def close(self) -> None:
        """There is nothing to close."""

    def _at(self, sha256: str) -> Path:
        return self._path / sha256[:2] / sha256
