"""The ears of a web process: one channel in the layer, shared by all its sockets."""

import asyncio
import contextlib
import logging
from collections import defaultdict
from collections.abc import Callable, Coroutine
from typing import Any
from weakref import WeakKeyDictionary

from channels.layers import get_channel_layer
from redis.exceptions import RedisError

from messerprise.realtime.cancelling import is_cancelled

log = logging.getLogger(__name__)

RETRY = 1.0
SILENCE = 5.0
Listener = Callable[[str], None]
_ears: "WeakKeyDictionary[asyncio.AbstractEventLoop, Doorbells]" = WeakKeyDictionary()


def doorbells() -> "Doorbells":
    """Return the doorbells of the running event loop."""
    return _ears.setdefault(asyncio.get_running_loop(), Doorbells())


class Doorbells:
    """Calls listeners with the bell's note; works again by itself after the broker was away.

    A connection may look open and carry nothing any more: after a silence it rings a bell for itself.
    """

    def __init__(self) -> None:
        self._listeners: dict[str, set[Listener]] = defaultdict(set)
        self._joined: set[str] = set()
        self._channel = ""
        self._task: asyncio.Task[None] | None = None

    async def listen(self, group: str, listener: Listener) -> None:
        """Call ``listener`` at each bell of the group, from now on or from when the broker is back."""
        self._listeners[group].add(listener)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._hear())
        elif self._channel:
            with contextlib.suppress(RedisError, OSError, TimeoutError):
                await self._join(group)

    async def leave(self, group: str, listener: Listener) -> None:
        """Call ``listener`` no more."""
        self._listeners[group].discard(listener)
        if not self._listeners[group]:
            del self._listeners[group]
            self._joined.discard(group)
            with contextlib.suppress(RedisError, OSError, TimeoutError):
                async with asyncio.timeout(RETRY):
                    await get_channel_layer().group_discard(group, self._channel)
        if not self._listeners and self._task:
            self._task.cancel()
            self._task, self._channel = None, ""

    async def _join(self, group: str) -> None:
        async with asyncio.timeout(RETRY):
            await get_channel_layer().group_add(group, self._channel)
        self._joined.add(group)

    async def _hear(self) -> None:
        layer = get_channel_layer()
        while not is_cancelled():
            try:
                async with asyncio.timeout(RETRY):
                    self._channel = self._channel or await layer.new_channel()
                await self._hear_from(layer.receive)
            except (RedisError, OSError, TimeoutError) as error:
                log.warning("doorbells are deaf: %s", type(error).__name__)
                # the layer forgets a channel as soon as nobody receives from it: all groups are joined anew
                self._channel = ""
                self._joined.clear()
                with contextlib.suppress(RedisError, OSError, TimeoutError):
                    async with asyncio.timeout(RETRY):
                        await layer.flush()  # it opens another connection
                await asyncio.sleep(RETRY)

    async def _hear_from(self, receive: Callable[[str], Coroutine[Any, Any, dict[str, str]]]) -> None:
        """Pass bells on; in a silence join the groups whose joining failed, and ring oneself.

        Raises:
            TimeoutError: one's own bell was not heard.
        """
        bell = asyncio.create_task(receive(self._channel))
        try:
            while not is_cancelled():
                for group in self._listeners.keys() - self._joined:
                    await self._join(group)
                await self._ring_oneself()
                is_heard = False
                while (await asyncio.wait({bell}, timeout=SILENCE))[0]:
                    is_heard, message = True, bell.result()
                    bell = asyncio.create_task(receive(self._channel))
                    for listener in list(self._listeners.get(message["group"], ())):
                        listener(message["note"])
                if not is_heard:
                    raise TimeoutError
        finally:
            bell.cancel()

    async def _ring_oneself(self) -> None:
        async with asyncio.timeout(RETRY):
            await get_channel_layer().send(self._channel, {"type": "bell", "group": "", "note": ""})
