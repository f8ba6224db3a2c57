"""The command line of `python -m portal`: its words and where each leads."""

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from datetime import date
from pathlib import Path

from portal.commands import company, goods, outgoing, papers, people, serving, terms
from portal.db.models import COMPANY_ROLES, STAFF_ROLES, DocumentKind, Role

ABOUT = """\
The wholesale portal: the catalogue, prices, carts, orders and money behind the bot.

Settings come from the environment or a .env file; docs/settings.md lists them. Every command may
be used while the bot or the portal runs.
"""

EXAMPLES = """\
examples:
  python -m portal import webdata/import0_1.xml webdata/offers0_1.xml
  python -m portal configure supplier.toml
  python -m portal company 7707083893 --limit 300000 --discount 3 --order-limit 'Анна=50000'
  python -m portal invite --inn 7707083893 --role owner --name 'ООО «Болты»'
  curl -H "Authorization: Bearer $(python -m portal token --inn 7707083893)" \\
       'http://127.0.0.1:8000/api/v1/products?query=болт'
"""


def parser() -> ArgumentParser:
    root = ArgumentParser(
        "python -m portal",
        description=ABOUT,
        epilog=EXAMPLES,
        formatter_class=RawDescriptionHelpFormatter,
    )
    commands = root.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(name: str, run: object, summary: str, details: str = "") -> ArgumentParser:
        made = commands.add_parser(name, help=summary, description=f"{summary}. {details}".strip())
        made.set_defaults(run=run)
        return made

    command(
        "serve",
        serving.serve,
        "Answer HTTP at PORTAL_LISTEN",
        "The bot has a portal of its own inside; this is for running it apart, or for one's own"
        " programs. /openapi.json describes every call.",
    )

    demo = command(
        "demo-data",
        goods.demo_data,
        "Fill an empty database with a made-up supplier",
        "46,000 articles of fasteners, tools and chemicals, 30 companies, half a year of orders,"
        " debts and payments up to today. Done once; a second call changes nothing.",
    )
    demo.add_argument("--seed", type=int, default=1, help="another seed, another supplier (1)")
    _json(demo)

    load = command(
        "import",
        goods.import_files,
        "Take over a CommerceML 2 catalogue (1C)",
        "Groups, products, variants, prices and stock from import*.xml, offers*.xml and the like,"
        " one file or many, in any order. What did not change is left alone, so it may be repeated"
        " at will. Prints what was found, and what was skipped and why.",
    )
    load.add_argument("files", nargs="+", type=Path, metavar="FILE", help="XML, schema 2.04 to 3.1")
    _json(load)

    export = command(
        "export-orders",
        goods.export_orders,
        "Write the orders not exported yet as CommerceML orders.xml",
        "A file that is there already has not been taken yet, so its orders are written again with"
        " the new ones. Orders count as exported once the file is complete.",
    )
    export.add_argument(
        "--out", type=Path, default=Path("orders.xml"), metavar="FILE", help="(orders.xml)"
    )
    export.add_argument("--all", action="store_true", help="all orders, also those exported before")
    _json(export)

    document = command(
        "add-document",
        papers.add_document,
        "Keep a document of the accounting system's",
        "An invoice, a УПД, an act as PDF or Excel, listed for the company beside what the portal"
        " draws up. With an --external-id that is known already it replaces that document.",
    )
    _document(document)

    invite = command(
        "invite",
        people.invite,
        "Make a one-time code that lets a person in",
        "It is good for a day and for one person. Where BOT_USERNAME is set, the link that opens"
        " the chat with the code is printed too.",
    )
    invite.add_argument("--inn", help="the company's; leave out for the staff")
    invite.add_argument(
        "--role",
        type=Role,
        required=True,
        choices=[*COMPANY_ROLES, *STAFF_ROLES],
        metavar="ROLE",
        help="for a company: owner, buyer, accountant; for the staff: manager, director",
    )
    invite.add_argument(
        "--name",
        help="with --inn the company's, which is taken on, with a contract, if it is new;"
        " for the staff the person's",
    )
    invite.add_argument(
        "--price-type",
        metavar="TYPE",
        help="of a company that has none yet, by name or id (the first there is)",
    )
    _json(invite)

    configure = command(
        "configure",
        terms.configure,
        "Take over the supplier's terms from a TOML file",
        "Its details and bank, VAT, the ladder of price types, discounts, quantity breaks, kinds of"
        " supply, loyalty, own brand. What a section lists is all there is of it; a section that is"
        " left out stays as it was. docs/pricing.md explains each; portal/demo/supplier.toml is one"
        " to begin with.",
    )
    configure.add_argument("file", type=Path, metavar="FILE")
    _json(configure)

    _company(
        command(
            "company",
            company.company,
            "Show a company's terms, and change them",
            "Sums are in roubles, discounts in per cent; `none` takes a bound away.",
        )
    )

    token = command(
        "token",
        people.token,
        "Print a personal bearer token, for trying the API",
        "Of the company's first person in that role; if there is nobody, one is made.",
    )
    token.add_argument("--inn", help="the company to act for; leave out for the staff")
    token.add_argument(
        "--role",
        type=Role,
        choices=[*COMPANY_ROLES, *STAFF_ROLES],
        metavar="ROLE",
        help="owner, buyer, accountant, manager or director (whoever is there; else owner)",
    )
    _json(token)

    sending = command(
        "outgoing",
        outgoing.outgoing,
        "Show what programs outside are still to be told of claims",
        "How much waits for each webhook and for Bitrix24, whether it answers, and what was set"
        " aside as it was refused again and again, with why. docs/webhooks.md tells the rest.",
    )
    sending.add_argument(
        "--again",
        action="store_true",
        help="what was set aside, or waits, goes out now",
    )
    _json(sending)
    return root


