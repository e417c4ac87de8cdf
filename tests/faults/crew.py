"""Real Celery workers that a test can kill, freeze and replace."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from itertools import count
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.fakes.bedrock import BedrockDouble
from tests.servers.process import running

LEASE_SECONDS = 2
_numbers = count(1)  # of all crews: each worker has a log of its own


class Crew:
    """Workers of the queues ``llm`` and ``default``, on the test's database."""

    def __init__(
        self,
        model: BedrockDouble,
        scratch: Path,
        *,
        pool: str = "threads",
        at_once: int = 4,
        celery: Mapping[str, object] | None = None,
        **environment: str,
    ) -> None:
        self.workers: list[subprocess.Popen[bytes]] = []
        self._model, self._scratch = model, scratch
        self._options = ["-P", pool, "-c", str(at_once)]
        self._celery = [f"{name}=(json){json.dumps(value)}" for name, value in (celery or {}).items()]
        self._own = environment
        self._logs: list[Path] = []
        self._stack = ExitStack()

    def hire(self, at_least: int = 1) -> subprocess.Popen[bytes]:
        """Have this many workers ready; return the newest."""
        self.workers = [each for each in self.workers if each.poll() is None]
        while len(self.workers) < at_least:
            self.workers.append(self._start())
        return self.workers[-1]

    def kill_all(self) -> None:
        """SIGKILL, as the kernel does it."""
        self.keep(0)

    def keep(self, at_most: int) -> None:
        """SIGKILL the others."""
        for worker in self.workers[at_most:]:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait(10)
        del self.workers[at_most:]

    def kill_children(self) -> None:
        """SIGKILL the processes in which a prefork pool runs tasks, as a kernel short of memory does."""
        for worker in self.workers:
            listed = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text()
            for child in map(int, listed.split()):
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)

    def dismiss(self) -> None:
        """End the test run's workers."""
        self._stack.close()

    def _start(self) -> subprocess.Popen[bytes]:
        name = f"worker{next(_numbers)}"
        log = self._scratch / f"{name}.log"
        self._logs.append(log)
        argv = [sys.executable, "-m", "celery", "-A", "messerprise", "worker", "-n", f"{name}@%h"]
        argv += ["-l", "INFO", "-Q", "llm,default", *self._options, "--without-gossip", "--without-mingle"]
        argv += self._celery
        return self._stack.enter_context(
            running(argv, ready=lambda: b" ready." in log.read_bytes(), log=log, env=self.environment)
        )

    def log(self) -> str:
        """Return what all of them have said."""
        return "".join(log.read_text() for log in self._logs)

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to know to work beside the test."""
        database = connection.settings_dict
        address = "{USER}:{PASSWORD}@{HOST}:{PORT}".format(**database)
        sqlite = connection.vendor == "sqlite"
        return {
            "DATABASE_URL": f"sqlite:///{database['NAME']}"
            if sqlite
            else f"mysql://{address}/{database['NAME']}",
            "REDIS_URL": settings.REDIS_URL,
            "INTERVIEWER": "natural",
            "BEDROCK_ENDPOINT_URL": self._model.url,
            "BEDROCK_MODEL_ID": "test-model",
            "REPLY_LEASE_SECONDS": str(LEASE_SECONDS),
            "JOB_LEASE_SECONDS": str(LEASE_SECONDS),
            **self._own,
        }
