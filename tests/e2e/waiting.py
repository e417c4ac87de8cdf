"""Waiting for what no locator sees."""

import time
from collections.abc import Callable

from playwright.sync_api import Page

PATIENCE = 10


def wait_for(page: Page, condition: Callable[[], bool]) -> None:
    """Return once the condition holds; the browser goes on meanwhile."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not come"
        page.evaluate("() => new Promise(requestAnimationFrame)")