def _company(command: ArgumentParser) -> None:
    add = command.add_argument
    add("inn", metavar="INN")
    add("--limit", type=company.money_or_none, metavar="SUM", help="how much may be owed at once")
    add("--discount", type=company.percent, metavar="PERCENT", help="its own")
    add("--price-type", metavar="TYPE", help="by name or id")
    pinned = command.add_mutually_exclusive_group()
    pinned.add_argument(
        "--pinned", action="store_true", default=None, help="at any volume (as a new company is)"
    )
    pinned.add_argument(
        "--by-volume",
        dest="pinned",
        action="store_false",
        help="the sum of each cart alone finds the price type",
    )
    add("--delay", type=int, metavar="DAYS", help="after which what was shipped is to be paid")
    add("--minimum-order", type=company.money_or_none, metavar="SUM", help="none: the supplier's")
    add("--edo-operator", metavar="NAME", help="who carries its electronic documents")
    add("--edo-id", metavar="ID", help="its id there")
    add("--timezone", type=company.zone, metavar="ZONE", help="as Asia/Omsk")
    add(
        "--order-limit",
        type=company.personal,
        action="append",
        metavar="NAME=SUM",
        help="the most that this person's order may come to",
    )
    add(
        "--contract", metavar="NUMBER", help="one there is, or a new one; the next four are its own"
    )
    add("--signed", type=date.fromisoformat, metavar="DATE", help="as 2026-01-31 (today)")
    add("--valid-to", type=company.day_or_none, metavar="DATE", help="that day included")
    add("--contract-limit", type=company.money_or_none, metavar="SUM")
    add("--contract-delay", type=int, metavar="DAYS")
    _json(command)


def _document(command: ArgumentParser) -> None:
    add = command.add_argument
    add("file", type=Path, metavar="FILE", help="PDF, Excel, Word or a picture")
    add("--inn", required=True, help="the company's")
    add("--kpp", help="where several companies have that INN")
    add(
        "--kind",
        type=DocumentKind,
        choices=list(DocumentKind),
        default=DocumentKind.OTHER,
        metavar="KIND",
        help=f"{', '.join(DocumentKind)} (other)",
    )
    add("--number", default="", help="as a person knows it: УПД 118")
    add("--date", type=date.fromisoformat, required=True, help="2026-11-25")
    add("--order", help="the number of the order that it belongs to")
    add("--amount", type=company.money, help="in roubles: 1234.50")
    add("--external-id", default="", help="the accounting system's own id")
    _json(command)


def _json(command: ArgumentParser) -> None:
    command.add_argument("--json", action="store_true", help="print the result as JSON")
