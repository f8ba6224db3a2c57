"""The bot's command line."""

import argparse
import asyncio
import sys
from datetime import UTC, datetime

from pydantic import ValidationError

from bot.config import Settings
from bot.start import StartError

DESCRIPTION = """\
Artikul: wholesale ordering in Telegram.

Settings are environment variables, or lines of .env in the working directory; docs/settings.md
tells of each. BOT_TOKEN is the only one that must be set to talk to the real Telegram."""

COMMANDS = {
    "run": "run the bot (the default): with the portal embedded, or with the one of PORTAL_URL",
    "demo": "try everything without Telegram: demo data, a local Telegram and the bot, in one go",
    "health": "exit with 0 where a running bot is well and reaches its portal, else with 1",
}


def main() -> None:
    arguments = _parser().parse_args()
    try:
        settings = Settings()
    except ValidationError as error:
        _stop("; ".join(f"{_setting(problem)}: {problem['msg']}" for problem in error.errors()))
    try:
        if arguments.command == "health":
            _health(settings)
        elif arguments.command == "demo":
            _demo(settings)
        else:
            _run(settings)
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
        commands.add_parser(name, help=words, description=words.capitalize() + ".")
    return parser


def _run(settings: Settings) -> None:
    from bot import logs
    from bot.running import run

    logs.configure(
        settings.log_level,
        as_json=settings.log_json,
        secrets=(
            settings.bot_token.get_secret_value(),
            settings.webhook_secret.get_secret_value(),
        ),
    )
    asyncio.run(run(settings))


def _demo(settings: Settings) -> None:
    from bot.demo import demo

    demo(settings)


def _health(settings: Settings) -> None:
    from bot.health import trouble

    if found := trouble(settings.heartbeat_file, datetime.now(UTC)):
        _stop(found)
    print("well")


def _setting(problem: object) -> str:
    location = problem.get("loc") if isinstance(problem, dict) else None
    return str(location[0]).upper() if location else "settings"


def _stop(reason: str) -> None:
    print(f"artikul: {reason}", file=sys.stderr)
    sys.exit(1)


if __name__ == "__main__":
    main()
