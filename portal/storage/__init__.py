"""Files, kept outside the database under the SHA-256 of what is in them."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

from portal.storage.folder import Folder

__all__ = ["Folder", "Storage"]


class Storage(Protocol):
    """Where files are. The same file twice is kept once; what is kept never changes."""

    async def keep(self, path: Path, sha256: str) -> None:
        """Takes the file at `path` over, which is gone afterwards."""

    def read(self, sha256: str) -> AsyncIterator[bytes]:
        """What is in a file, piece by piece. Raises FileNotFoundError."""
