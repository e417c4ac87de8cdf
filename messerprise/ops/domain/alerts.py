"""When somebody must be woken: rules over what the site measures of itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Severity(StrEnum):
    """How soon somebody must look."""

    CRITICAL = "critical"
    """At once: people wait, or will soon."""
    ERROR = "error"
    """In the morning: people are served, something is not as it should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the site knows of itself; ``None`` is what cannot be known now.

    Nothing here is about a person: what leads to one is the key of a submission, which staff can look up.
    """

    database_away: bool
    broker_away: bool
    broker_full: bool
    """Whether it answers, and takes nothing."""
    outbox_seconds: float | None = None
    """How long the oldest promised task has waited for the broker to take it."""
    reply_seconds: float | None = None
    """How long the oldest reply has waited for a worker, though nothing stands before it."""
    replies_reclaimed: int | None = None
    """Replies that were taken from a worker in the last ten minutes: it was gone, or did not move."""
    beat_seconds: float | None = None
    """Since the last sign of the clock and of worker ``default``; a very long time where there was none."""
    connections_share: float | None = None
    """The part of the database's connections that is in use."""
    most_replies: int | None = None
    """The most replies that models have written for one person within an hour."""
    submission: str = ""
    """The newest submission of that person."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A fact that is above its limit is an alert. The code is for machines, and never changes."""

    code: str
    severity: Severity
    fact: str
    above: float
    sentence: str

    def value(self, facts: Facts) -> float | None:
        """Return what the rule looks at; ``None`` where it is not known."""
        found: float | None = getattr(facts, self.fact)
        return found


@dataclass(frozen=True, slots=True)
class Alert:
    """A rule that holds now."""

    rule: Rule
    facts: Facts

    @property
    def code(self) -> str:
        """What machines call it."""
        return self.rule.code

    @property
    def sentence(self) -> str:
        """What a person is told."""
        return self.rule.sentence.format(
            value=self.rule.value(self.facts), above=self.rule.above, submission=self.facts.submission
        )


BUSY_HOUR: Final = 60
RULES: Final = (
    Rule("database_away", Severity.CRITICAL, "database_away", 0, "The database does not answer."),
    Rule(
        "broker_away",
        Severity.CRITICAL,
        "broker_away",
        0,
        "Valkey does not answer: messages are kept, replies and exports wait.",
    ),
    Rule(
        "broker_full",
        Severity.CRITICAL,
        "broker_full",
        0,
        "Valkey refuses to write: messages are kept, replies and exports wait.",
    ),
    Rule(
        "beat_silent",
        Severity.CRITICAL,
        "beat_seconds",
        90,
        "Beat, or worker default, has given no sign for {above:.0f} seconds: nothing lost is found again.",
    ),
    Rule(
        "outbox_stuck",
        Severity.CRITICAL,
        "outbox_seconds",
        60,
        "A task has waited {value:.0f} seconds to be sent, {above:.0f} are too many.",
    ),
    Rule(
        "replies_waiting",
        Severity.CRITICAL,
        "reply_seconds",
        60,
        "A reply has waited {value:.0f} seconds for a worker llm, {above:.0f} are too many.",
    ),
    Rule(
        "replies_reclaimed",
        Severity.ERROR,
        "replies_reclaimed",
        5,
        "{value} replies of ten minutes were begun again, for their worker was gone or stood still.",
    ),
    Rule(
        "connections_scarce",
        Severity.ERROR,
        "connections_share",
        0.7,
        "{value:.0%} of the database's connections are in use, {above:.0%} are too many.",
    ),
    Rule(
        "many_replies",
        Severity.ERROR,
        "most_replies",
        BUSY_HOUR,
        "One person had {value} replies within an hour, {above} are too many: see submission {submission}.",
    ),
)


def alerts_in(facts: Facts) -> Iterator[Alert]:
    """Return what is wrong, the worst first."""
    for rule in RULES:
        value = rule.value(facts)
        if value is not None and value > rule.above:
            yield Alert(rule, facts)


def unknown_in(facts: Facts) -> set[str]:
    """Return the codes of which nothing can be said now."""
    return {rule.code for rule in RULES if rule.value(facts) is None}
