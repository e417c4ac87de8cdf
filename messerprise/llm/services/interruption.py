"""Leaving a model that does not answer."""

import logging
import threading
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from queue import Empty, SimpleQueue

from messerprise.llm.clients import ModelAnswer
from messerprise.llm.domain.conversation import StreamPart, ToolInputFragment

log = logging.getLogger(__name__)

EVERY_SECONDS = 0.2

Stop = Callable[[], bool]
Arrived = SimpleQueue["ModelAnswer | BaseException | None"]


class Watch:
    """One thread that asks each caller's ``stop`` a few times a second, and wakes whoever waits in vain."""

    def __init__(self) -> None:
        self._wakes: dict[object, tuple[Stop, Callable[[], None]]] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def keep(self, key: object, stop: Stop, wake: Callable[[], None]) -> None:
        """Call ``wake``, once, when ``stop`` says so; instead of what was kept under this key."""
        with self._lock:
            self._wakes[key] = stop, wake
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="watch", daemon=True)
                self._thread.start()

    def leave(self, key: object) -> None:
        """Ask no more."""
        with self._lock:
            self._wakes.pop(key, None)

    def _watch(self) -> None:
        while self._has_work():
            time.sleep(EVERY_SECONDS)
            with self._lock:
                for key, (stop, wake) in list(self._wakes.items()):
                    if stop():
                        wake()
                        del self._wakes[key]

    def _has_work(self) -> bool:
        with self._lock:
            if not self._wakes:
                self._thread = None
            return bool(self._wakes)


watch = Watch()


def until_stopped(
    ask: Callable[[], ModelAnswer], stop: Stop, pace: Callable[[], float] = lambda: 0.0
) -> Generator[StreamPart]:
    """Yield the parts of an answer, but end as soon as ``stop`` says so, even while the next is waited for.

    ``stop`` is asked after each lot of parts, and a few times a second in a thread of its own; it must be
    quick and must not raise. ``pace`` says for how many seconds to gather parts before the next lot.
    """
    arrived: Arrived = SimpleQueue()
    try:
        answer = _answer_or_stop(ask, stop, arrived)
        if answer is None:
            return
        with closing(answer):
            watch.keep(arrived, stop, answer.cut)
            for lot in answer.lots(rest=lambda: time.sleep(pace())):
                yield from _joined(lot)
                if stop():
                    return
    except Exception:
        if not stop():  # else the line was cut, by the watch
            raise
    finally:
        watch.leave(arrived)


def _answer_or_stop(ask: Callable[[], ModelAnswer], stop: Stop, arrived: Arrived) -> ModelAnswer | None:
    """Return the answer, or nothing where ``stop`` says so first: the asking goes on in its thread then."""
    if stop():
        return None
    left = threading.Event()
    threading.Thread(target=_ask, args=(ask, arrived, left), daemon=True).start()
    watch.keep(arrived, stop, lambda: arrived.put(None))
    answer = arrived.get()
    if isinstance(answer, BaseException):
        raise answer
    if answer is None:
        left.set()
        _close_what_came(arrived)
    return answer


def _ask(ask: Callable[[], ModelAnswer], arrived: Arrived, left: threading.Event) -> None:
    try:
        arrived.put(ask())
    except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
        arrived.put(error)
    if left.is_set():
        _close_what_came(arrived)


def _close_what_came(arrived: Arrived) -> None:
    try:
        while True:
            answer = arrived.get_nowait()
            if answer is not None and not isinstance(answer, BaseException):
                answer.close()
    except Empty:
        return


def _joined(lot: Sequence[StreamPart]) -> Generator[StreamPart]:
    """Yield the parts, fragments that follow each other as one."""
    fragments: list[str] = []
    for part in lot:
        if isinstance(part, ToolInputFragment):
            fragments.append(part.json)
            continue
        if fragments:
            yield ToolInputFragment("".join(fragments))
            fragments = []
        yield part
    if fragments:
        yield ToolInputFragment("".join(fragments))
