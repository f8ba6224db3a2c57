"""`serve`: the portal over HTTP."""

import logging
import socket
from argparse import Namespace

import uvicorn

from portal.app import running
from portal.commands.complaints import Complaint
from portal.config import Settings

log = logging.getLogger(__name__)


async def serve(args: Namespace, settings: Settings) -> None:
    """Until Ctrl-C or SIGTERM; what was begun is finished first."""
    # Both before the server starts, which would bury what goes wrong in a traceback of its own.
    with _listening(*settings.address) as listener:
        async with running(settings) as app:
            host, port, *_ = listener.getsockname()
            log.info("The portal answers at http://%s:%s (/openapi.json describes it)", host, port)
            config = uvicorn.Config(app, lifespan="off", log_config=None, server_header=False)
            await uvicorn.Server(config).serve(sockets=[listener])


def _listening(host: str, port: int) -> socket.socket:
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Complaint(
            f"cannot listen at {host}:{port}: {reason}. PORTAL_LISTEN sets another address"
        ) from error
