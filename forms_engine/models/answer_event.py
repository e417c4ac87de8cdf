"""Everything that ever happened to the answers of a submission, in order."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forms_engine.domain.states import EventKind
from forms_engine.models.answer import ORIGINS, PATH_LENGTH


class AnswerEvent(models.Model):
    """One change, or one refused attempt; never edited, never deleted on its own.

    ``client_id`` makes a repeated request from a browser count once.
    """

    KINDS = [
        (EventKind.SET.value, _("set")),
        (EventKind.CLEARED.value, _("cleared")),
        (EventKind.REFUSED.value, _("refused")),
        (EventKind.OCCURRENCE_ADDED.value, _("occurrence added")),
        (EventKind.OCCURRENCE_REMOVED.value, _("occurrence removed")),
        (EventKind.MIGRATED.value, _("taken to another version")),
        (EventKind.ORPHANED.value, _("kept aside: its question is gone")),
    ]

    submission = models.ForeignKey("forms_engine.Submission", on_delete=models.CASCADE, related_name="events")
    revision = models.PositiveIntegerField(_("revision"))
    kind = models.CharField(_("what happened"), max_length=20, choices=KINDS)
    path = models.CharField(_("question"), max_length=PATH_LENGTH)
    value = models.JSONField(_("value"), null=True)
    previous = models.JSONField(_("value before"), null=True)
    origin = models.CharField(_("origin"), max_length=12, choices=ORIGINS)
    origin_detail = models.JSONField(_("origin, in detail"), default=dict, blank=True)
    actor = models.ForeignKey(
        "accounts.User", verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    client_id = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(_("at"), default=timezone.now)

    class Meta:
        verbose_name = _("answer event")
        verbose_name_plural = _("answer events")
        ordering = ["id"]
        constraints = [
            # NULLs do not collide on any of the supported databases
            models.UniqueConstraint(fields=["submission", "client_id"], name="answer_event_once"),
        ]
        indexes = [
            # serves: the history of one question
            models.Index(fields=["submission", "path", "id"], name="answer_event_history"),
        ]

    def __str__(self) -> str:
        return f"{self.path}: {self.kind}"
