"""What a machine runs: the numbers, and the files that are made of them."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command

from chat.services.conducting import DEADLINE
from messerprise.ops.domain import commands
from messerprise.ops.domain.layout import WORKER_STOP_SECONDS, layout_for
from messerprise.ops.management.commands.layout import files_of
from messerprise.realtime.envelopes import MAX_BYTES

DEPLOY = Path(settings.BASE_DIR) / "deploy"
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
    files = files_of(layout_for(8), 8, "systemd")
    ports = {f"127.0.0.1:{port}" for port in layout_for(8).ports}

    assert set(re.findall(r"^    server (\S+);", files["nginx.conf"], re.MULTILINE)) == ports
    assert all(
        f"messerprise-web@{port.rpartition(':')[2]}.service" in files["messerprise.target"] for port in ports
    )


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_understands_the_units(tmp_path):
    # The programs of the real ones are not installed here, nor is their user: all else must be understood.
    for name, text in files_of(layout_for(2), 2, "systemd").items():
        (tmp_path / name).write_text(text.replace("/opt/messerprise/.venv/bin/python", "/bin/true"))
    units = [tmp_path / "messerprise.target", tmp_path / "messerprise-beat.service"]
    units += [tmp_path / "messerprise-web@.service", tmp_path / "messerprise-worker-llm@.service"]
    result = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )

    assert "Unknown" not in result.stderr
    assert "Failed to parse" not in result.stderr


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
