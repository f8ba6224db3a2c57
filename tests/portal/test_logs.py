"""Logs in one form, with no token in any line."""

import io
import json
import logging

import pytest

from portal import logs

pytestmark = pytest.mark.usefixtures("logging_as_it_was")


def test_each_line_is_json_with_what_matters() -> None:
    stream = io.StringIO()
    logs.configure("INFO", as_json=True, stream=stream)
    logging.getLogger("portal.x").info("Заказ %s", "1001", extra={"company": 7})
    logging.getLogger("portal.x").debug("not at this level")
    (line,) = map(json.loads, stream.getvalue().splitlines())
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "Заказ 1001", "level": "info", "logger": "portal.x", "company": 7}


@pytest.mark.parametrize("as_json", [True, False])
def test_a_token_that_a_library_quotes_is_struck_out(as_json: bool) -> None:
    stream = io.StringIO()
    logs.configure("DEBUG", as_json=as_json, stream=stream)
    token = "GPIiZ0sRf7Q2-Q3wUx9lD6jFbc_d3S9cz"
    log = logging.getLogger("somebody.elses")
    log.error("sent {'Authorization': 'Bearer %s'}", token)
    log.error("sent", extra={"headers": f"authorization: bearer {token}"})
    try:
        raise RuntimeError(f"Bearer {token} was refused")
    except RuntimeError:
        log.exception("failed")
    assert stream.getvalue().count("***") >= 3
    assert token not in stream.getvalue()
