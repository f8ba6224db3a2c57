"""One call of a method, from its name and raw parameters to its result, with a line in the log."""

import time
from typing import Any

import sandbox.core.methods.all  # noqa: F401  (fills the table)
from sandbox.core import schema
from sandbox.core.errors import ApiError, not_modelled
from sandbox.core.registry import METHODS
from sandbox.core.schema import Params, Uploads
from sandbox.core.state import Json
from sandbox.core.world import World

SHORTENED_TO = 300


async def call(world: World, name: str, params: Json, uploads: Uploads) -> Any:
    """The JSON-able result of a method; ApiError as Telegram would refuse it."""
    started = time.perf_counter()
    canonical = name
    error: ApiError | None = None
    try:
        signature = schema.find(name)
        canonical = signature.name
        given = {key: value for key, value in params.items() if value is not None}
        for key in uploads:
            if key in signature.parameters and key not in given:
                given[key] = f"attach://{key}"
        schema.refuse_unknown(signature, given)
        _fail_if_asked(world, canonical)
        if canonical != "getUpdates":
            world.pace.weather(world.timestamp())
        modelled = METHODS.get(name.lower())
        if modelled is None:
            raise not_modelled(canonical)
        for key, value in given.items():
            if key not in modelled.parameters and not _is_nothing(value):
                raise not_modelled(f"the parameter {key} of {canonical}")
        decoded: Params = schema.decode(signature, given, uploads)
        return await modelled.handler(world, decoded)
    except ApiError as refusal:
        error = refusal
        raise
    finally:
        if error is not None or canonical != "getUpdates":
            sent = params | {
                name: f"{file.name} ({len(file.data)} bytes)" for name, file in uploads.items()
            }
            _log(world, canonical, sent, error, time.perf_counter() - started)


def add_fault(
    world: World,
    error_code: int,
    *,
    method: str | None = None,
    times: int = 1,
    retry_after: int | None = None,
) -> None:
    """Make the next `times` calls (of `method`, or any but getUpdates) fail."""
    if error_code == 429:
        retry_after = retry_after or 1
    words = {
        403: "Forbidden: bot was blocked by the user",
        429: f"Too Many Requests: retry after {retry_after}",
        500: "Internal Server Error",
        502: "Bad Gateway",
        504: "Gateway Timeout",
    }
    world.faults.append(
        {
            "method": method,
            "next": times,
            "error_code": error_code,
            "retry_after": retry_after if error_code == 429 else None,
            "description": words.get(error_code, "Bad Request: asked to fail"),
        }
    )


def _fail_if_asked(world: World, name: str) -> None:
    for fault in world.faults:
        if fault["method"] == name or (fault["method"] is None and name != "getUpdates"):
            fault["next"] -= 1
            world.faults = [kept for kept in world.faults if kept["next"] > 0]
            retry_after = fault.get("retry_after")
            parameters = {"retry_after": retry_after} if retry_after else None
            raise ApiError(fault["error_code"], fault["description"], parameters)


def _is_nothing(value: Any) -> bool:
    return value in ("", False, "false", "False", [], {})


def _log(world: World, name: str, params: Json, error: ApiError | None, seconds: float) -> None:
    world.last_call_id += 1
    entry: Json = {
        "id": world.last_call_id,
        "at": world.timestamp(),
        "method": name,
        "params": {key: _shortened(value) for key, value in params.items()},
        "ok": error is None,
        "ms": round(seconds * 1000, 1),
    }
    if error is not None:
        entry |= {"error_code": error.error_code, "description": error.description}
    world.calls.append(entry)
    world.events.publish("call", call=entry)


def _shortened(value: Any) -> Any:
    if isinstance(value, str) and len(value) > SHORTENED_TO:
        return value[:SHORTENED_TO] + "…"
    return value
