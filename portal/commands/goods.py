"""`demo-data`, `import`, `export-orders`: what fills the portal, and what it gives back."""

import json
from argparse import Namespace
from datetime import UTC, datetime

from portal.commands.complaints import Complaint
from portal.commands.opening import opened
from portal.commands.progress import shown_on
from portal.config import Settings


async def demo_data(args: Namespace, settings: Settings) -> None:
    """Made once; a second call finds it there."""
    from portal import demo

    today = datetime.now(settings.zone).date()
    async with opened(settings) as database:
        try:
            made = await demo.make(database, today=today, seed=args.seed, progress=shown_on())
        except demo.NotEmptyError:
            raise Complaint(
                f"{settings.database_url} holds real data; demo data go into an empty database only"
            ) from None
    if args.json:
        print(json.dumps(made))
    elif made:
        print(
            "Demo data: {products:,} articles, {companies} companies, {orders} orders".format(
                **made
            )
        )
    else:
        print("The demo data are there already.")


async def import_files(args: Namespace, settings: Settings) -> None:
    from portal.exchange import commerceml

    async with opened(settings) as database:
        try:
            counts = await commerceml.load(
                database,
                args.files,
                progress=shown_on(),
                now=datetime.now(UTC),
                zone=settings.zone,
            )
        except commerceml.UnreadableFile as error:
            raise Complaint(str(error)) from error
    if args.json:
        print(json.dumps(counts.as_dict(), ensure_ascii=False))
    else:
        print("\n".join(counts.lines()))


async def export_orders(args: Namespace, settings: Settings) -> None:
    from portal.exchange.commerceml import UnreadableFile, orders

    async with opened(settings) as database:
        try:
            count = await orders.export(
                database,
                args.out,
                now=datetime.now(UTC),
                zone=settings.zone,
                everything=args.all,
            )
        except UnreadableFile as error:
            raise Complaint(str(error)) from error
    if args.json:
        print(json.dumps({"orders": count, "file": str(args.out) if count else None}))
    elif count:
        print(f"Orders written to {args.out}: {count}")
    else:
        print("No orders to export.")
