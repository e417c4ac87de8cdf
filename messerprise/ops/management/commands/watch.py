"""Watch over the site: tell operators when something goes wrong, and when it is over."""

import json
import signal
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from threading import Event
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from messerprise.ops.domain.alerts import Alert, Facts, alerts_in
from messerprise.ops.selectors import facts
from messerprise.ops.services.watching import Watch

EVERY = 30.0
PATIENCE = 5


class Command(BaseCommand):
    help = (
        "Tell operators, by the log and by mail to ALERT_MAIL, when something goes wrong and when it is over."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=float, default=EVERY, metavar="SECONDS", help="between two looks")
        parser.add_argument("--once", action="store_true", help="look once; end with 1 if something is wrong")
        parser.add_argument("--json", action="store_true", help="with --once: everything known, for programs")

    def handle(self, *_args: Any, **options: Any) -> None:
        be_impatient()
        if options["once"]:
            self.once(as_json=options["json"])
        else:
            keep_looking(options["every"])

    def once(self, *, as_json: bool) -> None:
        """Say what is wrong now, to whoever asks; nobody else is told."""
        known = facts()
        alerts = list(alerts_in(known))
        self.stdout.write(written(known, alerts) if as_json else said(alerts))
        if alerts:
            sys.exit(1)


def be_impatient() -> None:
    """Take a database for away that neither answers nor hangs up; MySQL's own client waits for ever."""
    if connection.vendor == "mysql":
        limits = dict.fromkeys(("connect_timeout", "read_timeout", "write_timeout"), PATIENCE)
        connection.settings_dict["OPTIONS"].update(limits)


def keep_looking(seconds: float) -> None:
    """Look until told to end."""
    stopping = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    watch = Watch(settings.VAR_DIR / "alerts.json")
    while not stopping.is_set():
        watch.look(facts())
        connection.close()
        stopping.wait(seconds)


def said(alerts: list[Alert]) -> str:
    """Return a line for each alert."""
    return "\n".join(f"{each.code}: {each.sentence}" for each in alerts) or "All is well."


def written(known: Facts, alerts: list[Alert]) -> str:
    """Return everything known as JSON."""
    found = [{"code": a.code, "severity": a.rule.severity, "sentence": a.sentence} for a in alerts]
    return json.dumps({"alerts": found, "facts": asdict(known)}, indent=2)
