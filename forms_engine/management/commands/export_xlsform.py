"""Export a questionnaire as an XLSForm."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from forms_engine.models import Questionnaire
from forms_engine.services.workbooks import version_as_workbook


class Command(BaseCommand):
    help = "Write the published version of a questionnaire, or else its draft, as an XLSForm (.xlsx)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the questionnaire's short name")
        parser.add_argument("file", type=Path, help="where to write the workbook")

    def handle(self, *_args: Any, slug: str, file: Path, **_options: Any) -> None:
        found = Questionnaire.objects.select_related("published_version", "draft_version")
        questionnaire = found.filter(slug=slug).first()
        if questionnaire is None:
            raise CommandError(f"There is no questionnaire “{slug}”: check the short name.")
        version = questionnaire.published_version or questionnaire.draft_version
        if version is None:
            raise CommandError(f"“{slug}” is closed and has no draft: there is nothing to export.")
        try:
            file.write_bytes(version_as_workbook(version))
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}; name a file that can be written.") from None
        self.stdout.write(f"{slug} {version.number} {version.status}")
