"""A real MariaDB in a directory of its own, tuned for tests: nothing in it is durable."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.servers.process import accepts, running

SERVER = shutil.which("mariadbd", path=f"{os.environ['PATH']}:/usr/sbin") or "mariadbd"
FOR_SPEED = [
    "--innodb-buffer-pool-size=64M",
    "--innodb-log-file-size=16M",
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-doublewrite=0",
    "--skip-log-bin",
    "--performance-schema=OFF",
    "--lock-wait-timeout=30",  # emptying a table that somebody still uses fails instead of waiting for a day
    "--innodb-lock-wait-timeout=20",
]
ACCOUNT = """
    create user app@'127.0.0.1' identified by 'app'; create user app@localhost identified by 'app';
    grant all on *.* to app@'127.0.0.1'; grant all on *.* to app@localhost;
"""


class MariaDB:
    """A server on a loopback port. Use from one thread: it dies with its starter."""

    def __init__(self, argv: Sequence[str], port: int, log: Path) -> None:
        self._argv, self._port, self._log = argv, port, log
        self._stack = ExitStack()

    def start(self) -> None:
        """Start it, on the data that is there."""
        self._stack.enter_context(running(self._argv, ready=lambda: accepts(self._port), log=self._log))

    def kill(self) -> None:
        """SIGKILL, as the kernel does it."""
        self._stack.close()


@contextmanager
def mariadb_server(port: int) -> Iterator[MariaDB]:
    """Run MariaDB on a loopback port, with the account ``app`` (password ``app``) that may do anything."""
    with tempfile.TemporaryDirectory(prefix="mariadb-", ignore_cleanup_errors=True) as name:
        place = Path(name)
        as_user = _own(place)
        base = ["--no-defaults", f"--datadir={place}/data", f"--tmpdir={place}"]
        subprocess.run(
            [
                *as_user,
                "mariadb-install-db",
                *base,
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
            ],
            check=True,
            capture_output=True,
        )
        argv = [
            *([*as_user, "--pdeathsig", "KILL"] if as_user else []),
            SERVER,
            *base,
            f"--socket={place}/s",
            f"--pid-file={place}/pid",
            f"--port={port}",
            "--bind-address=127.0.0.1",
            "--skip-name-resolve",
            "--character-set-server=utf8mb4",
            "--collation-server=utf8mb4_unicode_ci",
            *FOR_SPEED,
        ]
        server = MariaDB(argv, port, place / "mariadb.log")
        server.start()
        try:
            admin = ["mariadb", "--no-defaults", "-uroot", f"--socket={place}/s", "--execute", ACCOUNT]
            subprocess.run(admin, check=True, capture_output=True)
            yield server
        finally:
            server.kill()


def _own(place: Path) -> list[str]:
    """Give the directory to ``mysql`` where we are root (the server refuses to run as root)."""
    if os.geteuid():
        return []
    shutil.chown(place, "mysql", "mysql")
    place.chmod(0o755)
    return ["setpriv", "--reuid=mysql", "--regid=mysql", "--init-groups"]
