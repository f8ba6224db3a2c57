"""Unavailable is not refused: after it, nobody knows whether the call had its effect."""

from typing import Any


class PortalUnavailable(Exception):  # noqa: N818 - a state of the world, not a mistake
    """No answer, or none that makes sense. The call may still have had its effect."""


class PortalRefused(Exception):  # noqa: N818 - an answer, not a mistake
    """The portal answered and said no. `code` is stable, `details` are the problem's `args`."""

    def __init__(self, status: int, code: str, details: dict[str, Any] | None = None) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.details = details or {}
