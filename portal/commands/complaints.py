"""What a person can cause and mend, in one line; whatever else goes wrong stays a traceback."""

from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from portal.domain.errors import Refused

REFUSALS = {
    "inn_invalid": "{inn} is no INN: it has 10 or 12 digits, and the last ones check the others",
    "company_unknown": "no company has the INN {inn}: `invite` with --name NAME takes one on",
    "order_unknown": "the company has no order {number}",
    "file_empty": "the file is empty",
    "file_type_unknown": "such a file is not kept: give a PDF, a picture, Word or Excel",
    "price_type_unknown": "there is no price type {price_type}; there are: {known}",
}


class Complaint(Exception):  # noqa: N818 - it is what a person reads, not what went wrong
    """Something to be said to the person at the terminal; `str()` is the one line."""


def in_words(error: Exception) -> str | None:
    """One line for a person; None: nobody foresaw this."""
    match error:
        case Complaint():
            return str(error)
        case ValidationError():
            return "; ".join(_setting(item["loc"], item["msg"]) for item in error.errors())
        case Refused(code=code, details=details) if code in REFUSALS:
            known = ", ".join(details.get("known", ())) or "none"
            return REFUSALS[code].format(**details | {"known": known})
        case DBAPIError():
            why = str(error.orig).splitlines()[0]
            return f"the database (PORTAL_DATABASE_URL, else in DATA_DIR) cannot be used: {why}"
        case OSError(filename=None):
            return f"the database of PORTAL_DATABASE_URL cannot be reached: {error}"
        case OSError():
            return f"{error.filename}: {(error.strerror or str(error)).lower()}"
    return None


def _setting(place: tuple[int | str, ...], message: str) -> str:
    return (
        f"the setting {'.'.join(map(str, place)).upper()} {message.removeprefix('Value error, ')}"
    )
