"""`add-document`: what the accounting system gives to be kept beside the portal's own papers."""

import json
import shutil
import tempfile
from argparse import Namespace
from datetime import UTC, datetime
from hashlib import file_digest
from pathlib import Path

from portal.commands.opening import opened
from portal.config import Settings
from portal.domain.files import checked, stored
from portal.domain.kept_documents import Brought, keep
from portal.storage import Folder


async def add_document(args: Namespace, settings: Settings) -> None:
    """The file stays where it is; a copy is kept."""
    now = datetime.now(UTC)
    settings.uploads.mkdir(parents=True, exist_ok=True)
    brought = Brought(
        inn=args.inn,
        kpp=args.kpp,
        kind=args.kind,
        number=args.number,
        on_date=args.date,
        name=args.file.name,
        amount=args.amount,
        order=args.order,
        external_id=args.external_id,
    )
    with tempfile.TemporaryDirectory(prefix="document-", dir=settings.uploads) as folder:
        path = Path(folder) / "file"
        shutil.copyfile(args.file, path)
        media_type = checked(path)
        size = path.stat().st_size
        with path.open("rb") as file:
            sha256 = file_digest(file, "sha256").hexdigest()
        async with opened(settings) as database:
            await Folder(settings.files).keep(path, sha256)
            async with database.write() as session:
                kept = await stored(session, sha256, size, media_type, now)
                document = await keep(session, brought, kept, now)
    if args.json:
        print(json.dumps({"id": f"d{document.id}"}))
    else:
        print(f"Kept: {document.name}, for INN {args.inn}.")
