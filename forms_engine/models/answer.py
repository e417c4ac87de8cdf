"""The current value of one question in one submission."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from forms_engine.domain.origin import OriginKind
from forms_engine.domain.states import AnswerStatus
from messerprise.core.models import BaseModel

PATH_LENGTH = 255

ORIGINS = [
    (OriginKind.TYPED.value, _("typed")),
    (OriginKind.CHOSEN.value, _("chosen")),
    (OriginKind.SAID.value, _("said")),
    (OriginKind.READ.value, _("read in a document")),
    (OriginKind.CALCULATED.value, _("calculated")),
    (OriginKind.IMPORTED.value, _("imported")),
    (OriginKind.STAFF.value, _("entered by staff")),
    (OriginKind.MIGRATED.value, _("migrated")),
]


class Answer(BaseModel):
    """``value`` is a string in XForms text form, or ``{"document", "name"}`` for a file."""

    STATUSES = [
        (AnswerStatus.ACCEPTED.value, _("accepted")),
        (AnswerStatus.REMOVED.value, _("removed")),
        (AnswerStatus.ORPHANED.value, _("its question is gone")),
    ]

    submission = models.ForeignKey(
        "forms_engine.Submission", on_delete=models.CASCADE, related_name="answers"
    )
    path = models.CharField(_("question"), max_length=PATH_LENGTH)
    value = models.JSONField(_("value"))
    origin = models.CharField(_("origin"), max_length=12, choices=ORIGINS)
    origin_detail = models.JSONField(_("origin, in detail"), default=dict, blank=True)
    status = models.CharField(
        _("status"), max_length=12, choices=STATUSES, default=AnswerStatus.ACCEPTED.value
    )

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [models.UniqueConstraint(fields=["submission", "path"], name="answer_path_unique")]

    def __str__(self) -> str:
        return self.path
