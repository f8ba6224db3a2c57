"""The bot's command line."""

import argparse
import asyncio
import sys
from datetime import UTC, datetime

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.config import Settings
from bot.start import StartError

DESCRIPTION = """\
Artikul: wholesale ordering in Telegram.

Settings are environment variables, or lines of .env in the working directory; docs/settings.md
tells of each. BOT_TOKEN is the only one that must be set to talk to the real Telegram."""

COMMANDS = {
    "run": "run the bot (the default)",
    "demo": "try everything without Telegram, in one go",
    "health": "tell whether the running bot is well",
}
ABOUT = {
    "run": """\
Run the bot until Ctrl-C, with the portal embedded in it, or with the one of PORTAL_URL.

It asks Telegram for its updates; where WEBHOOK_URL is set, Telegram delivers them. Databases are
made and brought up to date at start. What was not finished when it was stopped, or killed, is
taken up again.""",
    "demo": """\
Try everything without Telegram: a made-up supplier, a local Telegram with a page on which several
people chat, and the bot. Prints the page's address and two links that work once, for a buyer and
for a manager.

Whatever .env says, it touches no real bot and no database but its own in DATA_DIR. The page answers
on SANDBOX_LISTEN (127.0.0.1:8080), the portal's API on PORTAL_LISTEN (127.0.0.1:8000).""",
    "health": """\
Exit with 0 where the bot that runs on this DATA_DIR is well and reaches its portal; else tell what
is wrong and exit with 1. For a supervisor: the Docker image asks so every half minute.""",
}

MOVED = ("run", "demo")
AT = """\
for trying only, with data that may be spoilt: begin at this time, as 2026-03-01T09:00 in
TIMEZONE, and run on from there, the embedded portal too"""


def main() -> None:
    arguments = _parser().parse_args()
    try:
        settings = Settings()
    except ValidationError as error:
        _stop("; ".join(map(_wrong, error.errors())))
    try:
        if arguments.command == "health":
            _health(settings)
        elif arguments.command == "demo":
            _demo(settings, arguments.at)
        else:
            _run(settings, getattr(arguments, "at", None))
    except StartError as error:
        _stop(str(error))
    except PermissionError as error:
        _stop(f"no permission: {error.filename or error}")
    except KeyboardInterrupt:
        sys.exit(130)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    for name, words in COMMANDS.items():
        command = commands.add_parser(
            name,
            help=words,
            description=ABOUT[name],
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        if name in MOVED:
            command.add_argument("--at", metavar="TIME", help=AT)
    return parser


def _run(settings: Settings, at: str | None) -> None:
    from bot import logs
    from bot.running import run
    from bot.trial import clock_at

    now = clock_at(at, settings.timezone) if at else None
    logs.configure(
        settings.log_level,
        as_json=settings.log_json,
        secrets=(
            settings.bot_token.get_secret_value(),
            settings.webhook_secret.get_secret_value(),
        ),
    )
    asyncio.run(run(settings, now=now))


def _demo(settings: Settings, at: str | None) -> None:
    from bot.demo import demo
    from bot.trial import clock_at

    demo(settings, clock_at(at, settings.timezone) if at else None)


def _health(settings: Settings) -> None:
    from bot.health import trouble

    if found := trouble(settings.heartbeat_file, datetime.now(UTC)):
        _stop(found)
    print("well")


def _wrong(problem: ErrorDetails) -> str:
    setting = str(problem["loc"][0]).upper() if problem["loc"] else "settings"
    return f"{setting}: {problem['msg'].removeprefix('Value error, ')}"


def _stop(reason: str) -> None:
    print(f"artikul: {reason}", file=sys.stderr)
    sys.exit(1)


if __name__ == "__main__":
    main()
