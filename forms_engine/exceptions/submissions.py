"""What can be wrong with answers, and with going on with another version."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from messerprise.core.exceptions import MessErpriseError


class QuestionnaireClosed(MessErpriseError):
    """The questionnaire has no published version to start."""

    def __init__(self) -> None:
        super().__init__(_("This questionnaire is closed: choose another one from the list."))


class VersionClosed(MessErpriseError):
    """The version was closed while somebody was filling it."""

    def __init__(self) -> None:
        super().__init__(
            _("This questionnaire was closed in the meantime; your answers are kept: ask the office.")
        )


class AlreadySubmitted(MessErpriseError):
    """The submission was handed in and cannot change any more."""

    def __init__(self) -> None:
        super().__init__(_("You have already submitted these answers; they can no longer be changed."))


class Incomplete(MessErpriseError):
    """Required answers are missing or answers break a rule; ``paths`` names them in order."""

    def __init__(self, paths: Sequence[str]) -> None:
        self.paths = tuple(paths)
        super().__init__(
            ngettext(
                "One answer is still missing or not valid: complete it, then submit.",
                "%(count)d answers are still missing or not valid: complete them, then submit.",
                len(paths),
            )
            % {"count": len(paths)}
        )


class NoSuchQuestion(MessErpriseError):
    """The path names no question of this submission."""

    def __init__(self) -> None:
        super().__init__(_("This question is not part of the questionnaire: reload the page."))


class OccurrencesFixed(MessErpriseError):
    """How often the section occurs follows from another answer."""

    def __init__(self) -> None:
        super().__init__(_("How many there are follows from an earlier answer: change that one instead."))


class TooManyOccurrences(MessErpriseError):
    """The section has as many occurrences as it can have."""

    def __init__(self) -> None:
        super().__init__(_("There is no room for more of these: remove one first."))


class PageOutdated(MessErpriseError):
    """A page was drawn from another version than the submission is on now."""

    def __init__(self) -> None:
        super().__init__(
            _("The questionnaire has changed since this page was opened: copy what you typed, then reload.")
        )


class MigrationNeeded(MessErpriseError):
    """A newer version was published that the submission has to go on with first."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The questionnaire has changed since you started: see what is new, then submit. "
                "Nothing is lost."
            )
        )


class MigrationOutdated(MessErpriseError):
    """The submission, or the questionnaire, is not in the state in which the migration was shown."""

    def __init__(self) -> None:
        super().__init__(_("The questionnaire has changed once more: look at what is new again."))


class MigrationFinal(MessErpriseError):
    """The migration cannot be undone any more."""

    def __init__(self) -> None:
        super().__init__(_("This step cannot be taken back any more: go on with the new version."))
