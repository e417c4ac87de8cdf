"""The supervisor, with small programs of the tests' own."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

from messerprise.ops.supervisor.child import Child, Program
from messerprise.ops.supervisor.console import Console
from messerprise.ops.supervisor.exceptions import CannotStart
from messerprise.ops.supervisor.place import check_port, claim_directory, free_port, kept_secret
from messerprise.ops.supervisor.supervisor import Supervisor
from tests.servers.process import is_running

SLEEP = ("sleep", "60")


def program(*argv: str, **fields) -> Program:
    return Program(**{"name": "test", "argv": argv or SLEEP, "ready": lambda: True, **fields})


def wait_for(condition, seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture
def supervisor():
    supervisor = Supervisor(Console())
    yield supervisor
    supervisor.stop()


def test_supervisor_stops_what_it_started_and_the_last_first(supervisor, tmp_path):
    script = 'trap "echo $0 >> {0}; exit" TERM; touch {0}.$0; while :; do sleep 0.05; done'.format(
        tmp_path / "ends"
    )
    for name in ("first", "second"):
        ready = (tmp_path / f"ends.{name}").exists
        supervisor.start([program("sh", "-c", script, name, ready=ready)])
    pids = [child.pid for child in supervisor.children]
    supervisor.stop()
    assert not any(map(is_running, pids))
    assert (tmp_path / "ends").read_text().split() == ["second", "first"]


def test_supervisor_kills_a_program_that_does_not_end_when_asked_and_its_children(supervisor, tmp_path):
    script = f'trap "" TERM; sleep 60 & echo $! > {tmp_path}/pid; touch {tmp_path}/ready; wait'
    supervisor.start([program("sh", "-c", script, ready=(tmp_path / "ready").exists, grace=0.1)])
    grandchild = int((tmp_path / "pid").read_text())
    supervisor.stop()
    wait_for(lambda: not is_running(grandchild))


def test_supervisor_says_when_a_program_ends_at_the_start(supervisor):
    with pytest.raises(CannotStart, match="ended while starting"):
        supervisor.start([program("false", ready=lambda: False)])


def test_child_that_ended_is_started_again_later_and_later(capsys):
    child = Child(program("true"), Console())
    child.start()
    first = child.pid
    wait_for(lambda: not child.is_alive)
    child.revive()
    assert child.pid == first, "not at once"
    wait_for(lambda: child.revive() or child.pid != first)
    assert "started again" in capsys.readouterr().out
    second, since = child.pid, time.monotonic()
    wait_for(lambda: child.revive() or child.pid != second)
    assert time.monotonic() - since > 1.5
    child.kill()


def test_output_of_a_child_has_its_name_before_it(supervisor, capsys):
    supervisor.start([program("sh", "-c", "echo hello; sleep 60", name="greeter")])
    said = []
    wait_for(lambda: "hello" in (said.append(capsys.readouterr().out) or "".join(said)))
    assert "greeter  | hello" in "".join(said)


def test_no_child_outlives_a_killed_supervisor():
    code = (
        "from messerprise.ops.supervisor.child import Child, Program\n"
        "from messerprise.ops.supervisor.console import Console\n"
        "child = Child(Program(name='x', argv=('sleep', '60'), ready=lambda: True), Console())\n"
        "child.start(); print(child.pid, flush=True); import time; time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as parent:
        pid = int(parent.stdout.readline())
        assert is_running(pid)
        parent.kill()
    wait_for(lambda: not is_running(pid))


def test_signal_ends_the_watch(supervisor):
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        supervisor.obey_signals()
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGTERM)).start()
        supervisor.watch()
        assert supervisor.is_stopping
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def test_taken_port_is_told_with_the_cure():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CannotStart, match=rf"Port {port} cannot be used .*: name another, as in PORT="):
            check_port(port)
    check_port(free_port())


@pytest.mark.parametrize("port", [-1, 70000])
def test_impossible_port_is_told_with_the_cure(port):
    with pytest.raises(CannotStart, match="PORT=8001"):
        check_port(port)


def test_directory_that_cannot_be_written_is_told_with_the_cure(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(CannotStart, match=r"cannot be written .*: name another directory, as in VAR_DIR="):
        claim_directory(tmp_path / "file" / "var")


def test_directory_belongs_to_one_run(tmp_path):
    with claim_directory(tmp_path / "var"), pytest.raises(CannotStart, match="Another run uses"):
        claim_directory(tmp_path / "var")
    claim_directory(tmp_path / "var").close()


def test_secret_is_made_once_and_only_we_can_read_it(tmp_path):
    file = tmp_path / "demo-password"
    secret, is_new = kept_secret(file)
    assert is_new
    assert kept_secret(file) == (secret, False)
    assert file.stat().st_mode & 0o777 == 0o600
