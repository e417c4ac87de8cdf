"""The directory and the port that a run has for itself."""

import fcntl
import os
import secrets
import socket
from pathlib import Path
from typing import IO

from messerprise.ops.supervisor.exceptions import CannotStart

HOST = "127.0.0.1"


def claim_directory(place: Path) -> IO[str]:
    """Make the directory ours for as long as the returned file is open.

    Raises:
        CannotStart: it cannot be written, or another run has it.
    """
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (place / "lock").open("w")
    except OSError as error:
        raise CannotStart(
            f"{place} cannot be written ({error.strerror}): name another directory, as in VAR_DIR=/somewhere."
        ) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise CannotStart(
            f"Another run uses {place}: stop it, or name another directory, as in VAR_DIR=/somewhere."
        ) from None
    return lock


def check_port(port: int) -> None:
    """See that we can listen on the port.

    Raises:
        CannotStart: somebody else does, or we may not.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
            probe.listen()
        except (OSError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or "no such port"
            raise CannotStart(
                f"Port {port} cannot be used ({reason}): name another, as in PORT={other_port(port)}."
            ) from None


def other_port(port: int) -> int:
    """Return a port to propose instead."""
    return port + 1 if 1024 <= port < 65535 else 8001  # noqa: PLR2004 - the ports anybody may use


def free_port() -> int:
    """Return a loopback port that nobody uses."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        number: int = probe.getsockname()[1]
    return number


def kept_secret(file: Path) -> tuple[str, bool]:
    """Return the secret kept in a file that only we can read, and whether it was made now."""
    if file.exists():
        return file.read_text().strip(), False
    secret = secrets.token_urlsafe(9 if "password" in file.name else 48)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as kept:
        kept.write(f"{secret}\n")
    return secret, True
