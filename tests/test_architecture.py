"""The architecture's rules, each with its reason. docs/architecture.md tells the whole."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiogram import Dispatcher, Router
from aiogram.dispatcher.event.handler import CallableObject
from aiogram.dispatcher.event.telegram import TelegramEventObserver

from bot.handlers import routers

ROOT = Path(__file__).parent.parent
ROOMS = ("bot", "portal", "sandbox")


def modules(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT), ast.parse(path.read_text("utf-8"))


def imports(tree: ast.Module) -> Iterator[str]:
    """Names as written, `from a import b` as `a.b`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def offenders(folder: str, *forbidden: str, but: tuple[str, ...] = ()) -> list[str]:
    return [
        f"{path} imports {name}"
        for path, tree in modules(folder)
        for name in imports(tree)
        if any(name == base or name.startswith(f"{base}.") for base in forbidden)
        and not any(name == base or name.startswith(f"{base}.") for base in but)
    ]


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_know_each_other_only_over_http(room: str) -> None:
    """So that anybody's own portal, or Telegram itself, can stand in for ours."""
    others = [other for other in ROOMS if other != room]
    found = [
        line
        for line in offenders(room, *others)
        if not line.startswith("bot/app.py imports portal")
    ]
    assert found == []


def test_what_the_rooms_share_knows_none_of_them() -> None:
    """`database` opens any database right; what is in it is its owner's."""
    assert offenders("database", *ROOMS) == []


def test_only_the_wiring_embeds_the_portal() -> None:
    found = {
        path
        for path, tree in modules("bot")
        for name in imports(tree)
        if name.startswith("portal.")
    }
    assert found == {Path("bot/app.py")}


def test_services_know_nothing_of_telegram() -> None:
    """A use case is the same in any channel, and is tested without one."""
    assert offenders("bot/services", "aiogram", "bot.show", "bot.handlers", "bot.views") == []


@pytest.mark.parametrize("folder", ["bot/views", "bot/keyboards"])
def test_views_and_keyboards_are_pure(folder: str) -> None:
    """A screen can be looked at, and tested, without a portal, a database or a loop."""
    allowed = tuple(
        f"bot.services.portal.{each}models"
        for each in ("", "desk_", "claim_", "nudge_", "reminder_")
    )
    forbidden = ("bot.services", "bot.db", "bot.show", "bot.handlers", "httpx", "sqlalchemy")
    assert offenders(folder, *forbidden, but=allowed) == []
    waiting = [
        f"{path}:{node.lineno}"
        for path, tree in modules(folder)
        for node in ast.walk(tree)
        if isinstance(node, ast.Await | ast.AsyncFunctionDef | ast.AsyncWith | ast.AsyncFor)
    ]
    assert waiting == []


def test_one_place_knows_http() -> None:
    """The client alone knows what of the portal's silence may be asked again."""
    users = {
        str(path)
        for path, tree in modules("bot")
        for name in imports(tree)
        if name.split(".")[0] == "httpx"
    }
    # The wiring makes the connection; the demo asks the local Telegram whether it is up.
    assert users == {"bot/services/portal/calls.py", "bot/app.py", "bot/demo.py"}


def test_the_domain_knows_neither_http_nor_files() -> None:
    """The rules of trade outlive both ways in."""
    assert offenders("portal/domain", "portal.api", "portal.exchange", "fastapi", "starlette") == []


@pytest.mark.parametrize("room", ["bot", "portal"])
def test_nobody_commits_but_the_session(room: str) -> None:
    """A transaction ends where its `async with` does, so that nothing is half done."""
    found = [
        f"{path}:{node.lineno}"
        for path, tree in modules(room)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr == "commit"
        and "migrations" not in str(path)
        and isinstance(node.value, ast.Name)
        and node.value.id == "session"
    ]
    assert found == []


def test_no_two_presses_begin_alike() -> None:
    """A press would go to whichever handler is asked first."""
    begun = [
        keyword.value.value
        for _, tree in modules("bot")
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for keyword in node.keywords
        if keyword.arg == "prefix" and isinstance(keyword.value, ast.Constant)
    ]
    assert len(begun) > 100
    assert sorted(set(begun)) == sorted(begun)


def test_no_sync_filter_is_on_the_way_of_an_update() -> None:
    """`F.x == y`, bare states and sync functions run in a thread, at 80 to 185 µs each."""
    dispatcher = Dispatcher()
    dispatcher.include_routers(*routers())
    found = [
        f"{router.name} {name}: {part.callback}"
        for router in dispatcher.chain_tail
        for name, observer in router.observers.items()
        for part in _parts(observer)
        if not part.awaitable
    ]
    assert found == []


def _parts(observer: TelegramEventObserver) -> Iterator[CallableObject]:
    """Handlers and their filters, and the filters of the whole observer."""
    yield from observer._handler.filters or []
    for handler in observer.handlers:
        yield handler
        yield from handler.filters or []


def test_the_rule_about_filters_sees_what_it_forbids() -> None:
    from aiogram import F

    async def handler() -> None: ...

    router = Router()
    router.message.register(handler, F.text == "x")
    router.message.register(handler, lambda message: True)
    assert [part.awaitable for h in router.message.handlers for part in h.filters or []] == [
        False,
        False,
    ]
