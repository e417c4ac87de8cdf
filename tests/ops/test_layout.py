"""What a machine runs: the numbers, and the files that are made of them."""

import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from compose_spec import PyCompose
from daphne.http_protocol import HTTPFactory
from django.conf import settings
from django.core.management import CommandError, call_command

from chat.services.conducting import DEADLINE
from messerprise.ops.domain import commands
from messerprise.ops.domain.layout import SOCKET_THREADS, WORKER_STOP_SECONDS, layout_for
from messerprise.ops.domain.systemd import HOME, PYTHON, units
from messerprise.ops.management.commands.layout import files_of
from messerprise.realtime.envelopes import MAX_BYTES

DEPLOY = Path(settings.BASE_DIR) / "deploy"
COMPOSE = (DEPLOY / "compose.yaml").read_text()
UNITS = units(layout_for(2))
QUEUES = {"llm", "documents", "default"}


@pytest.mark.parametrize(("cores", "web", "llm"), [(1, 1, 1), (2, 1, 1), (3, 2, 2), (8, 4, 4)])
def test_web_and_model_share_the_cores(cores, web, llm):
    layout = layout_for(cores)

    assert (layout.web, layout.llm) == (web, llm)
    assert layout.default > settings.JOBS_AT_ONCE, "a long job must not keep the outbox waiting"


def test_little_memory_means_fewer_processes():
    assert layout_for(32, gibibytes=4).mebibytes < 3 * 1024
    with pytest.raises(ValueError, match="needs 3 GiB"):
        layout_for(8, gibibytes=2)


@pytest.mark.parametrize("cores", [1, 2, 8, 64])
def test_database_has_more_connections_than_the_processes_ask_for(cores):
    layout = layout_for(cores)

    assert settings.SOCKET_DATABASE_THREADS == SOCKET_THREADS
    assert layout.database_connections <= 0.7 * layout.max_connections
    assert layout.database_connections > layout.web * layout.web_threads + layout.llm * layout.llm_threads


def test_who_stops_a_worker_waits_longer_than_the_worker_does():
    assert WORKER_STOP_SECONDS > DEADLINE
    assert WORKER_STOP_SECONDS > settings.CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT


def test_server_reads_no_more_than_a_consumer_takes():
    assert commands.FRAME_BYTES == MAX_BYTES


def test_server_waits_for_a_handshake_as_long_as_a_page():
    page = (settings.BASE_DIR / "static" / "chat" / "connection.js").read_text()
    assert re.findall(r"const OPENING = (\d+)_000;", page) == [str(commands.HANDSHAKE_SECONDS)]


@pytest.mark.parametrize(("kind", "folder"), [("systemd", DEPLOY / "systemd"), ("compose", DEPLOY)])
def test_files_in_deploy_are_what_the_command_writes(kind, folder):
    for name, text in files_of(layout_for(2), 2, kind).items():
        assert (folder / name).read_text() == text, (
            f"manage.py layout --cores 2 --format {kind} --output {folder}"
        )
    if kind == "systemd":
        assert {file.name for file in folder.iterdir()} == set(files_of(layout_for(2), 2, kind))


def test_compose_starts_every_queue_and_gives_time_to_stop():
    services = yaml.safe_load(files_of(layout_for(8), 8, "compose")["compose.yaml"])["services"]
    workers = {name: each for name, each in services.items() if name.startswith("worker-")}

    assert {re.search(r"--queues (\S+)", each["command"])[1] for each in workers.values()} == QUEUES
    assert {each["stop_grace_period"] for each in workers.values()} == {f"{WORKER_STOP_SECONDS}s"}
    assert {each["environment"]["CONN_MAX_AGE"] for each in workers.values()} == {"60"}
    assert "CONN_MAX_AGE" not in services["web"]["environment"]
    assert (services["web"]["deploy"]["replicas"], services["worker-llm"]["deploy"]["replicas"]) == (4, 4)


def test_proxy_knows_every_web_process():
    files = files_of(layout_for(8), 8, "systemd", "site.example")
    ports = {f"127.0.0.1:{port}" for port in layout_for(8).ports}

    assert set(re.findall(r"^ +server (127\S+) ", files["nginx.conf"], re.MULTILINE)) == ports
    assert files["nginx.conf"].count("server_name site.example;") == 2
    assert all(
        f"messerprise-web@{port.rpartition(':')[2]}.service" in files["messerprise.target"] for port in ports
    )


def test_systemd_understands_the_units(tmp_path):
    # Our programs are not installed where they would be: all else must be understood.
    for name, text in UNITS.items():
        (tmp_path / name).write_text(text.replace(PYTHON, "/bin/true").replace(HOME, "/usr"))
    command = ["systemd-analyze", "verify", "--man=no", *sorted(tmp_path.glob("messerprise*"))]
    result = subprocess.run(command, capture_output=True, text=True, check=False)

    said = [line for line in result.stderr.splitlines() if "messerprise" in line]
    assert (said, result.returncode) == ([], 0)


def test_compose_file_is_as_the_specification_says():
    # The reader knows neither merged keys nor variables: they are resolved for it.
    resolved = re.sub(r"\$\{\w+(:-)?([^}]*)\}", lambda place: place[2] if place[1] else "given", COMPOSE)
    services = yaml.safe_load(resolved)["services"]

    assert PyCompose.from_yaml(yaml.safe_dump(yaml.safe_load(resolved))).service_names() == sorted(services)


def test_containers_run_the_same_lines_as_the_units():
    containers = re.findall(r"command: python (.*)", COMPOSE)
    units = re.findall(rf"ExecStart={PYTHON} (.*)", "".join(UNITS.values()))

    assert {comparable(line) for line in containers} <= {comparable(line) for line in units}
    assert len(containers) == 7


def comparable(line: str) -> str:
    """Return a command line without what differs between a container and a unit."""
    return re.sub(r" --(bind|port|hostname|schedule) \S+", "", line.replace(f"{HOME}/", ""))


def test_proxy_hangs_up_on_an_idle_web_process_first():
    ours = re.search(r"keepalive_timeout (\d+)s", files_of(layout_for(2), 2, "systemd")["nginx.conf"])

    assert int(ours[1]) < HTTPFactory(None).timeOut, "else a POST may meet a connection that is being closed"


def test_every_program_may_open_enough_files():
    assert all("LimitNOFILE=65536" in text for name, text in UNITS.items() if name.endswith(".service"))
    services = yaml.safe_load(COMPOSE)["services"]
    assert [services[name]["ulimits"] for name in ("web", "proxy")] == [{"nofile": 65536}] * 2


def test_command_prints_json(capsys):
    call_command("layout", "--cores", "8", "--format", "json")

    assert json.loads(capsys.readouterr().out)["web"] == 4


@pytest.mark.parametrize(
    ("options", "sentence"),
    [(["--cores", "0"], "at least one core"), (["--cores", "2", "--memory", "1"], "needs 3 GiB")],
)
def test_impossible_machine_is_told_in_one_sentence(options, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("layout", *options)


def test_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(CommandError, match="name another folder"):
        call_command("layout", "--output", str(tmp_path / "file"))
