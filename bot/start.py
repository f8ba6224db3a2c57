"""Why the bot cannot start, and its ports. Light: the command line imports it first."""

import errno
import os
import socket

from bot.config import split_address


class StartError(Exception):
    """In one line, what is wrong and what to do."""


def listening_socket(address: str, setting: str) -> socket.socket:
    """Bound here and not by the server, so that a port already taken is one clear line."""
    host, port = split_address(address)
    try:
        return socket.create_server((host, port))
    except OSError as error:
        taken = error.errno == errno.EADDRINUSE
        why = "something is running there already" if taken else _why(error)
        raise StartError(
            f"cannot listen on {address}: {why}. Set {setting} to another port"
        ) from None


def _why(error: OSError) -> str:
    """Without the address, which Python's own words repeat."""
    return os.strerror(error.errno).lower() if error.errno else str(error)
