"""Tell what changed between two questionnaires: files of any format, or versions that are stored."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from forms_engine.domain.differences import Change, ChoicesChange, Differences, differences
from forms_engine.management.sources import WHAT, definition_at


class Command(BaseCommand):
    help = (
        "Tell what was added, removed, moved, relabelled or changed from A to B, by key; renames are guessed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("before", metavar="A", help=WHAT)
        parser.add_argument("after", metavar="B", help=WHAT)
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of lines")

    def handle(self, *_args: Any, before: str, after: str, **options: Any) -> None:
        found = differences(definition_at(before, self.stderr), definition_at(after, self.stderr))
        if options["json"]:
            self.stdout.write(json.dumps(_plain(found), ensure_ascii=False, indent=2))
            return
        for line in _lines(found):
            self.stdout.write(line)


def _plain(found: Differences) -> dict[str, Any]:
    plain = asdict(found)
    for guess in plain["renamed"]:
        guess["guess"] = True
    return {"identical": not found, **plain}


def _lines(found: Differences) -> Iterator[str]:
    if not found:
        yield "Nothing differs."
    yield from (f"+ {path}" for path in found.added)
    yield from (f"- {path}" for path in found.removed)
    for guess in found.renamed:
        yield f"? {guess.before} may now be {guess.after} (a guess, {guess.certainty:.0%} certain)"
    yield from (f"> {move.before} moved to {move.after}" for move in found.moved)
    for name in ("retyped", "relabelled", "logic", "appearance", "settings"):
        yield from map(_change, getattr(found, name))
    yield from map(_choices, found.choices)


def _change(change: Change) -> str:
    column = f"{change.column}::{change.language}" if change.language else change.column
    return f"~ {change.path or 'questionnaire'} {column}: “{change.before}” → “{change.after}”"


def _choices(change: ChoicesChange) -> str:
    parts = [f"+{value}" for value in change.added] + [f"-{value}" for value in change.removed]
    parts += [f"~{value}" for value in change.relabelled] + ["in another order"] * change.reordered
    return f"~ {change.path} choices: {' '.join(parts)}"
