"""`/bot{token}/{method}` and `/file/bot{token}/{path}`, as bots call Telegram."""

import json
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.core.errors import ApiError, bad_request
from sandbox.core.schema import Upload, Uploads
from sandbox.telegram import Telegram


def routes(telegram: Telegram) -> list[Route]:
    async def call(request: Request) -> Response:
        try:
            _check_token(telegram, request)
            params, files = await _arguments(request)
            result = await telegram.call(request.path_params["method"], params, files)
        except ApiError as error:
            return _refusal(error)
        return JSONResponse({"ok": True, "result": result})

    async def download(request: Request) -> Response:
        try:
            _check_token(telegram, request)
            data = telegram.download(request.path_params["path"])
        except ApiError as error:
            return _refusal(error)
        return Response(data, media_type="application/octet-stream")

    return [
        Route("/file/bot{token}/{path:path}", download, methods=["GET"]),
        Route("/bot{token}/{method}", call, methods=["GET", "POST"]),
    ]


def _check_token(telegram: Telegram, request: Request) -> None:
    if request.path_params["token"] != telegram.token:
        raise ApiError(401, "Unauthorized")


async def _arguments(request: Request) -> tuple[dict[str, Any], Uploads]:
    """Parameters of the query and of the body, in any of the forms that Telegram takes."""
    params: dict[str, Any] = dict(request.query_params)
    files: Uploads = {}
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        params |= await _json(request)
    elif kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        async with request.form(max_fields=1000, max_part_size=4 * 1024 * 1024) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    files[name] = Upload(await value.read(), value.filename)
                else:
                    params[name] = value
    return params, files


async def _json(request: Request) -> dict[str, Any]:
    body = await request.body()
    if not body:
        return {}
    try:
        params = json.loads(body)
    except ValueError as error:
        raise bad_request("can't parse JSON object") from error
    if not isinstance(params, dict):
        raise bad_request("object expected as JSON")
    return params


def _refusal(error: ApiError) -> Response:
    headers = {}
    if error.parameters and "retry_after" in error.parameters:
        headers["Retry-After"] = str(error.parameters["retry_after"])
    return JSONResponse(error.as_json(), status_code=error.error_code, headers=headers)
