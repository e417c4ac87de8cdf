"""Telling people when something goes wrong, and when it is over: once each.

Works without broker and without database, so it needs neither: what was told is kept in a file.
"""

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from smtplib import SMTPException

from django.core.mail import mail_admins
from django.utils import timezone

from messerprise.ops.domain.alerts import RULES, Alert, Facts, Severity, alerts_in, unknown_in

log = logging.getLogger("messerprise.alerts")

LEVELS = {Severity.CRITICAL: logging.CRITICAL, Severity.ERROR: logging.ERROR}
SEVERITIES = {rule.code: rule.severity for rule in RULES}


@dataclass(frozen=True, slots=True)
class Round:
    """What one look found: the codes that hold, and those that certainly do not."""

    found: frozenset[str] = frozenset()
    quiet: frozenset[str] = frozenset()


class Watch:
    """Looks again and again. What two looks in a row found begins; what two did not find is over."""

    def __init__(self, file: Path) -> None:
        """Go on from what was told before, as kept in ``file``."""
        self._file = file
        self._since = told_before(file)
        self._last = Round()
        self._letters: list[tuple[str, str]] = []

    @property
    def told(self) -> set[str]:
        """The codes of which people know that they hold."""
        return set(self._since)

    def look(self, facts: Facts) -> None:
        """Tell what is new since the look before."""
        found = {alert.code: alert for alert in alerts_in(facts)}
        quiet = SEVERITIES.keys() - found.keys() - unknown_in(facts)
        for code, alert in found.items():
            if code in self._last.found and code not in self._since:
                self._begin(alert)
        for code in sorted(self._since):
            if code not in SEVERITIES or (code in quiet and code in self._last.quiet):
                self._end(code)
        self._last = Round(frozenset(found), frozenset(quiet))
        self._post()

    def _begin(self, alert: Alert) -> None:
        log.log(LEVELS[alert.rule.severity], "%s: %s", alert.code, alert.sentence)
        self._keep(self._since | {alert.code: timezone.now().isoformat(timespec="seconds")})
        subject = f"{alert.rule.severity.upper()} {alert.code}"
        self._letters.append((subject, f"{alert.sentence}\n\nWhat to do: docs/operations.md, Alerts."))

    def _end(self, code: str) -> None:
        since = self._since[code]
        log.log(LEVELS[SEVERITIES.get(code, Severity.ERROR)], "%s: over, it began at %s", code, since)
        self._keep({each: at for each, at in self._since.items() if each != code})
        self._letters.append((f"OVER {code}", f"It began at {since}."))

    def _keep(self, since: dict[str, str]) -> None:
        """Keep what was told; a disk that is full makes us repeat ourselves after a restart, no more."""
        self._since = since
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            new = self._file.with_suffix(".new")
            new.write_text(json.dumps(since))
            new.replace(self._file)
        except OSError as error:
            log.warning("alerts not kept: %s", error.strerror)

    def _post(self) -> None:
        """Send the letters; those that nobody takes are sent after the next look."""
        while self._letters:
            try:
                mail_admins(*self._letters[0])
            except (SMTPException, OSError) as error:
                log.warning("alert not mailed: %s", type(error).__name__)
                return
            del self._letters[0]


def told_before(file: Path) -> dict[str, str]:
    """Return what was told, and since when it holds; nothing where that cannot be read."""
    try:
        found: dict[str, str] = json.loads(file.read_text())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        log.warning("alerts not read: %s", type(error).__name__)
        return {}
    return found
