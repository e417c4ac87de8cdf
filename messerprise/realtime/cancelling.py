"""Tasks that are to end: a library may swallow the one ``CancelledError`` that says so; ends must be tidy."""

import asyncio
from collections.abc import Coroutine
from typing import Any

_unfinished: set[asyncio.Task[None]] = set()  # the event loop itself holds no task fast


def is_cancelled() -> bool:
    """Tell whether somebody asked the running task to end; loops without an end look here."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


async def in_any_case(work: Coroutine[Any, Any, None]) -> None:
    """Do work to its end, however often the running task is cancelled meanwhile."""
    task = asyncio.create_task(work)
    _unfinished.add(task)
    task.add_done_callback(_unfinished.discard)
    await asyncio.shield(task)
