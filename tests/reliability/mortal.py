"""Lives that end at an await, as a killed process does.

A life is an event loop. Killed at its n-th step, it takes no further one: no `finally`, no
`except`, no commit. What it held open is dropped as the system drops a dead process's files, so
SQLite rolls back. The databases and Telegram live on.
"""

import asyncio
import contextlib
import gc
import logging
import threading
import warnings
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from typing import Any

import aiosqlite
from sqlalchemy import event
from sqlalchemy.pool import Pool


class MortalLoop(asyncio.SelectorEventLoop):
    """Counts its steps, and stops for good at the one it is to die at."""

    def __init__(self, dies_at: int | None = None) -> None:
        super().__init__()
        self.dies_at = dies_at
        self.steps = 0
        self.dead = False
        self.left: set[asyncio.Task[Any]] = set()
        """Tasks that will not go on."""
        self.connections: list[Any] = []
        """Of the databases, as the drivers opened them."""

    def call_soon(
        self, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.Handle:
        if self.dead:
            return asyncio.Handle(callback, args, self, context)
        return super().call_soon(self._step, callback, *args, context=context)

    def call_soon_threadsafe(
        self, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.Handle:
        if self.dead:
            return asyncio.Handle(callback, args, self, context)
        return super().call_soon_threadsafe(self._step, callback, *args, context=context)

    def _step(self, callback: Callable[..., object], *args: Any) -> None:
        if self.dead:
            return
        self.steps += 1
        if self.steps == self.dies_at:
            self.dead = True
            self.left = asyncio.all_tasks(self)
            self.stop()
            return
        callback(*args)


def live(life: Coroutine[Any, Any, None], dies_at: int | None = None) -> tuple[bool, int]:
    """One life: whether it came to its end, and how many steps it took."""
    loop = MortalLoop(dies_at)
    workers = ThreadPoolExecutor()
    loop.set_default_executor(workers)
    already = set(threading.enumerate())
    event.listen(Pool, "connect", _note)
    try:
        loop.run_until_complete(life)
    except RuntimeError:
        if not loop.dead:
            raise
    finally:
        event.remove(Pool, "connect", _note)
        steps, loop.dies_at = loop.steps, None
        if loop.dead:
            _bury(loop, workers, already)
        else:
            loop.run_until_complete(loop.shutdown_default_executor())
            loop.close()
    return not loop.dead, steps


def _note(connection: Any, _: object) -> None:
    with contextlib.suppress(RuntimeError):
        loop = asyncio.get_running_loop()
        if isinstance(loop, MortalLoop):
            loop.connections.append(connection.driver_connection)


def _bury(loop: MortalLoop, workers: ThreadPoolExecutor, already: set[threading.Thread]) -> None:
    """Lets go of everything. Nothing that the dead still say comes of it: their databases are
    closed, their loop takes no step."""
    for connection in loop.connections:
        connection.stop()
    workers.shutdown(wait=True, cancel_futures=True)
    loop.set_exception_handler(lambda *_: None)
    loop.close()
    # Else the collector would, at some time of its own and with a complaint for each.
    logging.disable()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for task in loop.left:
            _close(task.get_coro())
    logging.disable(logging.NOTSET)
    for thread in set(threading.enumerate()) - already:
        thread.join(timeout=0.1)
    _stop_opening({thread for thread in threading.enumerate() if thread not in already})


def _stop_opening(threads: set[threading.Thread]) -> None:
    """Connections that were just being opened, so that no pool told of them yet. Other threads
    wait for work that never comes, and end with whom they worked for."""
    if not threads:
        return
    for it in gc.get_objects():
        if isinstance(it, aiosqlite.Connection) and it._thread in threads:
            it.stop()
            it._thread.join(timeout=5)


def _close(coroutine: Any) -> None:
    """However many awaits stand in its `finally` clauses."""
    for _ in range(50):
        try:
            coroutine.close()
        except BaseException:
            continue
        return
