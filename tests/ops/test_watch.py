"""What the site knows of itself, from real servers; and the command that watches."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
import redis
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from chat.models import Reply
from chat.services.reclaiming import reclaim_replies
from messerprise.core.models import OutboxTask
from messerprise.ops.domain.alerts import alerts_in
from messerprise.ops.selectors import facts
from messerprise.ops.services.signs import give_sign
from messerprise.ops.services.watching import Watch
from messerprise.realtime import keys
from tests.factories.conversations import make_conversation, tell
from tests.fakes.smtp import SmtpDouble
from tests.faults.broker import Broker
from tests.servers.process import free_port
from tests.servers.valkey import valkey_server

ROOT = Path(__file__).parents[2]
NOWHERE = "127.0.0.1:9"

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def own_broker(scratch):
    """Return a broker for these tests alone."""
    port = free_port()
    with valkey_server(port, scratch / "watched-valkey.log"):
        yield f"redis://127.0.0.1:{port}/0"


@pytest.fixture
def broker(own_broker, settings, scratch):
    """Return the broker, in order and heard from."""
    settings.REDIS_URL = own_broker
    with redis.Redis.from_url(own_broker) as client:
        client.flushall()
    give_sign()
    broker = Broker(own_broker, scratch)
    yield broker
    broker.thaw()
    broker.fill(full=False)


@pytest.fixture
def watch(broker, tmp_path) -> Watch:
    return Watch(tmp_path / "alerts.json")


@pytest.fixture
def talk(respondent):
    """Return a conversation with a model."""
    return make_conversation(respondent, interviewer="natural")


def look_twice(watch: Watch) -> set[str]:
    """Look two times; return what is told to hold."""
    for _ in range(2):
        watch.look(facts())
    return watch.told


def codes() -> list[str]:
    return [alert.code for alert in alerts_in(facts())]


def long_ago(seconds: float) -> dict:
    return {"created_at": timezone.now() - timedelta(seconds=seconds)}


def test_a_site_where_all_is_well(broker):
    assert codes() == []


def test_a_full_broker_is_told_within_two_looks_and_so_is_its_end(broker, watch):
    broker.fill()
    assert look_twice(watch) == {"broker_full"}

    broker.fill(full=False)
    assert look_twice(watch) == set()


def test_a_frozen_broker_is_away(broker, watch):
    broker.freeze()

    assert look_twice(watch) == {"broker_away"}


def test_a_broker_that_is_gone_is_away(settings):
    settings.REDIS_URL = f"redis://{NOWHERE}/0"

    assert codes() == ["broker_away"]


def test_a_clock_that_was_never_heard_is_silent(broker, watch, settings):
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        client.delete(keys.beat_key())
    assert look_twice(watch) == {"beat_silent"}

    give_sign()
    assert look_twice(watch) == set()


def test_a_task_that_is_not_sent_is_told(broker):
    task = OutboxTask.objects.create(name="core.relay_outbox", **long_ago(61))
    assert codes() == ["outbox_stuck"]

    OutboxTask.objects.filter(pk=task.pk).update(published_at=timezone.now())
    assert codes() == []


def test_a_reply_that_no_worker_takes_is_told(broker, talk):
    tell(talk, "Who reads this?")
    Reply.objects.update(**long_ago(61))
    assert codes() == ["replies_waiting"]

    Reply.objects.update(state="running", attempt=1)
    assert codes() == []


def test_a_reply_behind_another_waits_for_no_worker(broker, talk):
    tell(talk, "Who reads this?")
    Reply.objects.update(state="running", attempt=1)
    tell(talk, "And who else?")
    Reply.objects.update(**long_ago(61))

    assert codes() == []


def test_replies_taken_from_dead_workers_are_counted(broker, talk):
    tell(talk, "Who reads this?")
    for attempt in range(6):
        assert codes() == []
        due_at = timezone.now() - timedelta(seconds=1)
        Reply.objects.update(state="running", attempt=1 + attempt % 2, due_at=due_at)
        assert reclaim_replies() == 1

    assert codes() == ["replies_reclaimed"]


def test_a_reply_that_was_lost_on_its_way_is_no_dead_worker(broker, talk):
    tell(talk, "Who reads this?")
    Reply.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    assert reclaim_replies() == 1

    assert facts().replies_reclaimed == 0


def test_a_person_with_many_replies_an_hour_is_told_and_not_named(broker, talk, stranger, respondent):
    other = make_conversation(stranger, interviewer="natural", form_id="other")
    tell(other, "Who reads this?")
    for _ in range(60):
        tell(talk, "Write me a novel.")
    assert codes() == []

    tell(talk, "Write me a novel.")

    (alert,) = alerts_in(facts())
    assert alert.code == "many_replies"
    assert str(talk.submission_id) in alert.sentence
    assert respondent.username not in alert.sentence
    Reply.objects.update(**long_ago(3601))
    Reply.objects.update(state="complete")
    assert codes() == []


def test_connections_of_the_database_are_counted_where_they_are_limited(broker):
    if connection.vendor == "sqlite":
        assert facts().connections_share is None
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT @@max_connections")
        (limit,) = cursor.fetchone()
        cursor.execute("SHOW PROCESSLIST")
        assert facts().connections_share == pytest.approx(len(cursor.fetchall()) / limit, abs=3 / limit)


def test_once_says_what_is_wrong_and_ends_with_1(settings, broker):
    words = StringIO()
    call_command("watch", "--once", stdout=words)
    assert words.getvalue() == "All is well.\n"

    settings.REDIS_URL = f"redis://{NOWHERE}/0"
    words = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("watch", "--once", "--json", stdout=words)

    assert end.value.code == 1
    told = json.loads(words.getvalue())
    assert [(each["code"], each["severity"]) for each in told["alerts"]] == [("broker_away", "critical")]
    assert told["facts"]["beat_seconds"] is None


@pytest.fixture
def silent():
    """Return the address of somebody who neither answers nor hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def post_office():
    with SmtpDouble() as double:
        yield double


def test_without_database_and_broker_it_watches_and_tells(tmp_path, silent, post_office):
    away = {"DATABASE_URL": f"mysql://app:app@{silent}/app", "REDIS_URL": f"redis://{NOWHERE}/0"}
    mail = {"ALERT_MAIL": "night@example.org", "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(post_office.port)}
    run = subprocess.Popen(
        [sys.executable, "manage.py", "watch", "--every", "0.1"],
        cwd=ROOT,
        env={**os.environ, **away, **mail, "VAR_DIR": str(tmp_path)},
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        told = [run.stderr.readline(), run.stderr.readline()]
        wait_until(lambda: len(post_office.letters) == 2)
        run.send_signal(signal.SIGTERM)
        rest = run.communicate(timeout=30)[1]
    finally:
        run.kill()

    assert "CRITICAL messerprise.alerts database_away: The database does not answer." in told[0]
    assert "CRITICAL messerprise.alerts broker_away: Valkey does not answer" in told[1]
    assert (run.returncode, rest) == (0, "")
    assert [each["Subject"].rpartition(" ")[2] for each in post_office.letters] == [
        "database_away",
        "broker_away",
    ]
    assert {each["To"] for each in post_office.letters} == {"night@example.org"}
    assert "docs/operations.md" in post_office.letters[0].get_content()
    assert set(json.loads((tmp_path / "alerts.json").read_text())) == {"database_away", "broker_away"}


def wait_until(holds) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)
