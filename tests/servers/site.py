"""The site itself, live: Daphne, and when asked for the workers and beat, in processes of their own."""

import os
import ssl
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from messerprise.ops.supervisor import stack
from messerprise.ops.supervisor.child import Child, Program
from messerprise.ops.supervisor.console import Console
from messerprise.ops.supervisor.supervisor import Supervisor

ROOT = Path(__file__).parents[2]


class LogFile(Console):
    """A console that is a file."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.file = file
        file.touch()

    def say(self, line: str) -> None:
        """Append one line."""
        with self._turn, self.file.open("a") as log:
            log.write(f"{line}\n")


@dataclass
class Site:
    """A running site."""

    url: str
    environment: Mapping[str, str]
    supervisor: Supervisor
    log: Path
    tls: ssl.SSLContext | None = None
    """What trusts its certificate, where it is reached over HTTPS."""

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.environment["PORT"])

    def child(self, name: str) -> Child:
        """Return one of its processes: ``web``, ``llm``, ``documents`` or ``beat``."""
        return next(child for child in self.supervisor.children if child.program.name == name)

    def add_workers(self) -> None:
        """Start the Celery workers and beat, too; once."""
        if len(self.supervisor.children) == 1:
            place = Path(self.environment["VAR_DIR"])
            self.start(
                stack.worker("llm", "--pool", "threads", "--concurrency", "4"),
                stack.worker("default,documents", "--pool", "prefork", "--concurrency", "1"),
                stack.beat(place),
            )

    def restart(self, name: str) -> None:
        """Kill one of its processes at once, and start it again."""
        child = self.child(name)
        child.kill()
        self.supervisor.children.remove(child)
        self.supervisor.start([child.program])

    def start(self, *programs: Program) -> None:
        """Start programs in its environment."""
        self.supervisor.start([replace(each, env={**each.env, **self.environment}) for each in programs])


@contextmanager
def running_site(place: Path, port: int, environment: Mapping[str, str]) -> Iterator[Site]:
    """Run the site on a loopback port until the block ends.

    Args:
        place: a directory for its static files and its log.
        port: where it listens.
        environment: what differs from the environment of the tests.
    """
    environment = {"VAR_DIR": str(place), "PORT": str(port), "LOG_LEVEL": "INFO", **environment}
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(collect, cwd=ROOT, env={**os.environ, **environment}, check=True)
    supervisor = Supervisor(LogFile(place / "site.log"))
    site = Site(f"http://127.0.0.1:{port}", environment, supervisor, place / "site.log")
    try:
        site.start(stack.web(port))
        yield site
    finally:
        supervisor.stop()
