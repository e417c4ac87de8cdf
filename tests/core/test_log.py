"""The log keeps to itself what people wrote."""

import logging
import sys

from messerprise.core.log import DiscreetFormatter

ADDRESS = "mario@example.it"


def refuse(value: str) -> None:
    try:
        int(value)
    except ValueError as error:
        raise RuntimeError(value) from error


def test_log_of_an_exception_tells_place_and_kind_but_no_value():
    try:
        refuse(ADDRESS)
    except RuntimeError:
        record = logging.LogRecord("x", logging.ERROR, "", 0, "failed", None, sys.exc_info())
    text = DiscreetFormatter().format(record)
    assert "builtins.RuntimeError\ncaused by" in text
    assert "in refuse" in text
    assert ADDRESS not in text
