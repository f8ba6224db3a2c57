"""Refusals, in the words of the Bot API."""

from typing import Any


class ApiError(Exception):
    """What Telegram answers instead of a result: `error_code`, `description`, `parameters`."""

    def __init__(
        self, error_code: int, description: str, parameters: dict[str, Any] | None = None
    ) -> None:
        super().__init__(description)
        self.error_code = error_code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> dict[str, Any]:
        answer: dict[str, Any] = {
            "ok": False,
            "error_code": self.error_code,
            "description": self.description,
        }
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


class PersonError(Exception):
    """What a person at the page can't do: no such chat, no such button. `args[0]` says why."""


def bad_request(words: str) -> ApiError:
    return ApiError(400, f"Bad Request: {words}")


def forbidden(words: str) -> ApiError:
    return ApiError(403, f"Forbidden: {words}")


def conflict(words: str) -> ApiError:
    return ApiError(409, f"Conflict: {words}")


def too_many_requests(retry_after: int) -> ApiError:
    return ApiError(
        429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after}
    )


def not_modelled(what: str) -> ApiError:
    """Loud on purpose: a silent success would let a bot pass here and fail in Telegram."""
    return ApiError(501, f"Not Implemented: local Telegram does not model {what}")
