"""Files, kept outside the database under the SHA-256 of what is in them."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Protocol

from portal.config import Settings
from portal.storage.folder import Folder
from portal.storage.s3 import Bucket, Keys

__all__ = ["Bucket", "Folder", "Storage", "storage_of"]


class Storage(Protocol):
    """Where files are. The same file twice is kept once; what is kept never changes."""

    async def keep(self, path: Path, sha256: str) -> None:
        """Takes the file at `path` over, which is gone afterwards."""

    def read(self, sha256: str) -> AsyncIterator[bytes]:
        """What is in a file, piece by piece. Raises FileNotFoundError."""

    async def close(self) -> None:
        """Nothing is asked of it afterwards."""


def storage_of(settings: Settings) -> Storage:
    """A bucket where one is named, else a folder."""
    if not settings.bucket_url:
        return Folder(settings.files)
    keys = Keys(
        settings.bucket_key_id,
        settings.bucket_secret.get_secret_value(),
        settings.bucket_region,
    )
    return Bucket(settings.bucket_url, settings.bucket_name, keys)
