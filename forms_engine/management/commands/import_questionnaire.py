"""Import a questionnaire of any format as a draft, and publish it when asked to."""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forms_engine.domain.foreign.reading import Format, recognise
from forms_engine.domain.states import VersionStatus
from forms_engine.exceptions import WorkbookProblem, WorkbookRefused, WorkbookUnchanged
from forms_engine.models import Version
from forms_engine.services.drafts import store_draft
from forms_engine.services.imports import Opened, open_questionnaire
from forms_engine.services.versions import publish_version
from forms_engine.services.workbooks import read_attachments
from messerprise.core.exceptions import MessErpriseError


class Command(BaseCommand):
    help = (
        "Import an XLSForm (.xlsx), a LimeSurvey survey (.lss), a FHIR Questionnaire (JSON) or a definition"
        " exported from here (JSON) as a draft; print what could not be carried over."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file; its format is recognised by its content")
        parser.add_argument(
            "--attachment", type=Path, nargs="+", action="extend", default=[], help="CSV files that it names"
        )
        parser.add_argument("--publish", action="store_true", help="open it to people at once")
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of lines")

    def handle(self, *_args: Any, **options: Any) -> None:
        file: Path = options["file"]
        report = partial(self._report, as_json=options["json"])
        try:
            content = file.read_bytes()
            found = recognise(content)
            opened = open_questionnaire(content, file.name, read_attachments(options["attachment"]))
            version = self._stored(opened, publish=options["publish"])
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}; name a file that exists.") from None
        except WorkbookRefused as refused:
            report(found, refused.problems, None)
            raise CommandError(refused.sentence) from None
        except MessErpriseError as error:
            raise CommandError(error.sentence) from None
        report(found, opened.workbook.warnings, version)

    def _stored(self, opened: Opened, *, publish: bool) -> Version:
        try:
            version = store_draft(actor=None, workbook=opened.workbook)
        except WorkbookUnchanged as unchanged:
            version = unchanged.version
        if publish and version.status == VersionStatus.DRAFT:
            version = publish_version(actor=None, version_id=version.pk)
        return version

    def _report(
        self,
        found: Format | None,
        problems: Sequence[WorkbookProblem],
        version: Version | None,
        *,
        as_json: bool,
    ) -> None:
        if as_json:
            report = {
                "format": found,
                "slug": version.questionnaire.slug if version else None,
                "version": version.number if version else None,
                "status": version.status if version else None,
                "problems": [_plain(problem) for problem in problems],
                "definition": version.definition if version else None,
            }
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
            return
        for problem in problems:
            self.stderr.write(_line(problem))
        if version:
            self.stdout.write(f"{version.questionnaire.slug} {version.number} {version.status}")


def _plain(problem: WorkbookProblem) -> dict[str, object]:
    return {
        "severity": _severity(problem),
        "place": problem.sheet,
        "row": problem.row or None,
        "column": problem.column,
        "sentence": problem.sentence,
    }


def _line(problem: WorkbookProblem) -> str:
    parts = [problem.sheet, f"row {problem.row}" if problem.row else "", problem.column]
    return ": ".join(filter(None, (_severity(problem), ", ".join(filter(None, parts)), problem.sentence)))


def _severity(problem: WorkbookProblem) -> str:
    return "error" if problem.is_error else "warning"
