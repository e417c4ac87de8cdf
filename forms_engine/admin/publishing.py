"""Publish a draft: what it means for people under way is shown first, then decided."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.admin import AdminSite
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forms_engine.admin.access import person
from forms_engine.admin.impacts import drawn
from forms_engine.admin.media import missing_media
from forms_engine.admin.moves import confirmation, moved
from forms_engine.admin.reviews import differences_shown
from forms_engine.domain.codec import from_json
from forms_engine.domain.exceptions import DefinitionInvalid
from forms_engine.domain.policy import PublishPolicy, Window
from forms_engine.domain.states import VersionStatus
from forms_engine.exceptions import DraftInvalid
from forms_engine.models import Version
from forms_engine.services.impact import impact_of
from forms_engine.services.versions import publish_version

if TYPE_CHECKING:
    from messerprise.accounts.models import User

OK, UNPROCESSABLE = 200, 422


class _Moment(forms.DateTimeInput):
    """The browser's own picker."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class PublishForm(forms.Form):
    """The note, when the version is open, and what it means for submissions in progress."""

    note = forms.CharField(
        label=_("Publish note"),
        help_text=_("What is new, in a sentence; colleagues read it in the list of versions."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    policy = forms.ChoiceField(
        label=_("Submissions in progress on older versions"),
        choices=Version.POLICIES,
        initial=PublishPolicy.OFFER.value,
        widget=forms.RadioSelect,
        required=False,
    )
    older_close_at = forms.DateTimeField(
        label=_("Older versions can be submitted until"),
        help_text=_("Only where they end on a date."),
        required=False,
        widget=_Moment,
    )
    opens_at = forms.DateTimeField(
        label=_("Opens on"), help_text=_("Empty: at once."), required=False, widget=_Moment
    )
    closes_at = forms.DateTimeField(
        label=_("Closes on"), help_text=_("Empty: never by itself."), required=False, widget=_Moment
    )

    def clean(self) -> dict[str, Any]:
        """Refuse dates that contradict each other."""
        given = super().clean() or {}
        opens, closes, older = (given.get(name) for name in ("opens_at", "closes_at", "older_close_at"))
        if given.get("policy") == PublishPolicy.CLOSE and not older and "older_close_at" not in self.errors:
            raise ValidationError({"older_close_at": _("Say until when older versions can be submitted.")})
        if closes and closes <= (opens or timezone.now()):
            raise ValidationError({"closes_at": _("It closes before it opens: choose a later moment.")})
        return given


def publish(request: HttpRequest, version: Version, site: AdminSite) -> HttpResponse:
    """Show what publishing changes; publish."""
    form = PublishForm(request.POST) if request.method == "POST" else PublishForm()
    if form.is_valid():
        sentence = gettext("“%(questionnaire)s” %(version)s is published.")
        return moved(
            request,
            version,
            lambda: _publish(person(request), version, form.cleaned_data, request.POST.get("seen")),
            sentence,
        )
    response = confirmation(request, version, site, "publish", {"form": form, **_meaning(version)})
    response.status_code = UNPROCESSABLE if form.errors else OK
    return response


def _publish(actor: "User", version: Version, given: dict[str, Any], seen: str | None) -> Version:
    return publish_version(
        actor=actor,
        version_id=version.pk,
        note=given["note"],
        policy=PublishPolicy(given["policy"] or PublishPolicy.KEEP),
        older_close_at=given["older_close_at"],
        window=Window(given["opens_at"], given["closes_at"]),
        expected_hash=seen,
    )


def _meaning(version: Version) -> dict[str, Any]:
    published = version.questionnaire.published_version
    is_draft = version.status == VersionStatus.DRAFT
    impact, fault = None, ""
    try:
        impact = impact_of(version) if is_draft else None
    except DefinitionInvalid:
        fault = DraftInvalid().sentence
    return {
        "title": _("Publish"),
        "published": published,
        **differences_shown(published, from_json(version.definition)),
        "is_draft": is_draft,
        "missing_media": missing_media(version) if is_draft else (),
        "fault": fault,
        "impact": impact,
        **(drawn(impact.counts, impact.keys) if impact else {}),
    }
