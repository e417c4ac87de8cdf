"""Whether the running task is to end: a library may swallow the one ``CancelledError`` it is told by."""

import asyncio


def is_cancelled() -> bool:
    """Tell whether somebody asked the running task to end; loops without an end look here."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
