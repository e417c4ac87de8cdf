"""Leaving a stream that does not come."""

import contextvars
import threading
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from messerprise.llm.domain.conversation import StreamPart

EVERY_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class _Ended:
    error: BaseException | None


def until_stopped(parts: Iterator[StreamPart], stop: Callable[[], bool]) -> Generator[StreamPart]:
    """Yield the parts, but end as soon as ``stop`` says so, even while the next part is waited for.

    The parts are read in a thread of their own, which ends at the next part or at its own time limit;
    ``stop`` is asked at most ten times a second, in the caller's thread.
    """
    arrived: SimpleQueue[StreamPart | _Ended] = SimpleQueue()
    left = threading.Event()
    # With the caller's context the thread speaks the caller's language.
    read = contextvars.copy_context().run
    threading.Thread(target=read, args=(_read, parts, arrived, left), daemon=True).start()
    asked = float("-inf")
    try:
        while True:
            if time.monotonic() - asked >= EVERY_SECONDS:
                if stop():
                    return
                asked = time.monotonic()
            try:
                part = arrived.get(timeout=EVERY_SECONDS)
            except Empty:
                continue
            if isinstance(part, _Ended):
                if part.error:
                    raise part.error
                return
            yield part
    finally:
        left.set()


def _read(
    parts: Iterator[StreamPart], arrived: SimpleQueue[StreamPart | _Ended], left: threading.Event
) -> None:
    error: BaseException | None = None
    try:
        for part in parts:
            if left.is_set():
                break
            arrived.put(part)
    except BaseException as raised:  # noqa: BLE001 - raised again in the caller's thread
        error = raised
    finally:
        arrived.put(_Ended(error))
