"""Who a person is at an OpenID provider."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from messerprise.core.models import BaseModel


class Identity(BaseModel):
    """One account at one issuer: the only thing by which a token finds its person, never the e-mail."""

    issuer = models.CharField(_("issuer"), max_length=255)
    subject = models.CharField(_("subject"), max_length=255)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="identities",
        verbose_name=_("user"),
    )

    class Meta:
        verbose_name = _("identity")
        verbose_name_plural = _("identities")
        constraints = [
            # The sign-in looks a person up by this pair.
            models.UniqueConstraint(fields=["issuer", "subject"], name="identity_issuer_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} @ {self.issuer}"
