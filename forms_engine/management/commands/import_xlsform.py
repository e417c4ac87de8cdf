"""Import an XLSForm as the draft of its questionnaire, and publish it when asked to."""

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forms_engine.domain.states import VersionStatus
from forms_engine.exceptions import WorkbookProblem, WorkbookRefused, WorkbookUnchanged
from forms_engine.models import Version
from forms_engine.services.drafts import store_draft
from forms_engine.services.versions import publish_version
from forms_engine.services.workbooks import open_workbook, read_attachments
from messerprise.core.exceptions import MessErpriseError


class Command(BaseCommand):
    help = "Import an XLSForm (.xlsx); print the questionnaire's short name, the version and its status."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the workbook")
        parser.add_argument(
            "--attachment", type=Path, nargs="+", action="extend", default=[], help="CSV files that it names"
        )
        parser.add_argument("--publish", action="store_true", help="open it to people at once")

    def handle(self, *_args: Any, **options: Any) -> None:
        file, publish = options["file"], options["publish"]
        try:
            version = self._uploaded(file, options["attachment"])
            if publish and version.status == VersionStatus.DRAFT:
                version = publish_version(actor=None, version_id=version.pk)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}; name a file that exists.") from None
        except MessErpriseError as error:
            raise CommandError(error.sentence) from None
        self.stdout.write(f"{version.questionnaire.slug} {version.number} {version.status}")

    def _uploaded(self, file: Path, attachments: Iterable[Path]) -> Version:
        try:
            workbook = open_workbook(file.read_bytes(), file.name, read_attachments(attachments))
            for problem in workbook.warnings:
                self.stderr.write(_line(problem))
            return store_draft(actor=None, workbook=workbook)
        except WorkbookUnchanged as unchanged:
            return unchanged.version
        except WorkbookRefused as refused:
            for problem in refused.problems:
                self.stderr.write(_line(problem))
            raise


def _line(problem: WorkbookProblem) -> str:
    parts = [problem.sheet, f"row {problem.row}" if problem.row else "", problem.column]
    where = ", ".join(part for part in parts if part)
    severity = "error" if problem.is_error else "warning"
    return f"{severity}: {where}: {problem.sentence}" if where else f"{severity}: {problem.sentence}"
