"""Questionnaires as command lines name them: a file of any format, or a version that is stored."""

from pathlib import Path

from django.core.management.base import CommandError, OutputWrapper
from django.db.models import Q

from forms_engine.domain.codec import from_json
from forms_engine.domain.definition import Definition
from forms_engine.exceptions import WorkbookRefused
from forms_engine.models import Questionnaire, Version
from forms_engine.services.imports import open_questionnaire

WHAT = "a file of any format, or slug, slug@3, slug@draft, slug@published"


def definition_at(source: str, stderr: OutputWrapper) -> Definition:
    """Return the definition that ``source`` names; what is wrong in a file is written to ``stderr``.

    Raises:
        CommandError: there is none, or the file cannot be read.
    """
    file = Path(source)
    if not file.is_file():
        return from_json(_version(source).definition)
    try:
        return open_questionnaire(file.read_bytes(), file.name).workbook.definition
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}; name a file that can be read.") from None
    except WorkbookRefused as refused:
        for problem in refused.problems:
            stderr.write(f"{problem.sheet} {problem.row or ''} {problem.column}: {problem.sentence}")
        raise CommandError(f"{file}: {refused.sentence}") from None


def _version(source: str) -> Version:
    slug, _at, number = source.partition("@")
    questionnaire = Questionnaire.objects.filter(slug=slug).first()
    if questionnaire is None:
        raise CommandError(f"There is no file and no questionnaire “{source}”: check the name.")
    if number.isdecimal():
        wanted = Q(number=int(number))
    elif number in {"", "draft", "published"}:
        current = {
            "draft": questionnaire.draft_version_id,
            "published": questionnaire.published_version_id,
            "": questionnaire.published_version_id or questionnaire.draft_version_id,
        }
        wanted = Q(pk=current[number])
    else:
        raise CommandError(f"“{number}” is no version: write {slug}@3, {slug}@draft or {slug}@published.")
    version = questionnaire.versions.filter(wanted).first()
    if version is None:
        raise CommandError(f"“{slug}” has no such version (“{number or 'current'}”): check the number.")
    return version
