"""The page on which an author brings an older version back as the draft."""

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forms_engine.admin.access import page, person
from forms_engine.admin.reviews import differences_shown
from forms_engine.domain.codec import from_json
from forms_engine.exceptions import DraftChanged
from forms_engine.models import Version
from forms_engine.services.drafts import version_replaced
from forms_engine.services.restoring import OLDER, restore_version
from messerprise.core.exceptions import MessErpriseError


def restore(request: HttpRequest, version: Version, site: AdminSite) -> HttpResponse:
    """Show what the older version changes and replaces; make it the draft."""
    sentence = ""
    if request.method == "POST":
        try:
            return _restored(request, version)
        except DraftChanged as changed:
            sentence = changed.sentence
        except MessErpriseError as refused:
            messages.error(request, refused.sentence)
            address = reverse("admin:forms_engine_questionnaire_change", args=[version.questionnaire_id])
            return HttpResponseRedirect(address)
    context = {
        "title": _("Restore"),
        "subtitle": version,
        "version": version,
        "is_older": version.status in OLDER,
        "sentence": sentence,
        **differences_shown(version_replaced(version.questionnaire), from_json(version.definition)),
    }
    response = page(site, request, Version, "restore", context)
    response.status_code = 409 if sentence else 200
    return response


def _restored(request: HttpRequest, version: Version) -> HttpResponse:
    draft = restore_version(
        actor=person(request), version_id=version.pk, replacing=request.POST.get("replacing", "")
    )
    sentence = gettext("The draft, %(draft)s, is a copy of %(version)s: read it through, then publish it.")
    messages.success(request, sentence % {"draft": draft, "version": version})
    return HttpResponseRedirect(reverse("admin:forms_engine_version_preview", args=[draft.pk]))
