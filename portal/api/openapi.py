"""The description at /openapi.json: what FastAPI knows, with problems as they really are."""

from importlib.metadata import PackageNotFoundError, version
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from portal.api.problems import responses
from portal.api.schemas.common import Problem

DESCRIPTION = """\
Wholesale ordering: the catalogue, prices for a company, carts, orders, what is owed.

**Who calls.** `Authorization: Bearer TOKEN`; a person gets a token by claiming a one-time code.
Whoever acts for several companies says for which one in `Artikul-Company: ID`.

**Money and quantities** are decimal strings, never floats. Ids and cursors are opaque strings.
Times are UTC.

**Errors** are RFC 9457 problems (`application/problem+json`) with a stable `code`. What belongs to
somebody else is `not_found`, like what does not exist.

**Retries.** Send POSTs with an `Idempotency-Key`. The same key and body give the same answer and
have one effect; the same key with another body is 422 `idempotency_mismatch`; while the first is
still at work, 409 `request_running`.
"""

TAGS = {
    "health": "Whether the portal can serve.",
    "access": "How somebody comes in: one-time codes, requests without one, who one is.",
    "people": "Who acts for a company. For its owners.",
    "catalogue": "What is sold; with a company's own prices for those who act for it.",
    "lists": "Lists of articles as people write them, resolved at once.",
    "carts": "What is being put together, shared among a company's people.",
    "orders": "What was ordered, immutable but for its status, and where it is delivered.",
    "money": "What is owed, what is due and when.",
    "loyalty": "Levels, their discounts and privileges, and points.",
    "claims": "What was wrong with an order, what is said about it, what becomes of it.",
    "conversations": "What companies and their managers write to each other.",
    "staff": "What the supplier's people see and do.",
    "documents": "Invoices, delivery notes, acts, price lists: drawn up on demand, or brought.",
    "requests": "What a company asks of its manager.",
    "channel": "What a channel, as the bot is one, follows.",
    "files": "Pictures and documents: brought in first, referred to afterwards.",
    "outside": "What programs outside, as a CRM is one, tell the portal.",
}


def install(app: FastAPI) -> None:
    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _describe(app)
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


def _describe(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title="Artikul portal",
        version=_version(),
        description=DESCRIPTION,
        routes=app.routes,
        tags=[{"name": name, "description": text} for name, text in TAGS.items()],
    )
    schemas = document.setdefault("components", {}).setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas["Problem"] = Problem.model_json_schema()
    for operations in document["paths"].values():
        for operation in operations.values():
            _document_refusals(operation)
    return document


def _document_refusals(operation: dict[str, Any]) -> None:
    """What can be refused by checks that routes share: bodies, tokens, keys."""
    common = [422] if "422" in operation["responses"] else []
    if operation.get("security"):
        common.append(401)
    for status, response in responses(*common).items():
        operation["responses"][str(status)] = response


def _version() -> str:
    try:
        return version("artikul")
    except PackageNotFoundError:  # run from a checkout
        return "0"
