"""Make this machine able to run, test or compare Mess-Erprise: ``python3 deploy/install.py run|test|peers``.

Standard library only, for it comes before everything else. What is done already is not done again.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
MYSQL_NAMES = ("libmariadb", "mariadb", "mysqlclient", "perconaserverclient")
PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"

Needs = dict[str, Callable[[], object]]
"""Debian's package → how to tell that what it brings is here."""


def on_path(program: str) -> Callable[[], object]:
    """Return a check that the program can be found."""
    return lambda: shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin")


def mysql_headers() -> bool:
    """Tell whether mysqlclient would find a client library to build against."""
    checks = (["pkg-config", "--exists", name] for name in MYSQL_NAMES)
    return bool(shutil.which("pkg-config")) and any(
        subprocess.run(c, check=False).returncode == 0 for c in checks
    )


TO_RUN: Needs = {
    "gcc": on_path("gcc"),
    "pkg-config": on_path("pkg-config"),
    "libmariadb-dev": mysql_headers,
    f"python{PYTHON}-dev": lambda: Path(sysconfig.get_path("include"), "Python.h").exists(),
    f"python{PYTHON}-venv": lambda: importlib.util.find_spec("ensurepip"),
    "gettext": on_path("msgfmt"),
}
TO_TEST: Needs = {
    **TO_RUN,
    "mariadb-server": on_path("mariadbd"),
    "chromium": on_path("chromium"),
    "fonts-liberation": lambda: (
        Path("/usr/share/fonts/truetype/liberation").exists() or not on_path("apt-get")()
    ),
    "nodejs": on_path("node"),
    "npm": on_path("npm"),
    "nginx": on_path("nginx"),
    "openssl": on_path("openssl"),
    "systemd": on_path("systemd-analyze"),
}


def main(purpose: str) -> None:
    """Install what ``purpose`` needs: system packages, the virtual environment, for tests their servers.

    ``peers`` are other programs to measure ours against; they live by themselves.
    """
    if purpose == "peers":
        if is_due(".venv-peers", ["requirements-peers.txt"]):
            install_environment(".venv-peers", ["requirements-peers.txt"])
        return
    testing = purpose == "test"
    files = ["requirements.txt", *(["requirements-dev.txt"] if testing else [])]
    # A test may need a program that no list of Python packages tells of.
    if testing or is_due(".venv", files):
        install_system_packages(TO_TEST if testing else TO_RUN)
    if is_due(".venv", files):
        install_environment(".venv", files)
    if testing and is_due(".venv-aws", ["requirements-aws.txt"]):
        install_environment(".venv-aws", ["requirements-aws.txt"])
    if testing and is_due("tests/node/node_modules", ["tests/node/package-lock.json"]):
        say("Installing what the tests need from npm …")
        npm = ["npm", "ci", "--no-audit", "--no-fund", "--prefix", "tests/node"]
        run(npm, "The npm packages of the tests")
        mark("tests/node/node_modules", ["tests/node/package-lock.json"])


def install_system_packages(needs: Needs) -> None:
    """Install the Debian packages that are missing, as root or through sudo."""
    missing = [package for package, is_here in needs.items() if not is_here()]
    if not missing:
        return
    names = " ".join(missing)
    if not shutil.which("apt-get"):
        stop(f"Install what Debian calls {names} with this system's package manager, then run make again.")
    if os.geteuid() and not shutil.which("sudo"):
        stop(f"Have an administrator run “apt-get install {names}”, then run make again.")
    say(f"Installing {names} …")
    apt = [
        *(["sudo"] if os.geteuid() else []),
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-q",
        "-y",
    ]
    install = [*apt, "install", "--no-install-recommends", *missing]
    if subprocess.run(
        install, capture_output=True, check=False, stdin=None
    ).returncode:  # lists may be old or absent
        run([*apt, "update"], "Debian's package lists")
        run(install, f"The packages {names}")


def install_environment(place: str, files: Sequence[str]) -> None:
    """Make or refresh a virtual environment with exactly the pinned packages."""
    say(f"Installing the Python packages into {place} …")
    if not sane(ROOT / place):
        shutil.rmtree(ROOT / place, ignore_errors=True)
    run([sys.executable, "-m", "venv", place], f"The virtual environment {place}")
    options = [part for file in files for part in ("--requirement", file)]
    pip = [f"{place}/bin/python", "-m", "pip", "install", "--quiet", "--require-hashes", *options]
    run(pip, "The Python packages")
    mark(place, files)


def sane(place: Path) -> bool:
    """Tell whether an environment runs, with the Python that we are; there may be none."""
    asked = "import sys; print(f'{sys.version_info.major}.{sys.version_info.minor}')"
    try:
        answer = subprocess.run(
            [place / "bin/python", "-c", asked], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return False
    return answer.stdout.strip() == PYTHON


def is_due(place: str, files: Sequence[str]) -> bool:
    """Tell whether a list of packages has changed since it was installed there."""
    return not all(stamp(place, file).exists() for file in files)


def mark(place: str, files: Sequence[str]) -> None:
    """Note that exactly these lists are installed there now."""
    for file in files:
        stamp(place, file).touch()


def stamp(place: str, file: str) -> Path:
    """Return the file whose presence says that the list is installed there, for this Python."""
    content = (ROOT / file).read_bytes() + sys.version.encode()
    return ROOT / place / f".{Path(file).stem}-{hashlib.sha256(content).hexdigest()[:16]}"


def run(command: Sequence[str], what: str) -> None:
    """Run a command, its output kept in a file; stop with the cure if it fails."""
    with tempfile.NamedTemporaryFile("wb", prefix="messerprise-", suffix=".log", delete=False) as log:
        failed = subprocess.run(command, stdout=log, stderr=log, cwd=ROOT, check=False).returncode
    text = Path(log.name).read_text(errors="replace")
    if not failed:
        Path(log.name).unlink()
        return
    # A pinned package that nobody has is a network, or a mirror, that cannot be reached.
    offline = (
        "name resolution",
        "NewConnectionError",
        "No matching distribution",
        "ENOTFOUND",
        "Could not resolve",
    )
    if any(sign in text for sign in offline):
        stop(
            f"{what} could not be downloaded: check the network connection, then run make again ({log.name})."
        )
    if "Failed to build" in text or "failed-wheel-build" in text:
        stop(f"{what} could not be built: see the compiler's words in {log.name}, then run make again.")
    stop(f"{what} could not be installed: see the reason in {log.name}, then run make again.")


def say(sentence: str) -> None:
    """Tell the person what takes the time."""
    print(sentence, flush=True)


def stop(sentence: str) -> NoReturn:
    """End with the cure."""
    sys.exit(sentence)


if __name__ == "__main__":
    main(*sys.argv[1:])
