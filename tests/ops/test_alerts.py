"""What wakes somebody: the rules, and telling once."""

import json
import logging
from dataclasses import replace

import pytest

from messerprise.ops.domain.alerts import RULES, Facts, Severity, alerts_in, unknown_in
from messerprise.ops.services.watching import Watch

WELL = Facts(
    database_away=False,
    broker_away=False,
    broker_full=False,
    outbox_seconds=60,
    reply_seconds=60,
    replies_reclaimed=5,
    beat_seconds=90,
    connections_share=0.7,
    most_replies=60,
)
FULL = replace(WELL, broker_full=True)
LOG = "messerprise.alerts"


@pytest.fixture
def watch(tmp_path, settings, mailoutbox) -> Watch:
    settings.ADMINS = [("operator", "operator@example.org")]
    return Watch(tmp_path / "var" / "alerts.json")


@pytest.fixture
def said(caplog):
    """Return a function that gives what was logged as an alert so far."""
    caplog.set_level(logging.INFO)
    return lambda: [(each.levelname, each.getMessage()) for each in caplog.records if each.name == LOG]


def test_a_site_at_its_limits_is_well():
    assert list(alerts_in(WELL)) == []


@pytest.mark.parametrize(
    ("code", "changes", "sentence"),
    [
        ("database_away", {"database_away": True}, "does not answer"),
        ("broker_away", {"broker_away": True}, "does not answer"),
        ("broker_full", {"broker_full": True}, "refuses to write"),
        ("beat_silent", {"beat_seconds": 91}, "for 90 seconds"),
        ("outbox_stuck", {"outbox_seconds": 61}, "61 seconds"),
        ("replies_waiting", {"reply_seconds": 61}, "61 seconds"),
        ("replies_reclaimed", {"replies_reclaimed": 6}, "6 replies"),
        ("connections_scarce", {"connections_share": 0.71}, "71%"),
        ("many_replies", {"most_replies": 61, "submission": "0193"}, "see submission 0193"),
    ],
)
def test_what_is_above_its_limit_is_an_alert(code, changes, sentence):
    (alert,) = alerts_in(replace(WELL, **changes))

    assert alert.code == code
    assert sentence in alert.sentence


def test_every_rule_looks_at_a_fact_and_has_a_code_of_its_own():
    assert {rule.fact for rule in RULES} <= set(Facts.__dataclass_fields__)
    assert len({rule.code for rule in RULES}) == len(RULES)


def test_nothing_is_said_of_what_is_not_known():
    away = Facts(database_away=True, broker_away=True, broker_full=False)

    assert [alert.code for alert in alerts_in(away)] == ["database_away", "broker_away"]
    assert unknown_in(away) == {rule.code for rule in RULES} - {"database_away", "broker_away", "broker_full"}


def test_an_alert_begins_with_the_second_look_and_is_told_once(watch, said, mailoutbox):
    watch.look(FULL)
    assert said() == []

    for _ in range(3):
        watch.look(FULL)

    ((level, words),) = said()
    assert level == "CRITICAL"
    assert words.startswith("broker_full: Valkey refuses to write")
    (letter,) = mailoutbox
    assert letter.subject == "[Mess-Erprise] CRITICAL broker_full"
    assert letter.to == ["operator@example.org"]


def test_an_alert_ends_with_the_second_quiet_look_and_that_is_told_once(watch, said, mailoutbox):
    for facts in (FULL, FULL, WELL, FULL, WELL):
        watch.look(facts)
    assert watch.told == {"broker_full"}, "it comes and goes: it is not over"

    for _ in range(3):
        watch.look(WELL)

    assert watch.told == set()
    assert [level for level, _words in said()] == ["CRITICAL", "CRITICAL"]
    assert said()[-1][1].startswith("broker_full: over, it began at 20")
    assert mailoutbox[-1].subject == "[Mess-Erprise] OVER broker_full"


def test_a_moment_wakes_nobody(watch, said):
    for facts in (FULL, WELL, FULL, WELL):
        watch.look(facts)

    assert said() == []


def test_what_was_told_survives_a_restart(watch, said, tmp_path):
    watch.look(FULL)
    watch.look(FULL)

    again = Watch(tmp_path / "var" / "alerts.json")
    again.look(FULL)
    again.look(FULL)
    assert len(said()) == 1

    again.look(WELL)
    again.look(WELL)
    assert len(said()) == 2
    assert json.loads((tmp_path / "var" / "alerts.json").read_text()) == {}


def test_a_code_that_is_no_more_is_over(watch, said, tmp_path):
    (tmp_path / "old.json").write_text(json.dumps({"of_old": "2026-01-01T00:00:00+00:00"}))

    Watch(tmp_path / "old.json").look(WELL)

    assert said() == [("ERROR", "of_old: over, it began at 2026-01-01T00:00:00+00:00")]


def test_a_file_that_cannot_be_read_is_as_none(said, tmp_path):
    (tmp_path / "alerts.json").write_text('{"broker_fu')

    assert Watch(tmp_path / "alerts.json").told == set()


def test_what_cannot_be_known_is_not_over(watch, said):
    stuck = replace(WELL, outbox_seconds=300)
    away = Facts(database_away=True, broker_away=False, broker_full=False)
    for facts in (stuck, stuck, away, away, away):
        watch.look(facts)

    assert watch.told == {"outbox_stuck", "database_away"}


def test_a_letter_that_nobody_takes_is_sent_later(watch, settings, mailoutbox):
    taken = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    watch.look(FULL)
    watch.look(FULL)
    assert mailoutbox == []

    settings.EMAIL_BACKEND = taken
    watch.look(FULL)

    assert len(mailoutbox) == 1


def test_an_error_is_worth_a_line_of_its_level(watch, said):
    for _ in range(2):
        watch.look(replace(WELL, connections_share=0.9))

    assert [level for level, _words in said()] == ["ERROR"]
    assert {rule.severity for rule in RULES} == set(Severity)


def test_failures_of_pages_are_mailed_to_nobody(settings, mailoutbox, rf):
    settings.ADMINS = [("operator", "operator@example.org")]

    logging.getLogger("django.request").error("failed", extra={"request": rf.get("/"), "status_code": 500})

    assert mailoutbox == []
