"""The real broker, in the hands of a test."""

import os
import signal
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import redis

from tests.servers.valkey import valkey_server


class Broker:
    """Kills, revives, freezes and fills Valkey. Use from one thread: a server dies with its starter."""

    def __init__(self, url: str, scratch: Path) -> None:
        self._url, self._log, self._stack = url, scratch / "valkey-again.log", ExitStack()
        self._frozen = 0

    def kill(self) -> None:
        """SIGKILL: what it held is gone."""
        os.kill(self._pid(), signal.SIGKILL)

    def revive(self) -> None:
        """Start an empty one in its place."""
        port = urlsplit(self._url).port
        assert port
        self._stack.enter_context(valkey_server(port, self._log))

    def freeze(self) -> None:
        """Let it neither answer nor hang up, like a network that swallows everything."""
        self._frozen = self._pid()
        os.kill(self._frozen, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on; does nothing to one that is not frozen."""
        if self._frozen:
            os.kill(self._frozen, signal.SIGCONT)
        self._frozen = 0

    def fill(self, *, full: bool = True) -> None:
        """Let every write fail for want of memory, or no more."""
        with redis.Redis.from_url(self._url) as client:
            client.config_set("maxmemory-policy", "noeviction")
            client.config_set("maxmemory", "1" if full else "0")

    def close(self) -> None:
        """End what was revived."""
        self._stack.close()

    def _pid(self) -> int:
        with redis.Redis.from_url(self._url) as client:
            return int(client.info("server")["process_id"])
