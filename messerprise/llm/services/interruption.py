"""Leaving a stream that does not come."""

import contextvars
import threading
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from messerprise.llm.clients import Rest
from messerprise.llm.domain.conversation import StreamPart, ToolInputFragment

EVERY_SECONDS = 0.2

Stream = Callable[[Rest], Iterator[StreamPart]]
"""Gives the parts; what it is given rests, see ``ConverseClient.stream``."""


@dataclass(frozen=True, slots=True)
class _Ended:
    error: BaseException | None


def until_stopped(
    stream: Stream, stop: Callable[[], bool], pace: Callable[[], float] = lambda: 0.0
) -> Generator[StreamPart]:
    """Yield the parts of a stream, but end as soon as ``stop`` says so, even while the next is waited for.

    The parts are read in a thread of their own, which ends at the next part or at its own time limit;
    ``stop`` is asked a few times a second and after each lot of parts, in the caller's thread.
    ``pace`` says for how many seconds to gather parts before the next lot: fewer wake-ups, less work.
    """
    arrived: SimpleQueue[StreamPart | _Ended] = SimpleQueue()
    left, over = threading.Event(), threading.Event()
    # With the caller's context the thread speaks the caller's language.
    read = contextvars.copy_context().run
    parts = stream(lambda: left.wait(pace()))
    threading.Thread(target=read, args=(_read, parts, arrived, left, over), daemon=True).start()
    try:
        while not stop():
            over.wait(min(pace(), EVERY_SECONDS * 2))
            for part in _lot(arrived):
                if isinstance(part, _Ended):
                    if part.error:
                        raise part.error
                    return
                yield part
    finally:
        left.set()


def _lot(arrived: "SimpleQueue[StreamPart | _Ended]") -> Iterator[StreamPart | _Ended]:
    """Yield what is there, after waiting for it a little; fragments that follow each other as one."""
    fragments: list[str] = []
    for part in _there(arrived):
        if isinstance(part, ToolInputFragment):
            fragments.append(part.json)
            continue
        yield from _joined(fragments)
        fragments = []
        yield part
    yield from _joined(fragments)


def _joined(fragments: list[str]) -> Iterator[ToolInputFragment]:
    if fragments:
        yield ToolInputFragment("".join(fragments))


def _there(arrived: "SimpleQueue[StreamPart | _Ended]") -> Iterator[StreamPart | _Ended]:
    try:
        yield arrived.get(timeout=EVERY_SECONDS)
        while True:
            yield arrived.get_nowait()
    except Empty:
        return


def _read(
    parts: Iterator[StreamPart],
    arrived: SimpleQueue[StreamPart | _Ended],
    left: threading.Event,
    over: threading.Event,
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
        over.set()
