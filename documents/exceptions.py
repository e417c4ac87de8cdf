"""What can be wrong with a file; each says what to do."""

from collections.abc import Sequence

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from messerprise.core.exceptions import MessErpriseError


class DocumentRefused(MessErpriseError):
    """The file cannot be taken."""


class DocumentEmpty(DocumentRefused):
    """The file has no bytes."""

    def __init__(self) -> None:
        super().__init__(_("This file is empty: choose another one."))


class DocumentTooBig(DocumentRefused):
    """The file exceeds the limit in bytes."""

    def __init__(self, limit: int) -> None:
        sentence = _("This file is too big: at most %(limit)s can be sent.")
        super().__init__(sentence % {"limit": filesizeformat(limit)})


class UnsupportedMediaType(DocumentRefused):
    """The bytes are no type that the question takes, or the name says something else."""

    def __init__(self, extensions: Sequence[str]) -> None:
        sentence = _("This file is not of a type that can be taken here: send one of %(types)s.")
        super().__init__(sentence % {"types": ", ".join(extensions)})
