"""`/api/events`: what happens, as Server-Sent Events that can be resumed."""

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import StreamingResponse

from sandbox.core.events import Events

HEARTBEAT_SECONDS = 15


async def respond(request: Request, events: Events) -> StreamingResponse:
    """From after `Last-Event-ID` (or `?after=`); without either, from now on."""
    given = request.headers.get("last-event-id") or request.query_params.get("after") or ""
    last_id = int(given) if given.isdigit() else events.last_id
    return StreamingResponse(
        _lines(events, last_id),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _lines(events: Events, last_id: int) -> AsyncIterator[str]:
    """A comment now and then keeps the connection, and finds out that nobody listens."""
    yield "retry: 1000\n\n"
    followed = events.follow(last_id)
    coming = asyncio.ensure_future(anext(followed))
    try:
        while True:
            done, _ = await asyncio.wait([coming], timeout=HEARTBEAT_SECONDS)
            if not done:
                yield ": still here\n\n"
                continue
            try:
                event = coming.result()
            except StopAsyncIteration:
                return
            yield f"id: {event['id']}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n"
            coming = asyncio.ensure_future(anext(followed))
    finally:
        coming.cancel()
