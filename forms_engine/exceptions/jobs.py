"""What can be wrong with work in the background."""

from django.utils.translation import gettext as _

from messerprise.core.exceptions import MessErpriseError


class FileGone(MessErpriseError):
    """An exported file is kept no longer, or was never written."""

    def __init__(self) -> None:
        super().__init__(_("This file is no longer kept: start the export again."))


class SheetFull(MessErpriseError):
    """A workbook's sheet has no room for all rows or columns."""

    def __init__(self) -> None:
        super().__init__(_("There is more than a sheet of Excel can hold: choose CSV or JSON Lines."))


class TrialNeeded(MessErpriseError):
    """Submissions are migrated only after a trial has shown what becomes of their answers."""

    def __init__(self) -> None:
        super().__init__(_("Run a trial first, and look at what becomes of the answers."))


class NothingToMigrate(MessErpriseError):
    """No submission in progress is on an older version."""

    def __init__(self) -> None:
        super().__init__(_("There is nothing to migrate: no submission is in progress on an older version."))
