"""What a bot asks and tells about itself."""

import re

from sandbox.core.errors import bad_request
from sandbox.core.registry import method
from sandbox.core.schema import Params
from sandbox.core.state import Json
from sandbox.core.world import World

MOST_COMMANDS = 100


@method("getMe")
async def get_me(world: World, p: Params) -> Json:
    return world.bot_user() | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": world.inline_mode,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


@method("setMyCommands", "commands scope language_code")
async def set_my_commands(world: World, p: Params) -> bool:
    commands = p["commands"]
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"/?[a-z0-9_]{1,32}", command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"].strip()) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    kept = [
        {"command": command["command"].lstrip("/"), "description": command["description"].strip()}
        for command in commands
    ]
    world.state.commands[_scope(p)] = kept
    world.tell("commands")
    return True


@method("getMyCommands", "scope language_code")
async def get_my_commands(world: World, p: Params) -> list[Json]:
    return world.state.commands.get(_scope(p), [])


@method("deleteMyCommands", "scope language_code")
async def delete_my_commands(world: World, p: Params) -> bool:
    world.state.commands.pop(_scope(p), None)
    world.tell("commands")
    return True


def _scope(p: Params) -> str:
    """One line that names a scope and a language: `default:`, `chat/5:ru`."""
    scope = p.get("scope") or {"type": "default"}
    parts = [scope["type"], scope.get("chat_id"), scope.get("user_id")]
    return "/".join(str(part) for part in parts if part) + ":" + (p.get("language_code") or "")


@method("setMyName", "name language_code")
async def set_my_name(world: World, p: Params) -> bool:
    return _set(world, p, "name", 64)


@method("getMyName", "language_code")
async def get_my_name(world: World, p: Params) -> Json:
    return {"name": _get(world, p, "name") or world.name}


@method("setMyDescription", "description language_code")
async def set_my_description(world: World, p: Params) -> bool:
    return _set(world, p, "description", 512)


@method("getMyDescription", "language_code")
async def get_my_description(world: World, p: Params) -> Json:
    return {"description": _get(world, p, "description")}


@method("setMyShortDescription", "short_description language_code")
async def set_my_short_description(world: World, p: Params) -> bool:
    return _set(world, p, "short_description", 120)


@method("getMyShortDescription", "language_code")
async def get_my_short_description(world: World, p: Params) -> Json:
    return {"short_description": _get(world, p, "short_description")}


def _set(world: World, p: Params, what: str, longest: int) -> bool:
    text = p.get(what, "")
    if len(text) > longest:
        raise bad_request(f"bot {what.replace('_', ' ')} is too long")
    key = f"{what}:{p.get('language_code', '')}"
    if text:
        world.state.about[key] = text
    else:
        world.state.about.pop(key, None)
    world.tell("bot")
    return True


def _get(world: World, p: Params, what: str) -> str:
    about = world.state.about
    in_language = about.get(f"{what}:{p.get('language_code', '')}")
    return in_language or about.get(f"{what}:", "")
