"""`python -m sandbox`: the local Telegram, until Ctrl-C."""

import argparse
import asyncio
import errno
import logging
import socket
import sys

from pydantic import ValidationError

from sandbox import journal
from sandbox.config import Settings
from sandbox.listening import address_of, listening

ABOUT = """\
A local Telegram: a Bot API server for one bot, and a page with several people's phones.

Open the printed address in a browser and write to the bot. Point the bot at the same address:

    BOT_API_URL=http://127.0.0.1:8080 python -m bot run

Chats, files and unread updates are kept in DATA_DIR/telegram and are there again next time.
"""
SETTINGS = """\
settings (environment or .env):
  SANDBOX_LISTEN   where to answer, HOST:PORT; port 0 takes any free one (127.0.0.1:8080)
  BOT_TOKEN        the token that the bot calls with (1000000:local-telegram-token)
  BOT_USERNAME     the bot's @username (artikul_local_bot)
  DATA_DIR         where chats and files are kept (data)
  LOG_LEVEL        DEBUG, INFO, WARNING or ERROR (INFO)
"""


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox",
        description=ABOUT,
        epilog=SETTINGS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--listen", metavar="HOST:PORT", help="instead of SANDBOX_LISTEN")
    parser.add_argument("--fresh", action="store_true", help="forget the chats of earlier runs")
    arguments = parser.parse_args()
    try:
        given = {"sandbox_listen": arguments.listen} if arguments.listen else {}
        settings = Settings(**given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        return _fail(
            f"{str(first['loc'][0]).upper()}: {first['msg'].removeprefix('Value error, ')}"
        )
    logging.basicConfig(level=settings.log_level.upper(), format="%(levelname)s %(message)s")
    for chatty in ("httpx", "uvicorn"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    host, port = settings.address
    try:
        bound = listening(host, port)
    except OSError as error:
        return _fail(_why_not(error, host, port))
    try:
        settings.folder.mkdir(parents=True, exist_ok=True)
        if arguments.fresh:
            journal.forget(settings.folder)
        _serve(settings, bound)
    except KeyboardInterrupt:
        pass
    except OSError as error:
        return _fail(f"Can't keep the chats in {settings.folder}: {error.strerror}")
    return 0


def _serve(settings: Settings, bound: socket.socket) -> None:
    # Imported late: aiogram's types take seconds, and --help and a wrong setting need none.
    from sandbox.server import Server, open_telegram

    server = Server(open_telegram(settings), settings.folder)
    print(f"Local Telegram: {address_of(bound)}", flush=True)
    asyncio.run(server.serve([bound]))


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is already taken: stop what uses it or set SANDBOX_LISTEN={host}:0"
    return f"Can't listen on {host}:{port}: {error.strerror}"


def _fail(line: str) -> int:
    print(line, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
