"""Read an uploaded workbook, write a version as one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from forms_engine.domain.codec import from_json
from forms_engine.domain.definition import Definition
from forms_engine.domain.exceptions import DefinitionInvalid
from forms_engine.domain.form import compile_form
from forms_engine.domain.problems import Problem
from forms_engine.domain.xlsform import (
    MAX_ATTACHMENT,
    Reading,
    RowProblem,
    Severity,
    read_workbook,
    too_large,
    write_workbook,
)
from forms_engine.exceptions import WorkbookProblem, WorkbookRefused
from forms_engine.models import Version


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook that makes a questionnaire; ``reading`` knows which row made which node."""

    definition: Definition
    reading: Reading
    warnings: tuple[WorkbookProblem, ...] = ()

    def problem(self, path: str, column: str, sentence: str) -> WorkbookProblem:
        """Return a problem at the cell that says ``column`` of the node at ``path``."""
        cell = self.reading.locate(path, column)
        return WorkbookProblem(sheet=cell.sheet, row=cell.row, column=cell.column, sentence=sentence)


def open_workbook(
    content: bytes, file_name: str, attachments: Mapping[str, bytes] = MappingProxyType({})
) -> Workbook:
    """Return what an XLSForm says, once it compiles.

    Args:
        content: the workbook.
        file_name: its name, the form's id where the workbook has none.
        attachments: the CSV files that came with it, by file name.

    Raises:
        WorkbookRefused: with everything that is wrong, sheet and row each.
    """
    if len(content) > settings.WORKBOOK_MAX_BYTES:
        raise WorkbookRefused([_too_big()])
    reading = read_workbook(content, name=file_name, attachments=attachments)
    found = tuple(_translated(each) for each in reading.problems)
    if reading.definition is None or any(each.is_error for each in found):
        raise WorkbookRefused(found)
    workbook = Workbook(reading.definition, reading, found)
    try:
        form = compile_form(workbook.definition)
    except DefinitionInvalid as invalid:
        raise WorkbookRefused([*_located(workbook, invalid.problems), *found]) from None
    remarks = (replace(each, is_error=False) for each in _located(workbook, form.remarks))
    return replace(workbook, warnings=(*found, *remarks))


class Attachment(Protocol):
    """A file that was uploaded with a workbook."""

    name: str | None
    size: int | None

    def read(self) -> bytes:
        """Return its content."""


def read_uploads(files: Iterable[Attachment]) -> dict[str, bytes]:
    """Return uploaded attachments by name.

    Raises:
        WorkbookRefused: one is too large: it is not read.
    """
    found = tuple(files)
    for file in found:
        _refuse_large(file.name or "", file.size or 0)
    return {file.name or "": file.read() for file in found}


def read_attachments(paths: Iterable[Path]) -> dict[str, bytes]:
    """Return attachments by name.

    Raises:
        OSError: one cannot be opened.
        WorkbookRefused: one is too large: it is not read.
    """
    found = tuple(paths)
    for path in found:
        _refuse_large(path.name, path.stat().st_size)
    return {path.name: path.read_bytes() for path in found}


def _refuse_large(name: str, size: int) -> None:
    if size > MAX_ATTACHMENT:
        raise WorkbookRefused([_translated(too_large(name))])


def version_as_workbook(version: Version) -> bytes:
    """Return the version as an XLSForm that imports to the identical definition."""
    return write_workbook(from_json(version.definition))


def _translated(problem: RowProblem) -> WorkbookProblem:
    return WorkbookProblem(
        sheet=problem.sheet,
        row=problem.row,
        column=problem.column,
        sentence=_(problem.template) % problem.params,
        is_error=problem.severity == Severity.ERROR,
    )


def _located(workbook: Workbook, problems: Iterable[Problem]) -> Iterator[WorkbookProblem]:
    for each in problems:
        yield workbook.problem(each.path, each.column, _(each.template) % each.params)


def _too_big() -> WorkbookProblem:
    sentence = _("The file is larger than %(limit)s: upload a smaller one.")
    return WorkbookProblem(sentence=sentence % {"limit": filesizeformat(settings.WORKBOOK_MAX_BYTES)})
