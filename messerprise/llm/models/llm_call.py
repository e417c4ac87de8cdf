"""One metered call of a language model."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from messerprise.core.models import BaseModel
from messerprise.llm.domain.outcome import Outcome

OUTCOME_LABELS = {
    Outcome.OPEN.value: _("running, or broken off"),
    Outcome.COMPLETE.value: _("complete"),
    Outcome.CUT_SHORT.value: _("cut short"),
    Outcome.STOPPED.value: _("stopped"),
    Outcome.REFUSED.value: _("refused"),
    Outcome.THROTTLED.value: _("throttled"),
    Outcome.UNAVAILABLE.value: _("unavailable"),
    Outcome.SILENT.value: _("silent"),
    Outcome.MALFORMED.value: _("malformed"),
    Outcome.CONTEXT_TOO_LONG.value: _("too long"),
    Outcome.FAILED.value: _("failed"),
}


class LlmCall(BaseModel):
    """What one call took and gave: opened before the call, settled however it ends."""

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("for whom"),
    )
    purpose = models.CharField(_("purpose"), max_length=40)
    attempt = models.UUIDField(_("attempt"), null=True, blank=True)
    model_id = models.CharField(_("model"), max_length=200)
    outcome = models.CharField(
        _("outcome"),
        max_length=20,
        default=Outcome.OPEN.value,
        choices=[*OUTCOME_LABELS.items()],
    )
    # Null is "not told by the provider", which is never the same as 0.
    input_tokens = models.PositiveIntegerField(_("tokens in"), null=True, blank=True)
    output_tokens = models.PositiveIntegerField(_("tokens out"), null=True, blank=True)
    cache_read_tokens = models.PositiveIntegerField(_("tokens read from cache"), null=True, blank=True)
    cache_write_tokens = models.PositiveIntegerField(_("tokens written to cache"), null=True, blank=True)
    first_token_ms = models.PositiveIntegerField(_("first token, ms"), null=True, blank=True)
    duration_ms = models.PositiveIntegerField(_("duration, ms"), null=True, blank=True)

    class Meta:
        verbose_name = _("model call")
        verbose_name_plural = _("model calls")
        ordering = ["-id"]
        indexes = [
            # The calls of one attempt at a reply.
            models.Index(fields=["attempt"], name="llm_call_attempt"),
            # The admin's list by model and day.
            models.Index(fields=["model_id", "created_at"], name="llm_call_model"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.model_id} {self.outcome}"
