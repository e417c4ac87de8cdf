"""What can be wrong with a file from which a questionnaire, or a part of it, is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forms_engine.domain.states import VersionStatus
from messerprise.core.exceptions import MessErpriseError

if TYPE_CHECKING:
    from forms_engine.models import Version


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookProblem:
    """One thing to put right in a workbook; ``row`` is 0 where no row is to blame."""

    sentence: str
    sheet: str = ""
    row: int = 0
    column: str = ""
    is_error: bool = True


class WorkbookRefused(MessErpriseError):
    """The workbook is no questionnaire yet; ``problems`` are all that was found.

    Errors come first, then remarks, both in the workbook's order.
    """

    def __init__(self, problems: Sequence[WorkbookProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda each: (not each.is_error, each.sheet, each.row)))
        errors = sum(1 for each in self.problems if each.is_error)
        super().__init__(
            ngettext(
                "The workbook has one problem: correct it and upload the workbook again.",
                "The workbook has %(count)d problems: correct them and upload the workbook again.",
                errors,
            )
            % {"count": errors}
        )


class WorkbookUnchanged(MessErpriseError):
    """The workbook says what ``version`` already says."""

    def __init__(self, version: "Version") -> None:
        self.version = version
        sentence = (
            _("This workbook is identical to the current draft: preview and publish it.")
            if version.status == VersionStatus.DRAFT
            else _("This workbook is identical to the published version %(number)d: change it first.")
        )
        super().__init__(sentence % {"number": version.number})


class UploadGone(MessErpriseError):
    """The uploaded file waited too long, or another one took its place."""

    def __init__(self) -> None:
        super().__init__(_("This uploaded file is no longer kept: upload it again."))


class MediaRefused(MessErpriseError):
    """A picture, sound or film that cannot be shown; ``name`` is the file's."""

    def __init__(self, name: str, sentence: str) -> None:
        self.name = name
        super().__init__(f"“{name}”: {sentence}")
