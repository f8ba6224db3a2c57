"""docs/portal-api.md lists every route and every refusal of the portal, and no other."""

import re
from pathlib import Path

from portal.app import create_app
from portal.config import Settings

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "portal-api.md").read_text("utf-8")


def test_every_route_is_told_of() -> None:
    paths = create_app(Settings(_env_file=None)).openapi()["paths"]
    served = {
        (method.upper(), path.removeprefix("/api/v1"))
        for path, methods in paths.items()
        for method in methods
    }
    assert set(re.findall(r"^\| `([A-Z]+) (/[^`]*)`", PAGE, flags=re.M)) == served


def test_every_refusal_is_told_of() -> None:
    code = re.compile(r'Refused\(\s*"(\w+)",\s*(\d{3})')
    raised = {
        found
        for path in (ROOT / "portal").rglob("*.py")
        for found in code.findall(path.read_text("utf-8"))
    }
    ours = {("internal", "500"), ("invalid", "422"), ("method_not_allowed", "405")}
    assert set(re.findall(r"^\| `(\w+)` \| (\d{3}) \|", PAGE, flags=re.M)) == raised | ours


def test_schemas_go_by_their_own_names() -> None:
    """Of two of one name, OpenAPI would have whole module paths."""
    schemas = create_app(Settings(_env_file=None)).openapi()["components"]["schemas"]
    assert [name for name in schemas if "__" in name] == []
