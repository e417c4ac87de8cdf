"""Outcomes as JSON and back: what a reply remembers of the commands that were executed for it."""

from dataclasses import asdict
from typing import Any, get_args

from chat.domain.commands import Command, Outcome

_KINDS: dict[str, type[Any]] = {kind.__name__: kind for kind in get_args(Command)}


def dump_outcomes(outcomes: tuple[Outcome, ...]) -> list[dict[str, Any]]:
    """Return plain JSON."""
    return [
        asdict(each) | {"kind": type(each.command).__name__, "changed": sorted(each.changed)}
        for each in outcomes
    ]


def load_outcomes(stored: list[dict[str, Any]]) -> tuple[Outcome, ...]:
    """Return what ``dump_outcomes`` wrote."""
    return tuple(_load(dict(each)) for each in stored)


def _load(stored: dict[str, Any]) -> Outcome:
    command = _KINDS[stored.pop("kind")](**stored.pop("command"))
    return Outcome(command, **stored | {"changed": frozenset(stored["changed"])})
