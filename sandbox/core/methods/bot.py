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
        "supports_inline_queries": False,
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
