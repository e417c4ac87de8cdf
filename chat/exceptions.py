"""What can be wrong with a message; each says what to do."""

from django.utils.translation import gettext as _

from messerprise.core.exceptions import MessErpriseError


class TrialNotSubmitted(MessErpriseError):
    """A draft that is being tried is handed in nowhere."""

    def __init__(self) -> None:
        super().__init__(_("Here people submit their answers; a trial ends here, and nothing is kept."))
