import pytest
from django.urls import reverse

from forms_engine.services.submissions import start_submission
from tests.factories.library import make_library_group
from tests.factories.questionnaires import make_questionnaire

pytestmark = pytest.mark.django_db

AUTHORING = {"author", "administrator"}
REVIEWING = {"reviewer", "administrator"}
LOOKING = {"author", "reviewer", "operator", "auditor", "administrator"}
ROLES = ("respondent", *sorted(LOOKING))


@pytest.fixture
def addresses(respondent):
    questionnaire = make_questionnaire()
    submission = start_submission(actor=respondent, questionnaire_id=questionnaire.pk, language="en")
    version = questionnaire.published_version
    return {
        reverse("admin:forms_engine_questionnaire_changelist"): LOOKING,
        reverse("admin:forms_engine_questionnaire_change", args=[questionnaire.pk]): LOOKING,
        reverse("admin:forms_engine_questionnaire_add"): AUTHORING,
        reverse("admin:forms_engine_questionnaire_upload", args=[questionnaire.pk]): AUTHORING,
        reverse("admin:forms_engine_questionnaire_insert", args=[questionnaire.pk]): AUTHORING,
        reverse("admin:forms_engine_librarygroup_changelist"): LOOKING,
        reverse("admin:forms_engine_librarygroup_change", args=[make_library_group().pk]): LOOKING,
        reverse("admin:forms_engine_questionnaire_export", args=[questionnaire.pk]): REVIEWING,
        reverse("admin:forms_engine_version_preview", args=[version.pk]): LOOKING,
        reverse("admin:forms_engine_version_check", args=[version.pk]): LOOKING,
        reverse("admin:forms_engine_version_changelist"): LOOKING,
        reverse("admin:forms_engine_version_change", args=[version.pk]): LOOKING,
        **{
            reverse(f"admin:forms_engine_version_{page}", args=[version.pk]): AUTHORING
            for page in ("publish", "close", "discard", "workbook", "definition", "restore")
        },
        reverse("admin:forms_engine_submission_changelist"): REVIEWING,
        reverse("admin:forms_engine_submission_change", args=[submission.pk]): REVIEWING,
    }


@pytest.mark.parametrize("role", ROLES)
def test_every_page_opens_for_its_roles_only(request, client, addresses, role):
    client.force_login(request.getfixturevalue(role))
    for address, roles in addresses.items():
        status = client.get(address).status_code
        allowed = {200} if role in roles else {302, 403, 404}
        assert status in allowed, f"{role} at {address}: {status}"


def test_every_page_sends_the_anonymous_to_sign_in(client, addresses):
    for address in addresses:
        assert client.get(address).status_code == 302, address


def test_every_page_of_an_unknown_thing_is_not_found(client, addresses, administrator):
    client.force_login(administrator)
    unknown = "01900000-0000-7000-8000-000000000000"
    for address in addresses:
        parts = address.split("/")
        if any(len(part) == 36 for part in parts):
            missing = "/".join(unknown if len(part) == 36 else part for part in parts)
            assert client.get(missing).status_code in {302, 404}, missing
            assert client.post(missing).status_code in {302, 403, 404}, missing
