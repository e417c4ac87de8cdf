"""The installer on machines that lack something."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OFFLINE = {
    "PIP_CONFIG_FILE": "/dev/null",
    "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
    "PIP_RETRIES": "0",
    "PIP_NO_CACHE_DIR": "1",
    "PIP_NO_INPUT": "1",
}


@pytest.fixture
def checkout(tmp_path) -> Path:
    """Return a place with nothing but what the installer reads."""
    (tmp_path / "deploy").mkdir()
    shutil.copy(ROOT / "deploy" / "install.py", tmp_path / "deploy")
    shutil.copy(ROOT / "requirements.txt", tmp_path)
    return tmp_path


def install(checkout: Path, path: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "deploy/install.py", "run"]
    env = {"PATH": path, "TMPDIR": str(checkout), **environment}
    return subprocess.run(command, cwd=checkout, env=env, capture_output=True, text=True, check=False)


def one_sentence(run: subprocess.CompletedProcess[str]) -> str:
    assert run.returncode != 0
    assert "Traceback" not in run.stderr
    (line,) = run.stderr.strip().splitlines()
    return line


def test_machine_without_a_compiler_and_without_apt_is_told_what_to_install(checkout):
    sentence = one_sentence(install(checkout, "/nonexistent"))
    assert sentence.startswith("Install what Debian calls gcc pkg-config libmariadb-dev")
    assert sentence.endswith("then run make again.")


def test_machine_without_a_network_is_told_so(checkout):
    sentence = one_sentence(install(checkout, os.environ["PATH"], **OFFLINE))
    assert "could not be downloaded: check the network connection, then run make again" in sentence


def test_what_is_installed_is_not_installed_again(checkout):
    shutil.copy(ROOT / "requirements.txt", checkout / "kept.txt")
    (checkout / "requirements.txt").write_text("")
    first, second = (install(checkout, os.environ["PATH"], **OFFLINE) for _time in range(2))
    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert "Installing" in first.stdout
    assert second.stdout == ""
    shutil.move(checkout / "kept.txt", checkout / "requirements.txt")
    assert install(checkout, os.environ["PATH"], **OFFLINE).returncode != 0, "the list has changed"
