"""The bot's models and calls against the portal's own OpenAPI."""

import inspect
import re
from pathlib import Path
from typing import Any

import pytest

import portal.api.schemas.accounts
import portal.api.schemas.carts
import portal.api.schemas.money
import portal.api.schemas.orders
import portal.api.schemas.products
from bot.services.portal import client, models
from portal.app import create_app
from portal.config import Settings

SCHEMAS: dict[str, Any] = {
    name: value
    for module in vars(portal.api.schemas).values()
    if inspect.ismodule(module)
    for name, value in vars(module).items()
    if inspect.isclass(value)
}
MODELS = {
    name: value
    for name, value in vars(models).items()
    if inspect.isclass(value) and issubclass(value, models.Model) and name in SCHEMAS
}


@pytest.mark.parametrize("name", sorted(MODELS))
def test_what_the_bot_reads_is_what_the_portal_answers(name: str) -> None:
    ours, theirs = MODELS[name].model_fields, SCHEMAS[name].model_fields
    required = {field for field, about in ours.items() if about.is_required()}
    assert required <= set(theirs), f"the portal's {name} has no such fields"
    assert set(ours) <= set(theirs)


DEEDS = ("take", "ask", "hand-over", "resolve", "decline", "rate", "reopen")
"""Of a claim, as `Portal.work_on_claim` names them."""


def test_every_call_is_in_the_portals_openapi(tmp_path: Path) -> None:
    app = create_app(Settings(_env_file=None, data_dir=tmp_path))
    paths = app.openapi()["paths"]
    known = {
        (method.upper(), re.sub(r"\{\w+\}", "{}", path))
        for path, methods in paths.items()
        for method in methods
    }
    room = Path(client.__file__).parent
    source = "".join(path.read_text("utf-8") for path in sorted(room.glob("*.py")))
    calls = re.findall(r'_request\(\s*"(GET|POST|PUT|PATCH|DELETE)",\s*f?"([^"]+)"', source)
    made = {
        (method, "/api/v1" + re.sub(r"\{\w+\}", "{}", path.replace("{deed}", deed)))
        for method, asked in calls
        for path in [asked.removeprefix("{PREFIX}")]
        for deed in (DEEDS if "{deed}" in path else ("",))
    }
    assert len(made) > 100
    # `active` is a cart's id like any other.
    missing = {
        call for call in made - known if (call[0], call[1].replace("/active", "/{}")) not in known
    }
    assert missing == set()
