"""A rule said no."""

from typing import Any


class Refused(Exception):  # noqa: N818 - it reads as what happened
    """What was asked cannot be done; `code` is stable and meant for programs.

    `status` is the HTTP status it becomes, `details` what a program needs to explain it (the
    problem's `args`, so as JSON). With `keeps`, what was written before the refusal stays written,
    as a wrong guess must.
    """

    def __init__(
        self, code: str, status: int = 409, *, keeps: bool = False, **details: Any
    ) -> None:
        super().__init__(code, details)
        self.code = code
        self.status = status
        self.keeps = keeps
        self.details = details


def not_found() -> Refused:
    """For what is not there, and for what is another's: nobody may tell one from the other."""
    return Refused("not_found", 404)
