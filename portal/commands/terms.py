"""`configure`: the supplier's terms from a file."""

import json
from argparse import Namespace

from portal.commands.complaints import Complaint
from portal.commands.opening import opened
from portal.config import Settings


async def configure(args: Namespace, settings: Settings) -> None:
    """All of the file, or nothing."""
    from portal.exchange.terms import TermsError, read, write

    try:
        terms = read(args.file)
        async with opened(settings) as database, database.write() as session:
            counts = await write(session, terms)
    except TermsError as error:
        raise Complaint(str(error)) from None
    if args.json:
        print(json.dumps(counts))
    elif counts:
        print("\n".join(f"{section}: {count}" for section, count in counts.items()))
    else:
        print("There is no section in the file: nothing was changed.")
