"""What can be wrong with editing and publishing a version."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from forms_engine.domain.states import VersionStatus
from messerprise.core.exceptions import MessErpriseError

if TYPE_CHECKING:
    from forms_engine.domain.problems import Problem
    from forms_engine.models import Version


class DraftChanged(MessErpriseError):
    """The questionnaire's draft is no longer the one that a file was compared with."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody changed this questionnaire in the meantime: read again what would change.")
        )


class DraftInvalid(MessErpriseError):
    """The draft has faults with which nobody could fill it."""

    def __init__(self) -> None:
        super().__init__(_("The draft has faults: correct them, then publish it."))


class EditImpossible(MessErpriseError):
    """An edit of a draft was refused; ``path`` and ``column`` say what it was about."""

    def __init__(self, problem: "Problem") -> None:
        self.path, self.column = problem.path, problem.column
        super().__init__(_(problem.template) % problem.params)


class NothingToUndo(MessErpriseError):
    """The draft has no edit that could be taken back, or made again."""

    def __init__(self) -> None:
        super().__init__(_("There is nothing more to undo or redo."))


class TitleUnfit(MessErpriseError):
    """A questionnaire cannot have that title."""

    def __init__(self) -> None:
        super().__init__(_("Give it a title of 200 characters at most."))


class VersionFixed(MessErpriseError):
    """The version's state does not allow the move."""

    def __init__(self) -> None:
        super().__init__(_("This version is no longer in the state you saw: reload the page."))


class VersionCurrent(MessErpriseError):
    """The older version says what ``version`` already says."""

    def __init__(self, version: "Version") -> None:
        self.version = version
        sentence = (
            _("This version is identical to the current draft: there is nothing to restore.")
            if version.status == VersionStatus.DRAFT
            else _("This version is identical to the published version %(number)d: nothing to restore.")
        )
        super().__init__(sentence % {"number": version.number})


class VersionDamaged(MessErpriseError):
    """The stored definition is not the one that was uploaded, or published."""

    def __init__(self) -> None:
        super().__init__(_("The stored draft is damaged: upload the workbook again."))


class TypeChanged(MessErpriseError):
    """Published questions changed their type; ``paths`` names them."""

    def __init__(self, paths: Sequence[str]) -> None:
        self.paths = tuple(paths)
        super().__init__(
            ngettext(
                "“%(keys)s” was published with another type: restore the type, or use a new name.",
                "“%(keys)s” were published with other types: restore the types, or use new names.",
                len(self.paths),
            )
            % {"keys": "”, “".join(self.paths)}
        )
