"""Tell what is wrong or doubtful in the rules of a questionnaire: by proof, and by trying it."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forms_engine.domain.checking.findings import Finding
from forms_engine.domain.checking.report import Coverage, Report
from forms_engine.exceptions import WorkbookRefused
from forms_engine.management.sources import WHAT, definition_at
from forms_engine.services.checking import check_definition, sentence_of


class Command(BaseCommand):
    help = (
        "Check the rules of a questionnaire: what is never shown, contradictions, choices that no rule can"
        " meet; how much of it was seen while trying."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="QUESTIONNAIRE", help=WHAT)
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of lines")

    def handle(self, *_args: Any, source: str, **options: Any) -> None:
        definition = definition_at(source, self.stderr)
        try:
            report = check_definition(definition)
        except WorkbookRefused as refused:
            for problem in refused.problems:
                self.stderr.write(f"{problem.sheet} {problem.column}: {problem.sentence}")
            raise CommandError(refused.sentence) from None
        if options["json"]:
            self.stdout.write(json.dumps(_plain(report), ensure_ascii=False, indent=2))
            return
        for finding in report.findings:
            certainty = "certain" if finding.is_proven else "in tries"
            self.stdout.write(f"{certainty}: {finding.path} {finding.column}: {sentence_of(finding)}")
        self.stdout.write(
            f"{len(report.findings)} findings in {report.tries} tries; shown {_share(report.shown)},"
            f" answered {_share(report.answered)}, choices offered {_share(report.choices)}"
        )


def _share(coverage: Coverage) -> str:
    return f"{coverage.seen} of {coverage.total}"


def _plain(report: Report) -> dict[str, Any]:
    return {**asdict(report), "findings": [_finding(each) for each in report.findings]}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "path": finding.path,
        "column": finding.column,
        "code": finding.code,
        "proven": finding.is_proven,
        "params": dict(finding.params),
        "sentence": sentence_of(finding),
    }
