"""`serve`: the portal over HTTP."""

import asyncio
import logging
import os
import socket
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from signal import SIGINT, SIGTERM

import uvicorn

from portal.app import running
from portal.commands.complaints import Complaint
from portal.config import Settings

log = logging.getLogger(__name__)


class Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        # uvicorn's own raises the signal again when it has stopped, into the closing of the
        # database.
        loop = asyncio.get_running_loop()
        for number in (SIGINT, SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield


async def serve(args: Namespace, settings: Settings) -> None:
    """Until Ctrl-C or SIGTERM; what was begun is finished first."""
    # Both before the server starts, which would bury what goes wrong in a traceback of its own.
    with _listening(*settings.address) as listener:
        async with running(settings) as app:
            host, port, *_ = listener.getsockname()
            log.info("The portal answers at http://%s:%s (/openapi.json describes it)", host, port)
            config = uvicorn.Config(app, lifespan="off", log_config=None, server_header=False)
            await Server(config).serve(sockets=[listener])


def _listening(host: str, port: int) -> socket.socket:
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family)
    except OSError as error:
        system = isinstance(error.errno, int) and error.errno > 0
        reason = (os.strerror(error.errno or 0) if system else str(error.strerror)).lower()
        raise Complaint(
            f"cannot listen at {host}:{port}: {reason}. PORTAL_LISTEN sets another address"
        ) from error
