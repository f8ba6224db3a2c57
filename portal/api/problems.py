"""Errors as RFC 9457 problem details: the one place where they become HTTP."""

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from portal.api.schemas.common import Problem
from portal.domain.errors import Refused

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
CODES = {404: "not_found", 405: "method_not_allowed"}
"""Codes of what Starlette refuses by itself; the rest is `http_STATUS`."""


def problem(
    status: int, code: str, details: dict[str, Any] | None = None, detail: str = ""
) -> JSONResponse:
    body = Problem(
        title=HTTPStatus(status).phrase, status=status, code=code, detail=detail, args=details or {}
    )
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    if details and "retry_after" in details:
        headers["Retry-After"] = str(details["retry_after"])
    return JSONResponse(body.model_dump(), status, headers, MEDIA_TYPE)


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For a route's `responses=`: the refusals to expect, documented as problems."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in statuses
    }


def install(app: FastAPI) -> None:
    """Make the app answer every error as a problem."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_middleware(Unexpected)


async def _refused(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refused)  # noqa: S101 - as registered
    return problem(error.status, error.code, error.details)


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - as registered
    # Not what was sent: it may hold a secret, and a log may hold this.
    errors = [
        {"at": ".".join(str(part) for part in item["loc"]), "message": item["msg"]}
        for item in error.errors()
    ]
    return problem(422, "invalid", {"errors": errors})


async def _http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - as registered
    code = CODES.get(error.status_code, f"http_{error.status_code}")
    return problem(error.status_code, code, detail=str(error.detail))


class Unexpected:
    """Answers 500 to what nobody foresaw.

    Starlette's own way raises it again after answering, into a caller that embeds the portal.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def watch(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception:
            log.exception("Unexpected error in %s %s", scope["method"], scope["path"])
            if begun:
                raise
            await problem(500, "internal")(scope, receive, send)
