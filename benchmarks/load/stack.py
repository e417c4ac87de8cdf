"""The servers under load: database, broker, model double, web processes, workers; and what they use."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import MySQLdb

from benchmarks.load.operations import Operations
from benchmarks.load.role import Role
from benchmarks.peers import servers
from messerprise.ops.domain import commands
from messerprise.ops.supervisor import stack
from tests.servers.mariadb import mariadb_server
from tests.servers.process import accepts, free_port, running
from tests.servers.valkey import valkey_server

FILES = 20_000
ROOT = Path(__file__).resolve().parents[2]


@dataclass(slots=True)
class Stack:
    """Everything that runs, by role; ``environment`` is what its programs see."""

    environment: dict[str, str]
    operations: Operations
    roles: dict[str, Role] = field(default_factory=dict)

    def people(self, count: int, interviewer: str) -> list[dict[str, str]]:
        """Make a crowd; see ``people.populate``."""
        argv = [sys.executable, "-m", "benchmarks.load.people", str(count), interviewer]
        done = subprocess.run(
            argv, cwd=ROOT, env={**os.environ, **self.environment}, stdout=subprocess.PIPE, check=True
        )
        found: list[dict[str, str]] = json.loads(done.stdout)
        return found

    def lateness(self) -> dict[str, dict[str, float]]:
        """Return how late the model double was since this was last asked; see ``model.Lateness``."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.roles['model'].ports[0]}/lateness") as answer:
            found: dict[str, dict[str, float]] = json.load(answer)
            return found


@contextmanager
def running_stack(*, webs: int, workers: int, threads: int, peers: bool) -> Iterator[Stack]:
    """Run Mess-Erprise with all its persistence, and the peers beside it, until the block ends."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(FILES, hard)), hard))
    with ExitStack() as opened, tempfile.TemporaryDirectory(prefix="load-") as name:
        place = Path(name)
        database, broker, model = free_port(), free_port(), free_port()
        opened.enter_context(mariadb_server(database))
        valkey = opened.enter_context(valkey_server(broker, place / "valkey.log"))
        operations = opened.enter_context(closing(Operations(database, broker)))
        found = Stack(_environment(place, database, broker, model), operations)
        found.roles |= {"database": Role(_listeners(database)), "broker": Role([valkey.pid])}
        _prepare(database, found.environment)
        start = partial(_start, opened, place, found.environment)
        double = (sys.executable, "-m", "benchmarks.load.model", "--port", str(model))
        found.roles["model"] = Role([start("model", double, lambda: accepts(model))], [model])
        found.roles["web"] = _webs(start, webs)
        found.roles["worker"] = _workers(start, place, workers, threads)
        beat = stack.beat(place)
        found.roles["beat"] = Role([start("beat", beat.argv, beat.ready)])
        if peers:
            found.roles["relay"] = servers.relay(start, webs)
            found.roles["chainlit"] = servers.chainlit(start, place, model)
        yield found


def _environment(place: Path, database: int, broker: int, model: int) -> dict[str, str]:
    return {
        "DATABASE_URL": f"mysql://app:app@127.0.0.1:{database}/load",
        "REDIS_URL": f"redis://127.0.0.1:{broker}/0",
        "BEDROCK_ENDPOINT_URL": f"http://127.0.0.1:{model}",
        "BEDROCK_MODEL_ID": "load-model",
        "AWS_ACCESS_KEY_ID": "load",
        "AWS_SECRET_ACCESS_KEY": "load",
        "DJANGO_SETTINGS_MODULE": "messerprise.settings",
        "SECRET_KEY": "only for this measurement, long enough to be one",
        "LOG_LEVEL": "WARNING",
        "VAR_DIR": str(place),
        "ALLOWED_HOSTS": "127.0.0.1",
        **dict.fromkeys(("SOCKETS_PER_ADDRESS", "MESSAGES_PER_ADDRESS"), "0"),  # all come from one
    }


def _prepare(port: int, environment: Mapping[str, str]) -> None:
    _create_database(port)
    migrate = (sys.executable, "manage.py", "migrate", "--verbosity", "0")
    subprocess.run(migrate, cwd=ROOT, env={**os.environ, **environment}, check=True)


def _start(
    opened: ExitStack,
    place: Path,
    environment: Mapping[str, str],
    name: str,
    argv: Sequence[str],
    ready: Callable[[], bool],
    **more: str,
) -> int:
    """Start a program and return its number once it is ready."""
    log = place / f"{name}.log"
    started = opened.enter_context(running(argv, ready=ready, log=log, env={**environment, **more}))
    return started.pid


def _webs(start: Callable[..., int], count: int) -> Role:
    role = Role()
    for number in range(count):
        port = free_port()
        program = stack.web(port)
        role.pids.append(start(f"web{number}", program.argv, program.ready, PORT=str(port)))
        role.ports.append(port)
    return role


def _workers(start: Callable[..., int], place: Path, count: int, threads: int) -> Role:
    role = Role()
    for number in range(count):
        log = place / f"worker{number}.log"
        options = ("--hostname", f"load{number}@mess-erprise", *commands.threads(threads))
        argv = stack.celery(*commands.worker("llm,default", *options), "--loglevel", "INFO")
        spoken = [each for each in argv if each != "--quiet"]  # it says on its log when it is ready
        ready = partial(_says_ready, log)
        role.pids.append(start(f"worker{number}", spoken, ready, **stack.WORKER_ENV))
    return role


def _says_ready(log: Path) -> bool:
    return b" ready." in log.read_bytes()


def _create_database(port: int) -> None:
    connection = MySQLdb.connect(host="127.0.0.1", port=port, user="app", password="app")
    connection.cursor().execute("create database `load` character set utf8mb4")
    connection.close()


def _listeners(port: int) -> list[int]:
    """Return the process that listens on a loopback port, found by its command line."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if f"--port={port}".encode() in words and b"mariadbd" in words[0]:
                found.append(int(entry.name))
    return found
