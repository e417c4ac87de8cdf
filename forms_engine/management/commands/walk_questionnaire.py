"""Walks through a workbook step by step and prints every state as a line of JSON."""

import json
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from forms_engine.domain.exceptions import DefinitionInvalid
from forms_engine.domain.walk import StepInvalid, walk
from forms_engine.domain.xlsform import read_workbook


class Command(BaseCommand):
    help = "Walk through an XLSForm without a database: one line of JSON for the start and for each step."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the XLSForm")
        parser.add_argument(
            "--steps",
            type=Path,
            help='JSON: [{"ref": "/data/age", "value": "7"}, {"ref": "/data/child", "add": 1}]',
        )
        parser.add_argument("--now", help="the moment it happens at, as ISO 8601 (default: now)")
        parser.add_argument("--tz", default="", help="the respondent's time zone, such as Europe/Rome")

    def handle(self, *_args: Any, **options: Any) -> None:
        definition = self._definition(options["file"])
        try:
            for row in walk(
                definition, self._steps(options["steps"]), now=_moment(options["now"], options["tz"])
            ):
                self.stdout.write(json.dumps(row, ensure_ascii=False))
        except DefinitionInvalid as invalid:
            problems = (
                f"{problem.path} ({problem.column}): {problem.sentence}" for problem in invalid.problems
            )
            raise CommandError("\n".join(problems)) from invalid
        except StepInvalid as invalid:
            raise CommandError(f"Step {invalid.number} cannot be taken: {invalid.reason}") from invalid

    def _definition(self, path: Path) -> Any:
        try:
            reading = read_workbook(path.read_bytes(), name=path.name)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        for problem in reading.problems:
            self.stderr.write(f"{problem.sheet} {problem.row or ''} {problem.column}: {problem.sentence}")
        if reading.definition is None:
            raise CommandError(f"{path} cannot be imported.")
        return reading.definition

    def _steps(self, path: Path | None) -> list[dict[str, Any]]:
        try:
            steps = json.loads(path.read_text(encoding="utf-8")) if path else []
        except (OSError, ValueError) as error:
            raise CommandError(f"{path} cannot be read as JSON: {error}") from error
        if not isinstance(steps, list) or not all(isinstance(step, dict) and "ref" in step for step in steps):
            raise CommandError(f"{path} must be a list of steps, each with a “ref”.")
        return steps


def _moment(text: str | None, zone: str) -> datetime:
    try:
        place = ZoneInfo(zone) if zone else None
        moment = datetime.fromisoformat(text) if text else timezone.now()
    except (ValueError, ZoneInfoNotFoundError) as error:
        raise CommandError(
            f"--now must be ISO 8601 and --tz a time zone such as Europe/Rome: {error}"
        ) from error
    if moment.tzinfo is None:
        return moment.replace(tzinfo=place or UTC)
    return moment.astimezone(place) if place else moment
