"""How a model call fails, with the sentence a person reads."""

from typing import ClassVar

from django.utils.translation import gettext as _

from messerprise.core.exceptions import MessErpriseError
from messerprise.llm.domain.outcome import Outcome


class ModelFailed(MessErpriseError):
    """A call gave no whole answer; ``code`` is the provider's own word for it, for the operator.

    ``transient`` says whether the same call may succeed later.
    """

    outcome: ClassVar[Outcome] = Outcome.FAILED
    transient: ClassVar[bool] = False

    def __init__(self, code: str) -> None:
        super().__init__(self.told())
        self.code = code

    def told(self) -> str:
        """Return what the person reads."""
        return _("The assistant cannot answer now. Go on with the form; nothing is lost.")


class Throttled(ModelFailed):
    """Too many calls at once: the quota is ours."""

    outcome, transient = Outcome.THROTTLED, True

    def told(self) -> str:
        """Return what the person reads."""
        return _("The assistant has too much to do. Try again in a moment.")


class Unavailable(ModelFailed):
    """The model or the way to it is out of order, or the stream broke off."""

    outcome, transient = Outcome.UNAVAILABLE, True


class Silent(ModelFailed):
    """Nothing came for too long."""

    outcome, transient = Outcome.SILENT, True


class Malformed(ModelFailed):
    """What came cannot be read."""

    outcome, transient = Outcome.MALFORMED, True


class ContextTooLong(ModelFailed):
    """The conversation does not fit into the model."""

    outcome = Outcome.CONTEXT_TOO_LONG

    def told(self) -> str:
        """Return what the person reads."""
        return _("This message is too long for the assistant. Send it in parts, or go on with the form.")


class Refused(ModelFailed):
    """A guardrail or the model itself would not answer."""

    outcome = Outcome.REFUSED

    def told(self) -> str:
        """Return what the person reads."""
        return _("The assistant may not answer this. Say it in other words, or go on with the form.")


class Misconfigured(ModelFailed):
    """The model id, the credentials or the request are wrong; an operator has to mend it."""
