"""The database for sockets: a few threads that live as long as the process and keep their connections.

Pages open a connection a request (``CONN_MAX_AGE`` 0: under ASGI their threads are short-lived, and a kept
connection would leak). Sockets ask little, but often: a connection each time would cost more than the answer.
"""

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import connections

T = TypeVar("T")
P = ParamSpec("P")

_threads = ThreadPoolExecutor(settings.SOCKET_DATABASE_THREADS, thread_name_prefix="socket-database")


async def in_database(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run ``work``, which uses the ORM, in one of the threads, in the caller's context; return its result."""
    context = contextvars.copy_context()
    call = partial(context.run, partial(work, *args, **kwargs))
    return await asyncio.get_running_loop().run_in_executor(_threads, partial(_tidily, call))


def _tidily(call: Callable[[], T]) -> T:
    """Call with connections that are fit for use, however the call before ended."""
    for connection in connections.all(initialized_only=True):
        connection.close_at = None  # kept, whatever pages do
        connection.close_if_unusable_or_obsolete()
    return call()
