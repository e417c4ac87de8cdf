"""What can be wrong with groups of the question library."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from forms_engine.exceptions.uploads import WorkbookProblem
from messerprise.core.exceptions import MessErpriseError


class LibraryRefused(MessErpriseError):
    """The section cannot be kept in the library; ``problems`` say why, by the paths of its questions."""

    def __init__(self, problems: Sequence[WorkbookProblem] = ()) -> None:
        self.problems = tuple(problems)
        super().__init__(
            _("The section does not stand alone yet: correct what is listed, then save it.")
            if self.problems
            else _("There is no such section in this version: go back to its preview.")
        )


class LibraryKeyTaken(MessErpriseError):
    """Another group of the library has that short name."""

    def __init__(self) -> None:
        super().__init__(_("The library has a group of that short name: choose another one."))


class LibraryUnchanged(MessErpriseError):
    """The section says what the newest revision already says."""

    def __init__(self) -> None:
        super().__init__(_("The section is identical to what the library has: there is nothing to save."))


class LibraryChanged(MessErpriseError):
    """The library group is no longer the one that the author saw."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody changed this group of the library in the meantime: read again what would change.")
        )


class InsertionRefused(MessErpriseError):
    """With the library group the questionnaire would have faults; ``problems`` are all of them."""

    def __init__(self, problems: Sequence[WorkbookProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(_("With this group the questionnaire would have faults: the draft stays as it was."))
