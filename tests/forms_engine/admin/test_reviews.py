import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from forms_engine.models import PendingDraft, Questionnaire, Version
from forms_engine.services.drafts import upload_workbook
from forms_engine.services.versions import publish_version
from messerprise.accounts.domain.roles import Role
from tests.factories.people import make_person
from tests.factories.workbooks import CHOICES, SURVEY, make_workbook
from tests.forms_engine.domain.limesurvey.surveys import question, survey

pytestmark = pytest.mark.django_db

UPLOAD = "/admin/forms_engine/questionnaire/add/"
TOWN = ("text", "town", "Where do you live?", "")


@pytest.fixture
def signed_in(client, author):
    client.force_login(author)
    return client


@pytest.fixture
def published(author):
    draft = upload_workbook(actor=author, content=make_workbook(), file_name="colours.xlsx")
    return publish_version(actor=author, version_id=draft.pk)


def upload(client, content, name="colours.xlsx"):
    response = client.post(UPLOAD, {"workbook": SimpleUploadedFile(name, content)})
    assert response.status_code == 302, response.text
    return response.url


def parts(response):
    return {part.kind.value: part.rows for part in response.context["parts"]}


def accept(client, address, replacing):
    return client.post(address, {"accept": "1", "replacing": replacing}, follow=True)


def test_upload_of_a_new_questionnaire_is_summed_up_and_not_stored(signed_in):
    page = signed_in.get(upload(signed_in, make_workbook()))

    assert (page.status_code, page.context["parts"], page.context["current"]) == (200, (), None)
    assert page.context["summary"].questions == 3
    assert "XLSForm workbook" in page.text
    assert not Questionnaire.objects.exists()


def test_yes_makes_the_file_the_draft_and_forgets_it(signed_in):
    address = upload(signed_in, make_workbook())

    response = accept(signed_in, address, "")

    version = Version.objects.get()
    preview = reverse("admin:forms_engine_version_preview", args=[version.pk])
    assert response.redirect_chain[-1][0] == preview
    assert "now the draft" in response.text
    assert (version.status, version.question_count) == ("draft", 3)
    assert not PendingDraft.objects.exists()


def test_no_changes_nothing_and_forgets_the_file(signed_in):
    address = upload(signed_in, make_workbook())

    response = signed_in.post(address, {"discard": "1"}, follow=True)

    assert "nothing was changed" in response.text
    assert not Questionnaire.objects.exists()
    assert not PendingDraft.objects.exists()


def test_page_tells_what_changes_against_the_published_version(signed_in, published):
    rows = (SURVEY[0], SURVEY[3], ("text", "name", "Your name?", ""), TOWN)
    choices = (*CHOICES, ("colours", "green", "Green"))
    page = signed_in.get(upload(signed_in, make_workbook(survey=rows, choices=choices)))

    found = parts(page)
    assert page.context["current"] == published
    assert [row.path for row in found["added"]] == ["town"]
    assert [row.path for row in found["removed"]] == ["age"]
    assert [(row.before, row.after) for row in found["relabelled"]] == [("What is your name?", "Your name?")]
    assert [(row.what, row.before, row.after) for row in found["logic"]] == [("required", "true()", "")]
    assert [(row.what, row.after) for row in found["choices"]] == [("added", "Green (green)")]
    assert len(found["moved"]) == 1
    assert "<del>What is your name?</del>" in page.text
    assert "Against the published version 1" in page.text


def test_page_compares_with_the_draft_where_there_is_one(signed_in, author, published):
    upload_workbook(actor=author, content=make_workbook(TOWN), file_name="colours.xlsx")
    more = ("text", "street", "Which street?", "")

    page = signed_in.get(upload(signed_in, make_workbook(TOWN, more)))

    assert {kind: [row.path for row in rows] for kind, rows in parts(page).items()} == {"added": ["street"]}
    assert "Against the draft, version 2" in page.text
    assert "is replaced" in page.text


def test_page_marks_a_guessed_rename_as_a_guess(signed_in, author):
    upload_workbook(actor=author, content=make_workbook(TOWN), file_name="colours.xlsx")
    page = signed_in.get(upload(signed_in, make_workbook(("text", "city", "Where do you live?", ""))))
    (row,) = parts(page)["renamed"]
    assert (row.before, row.after) == ("town", "city")
    assert f"a guess, {row.percent}% sure" in page.text


def test_page_shows_a_new_diff_when_the_draft_changed_in_between(signed_in, author, published):
    address = upload(signed_in, make_workbook(TOWN))
    seen = signed_in.get(address).context["replacing"]
    other = upload_workbook(
        actor=author, content=make_workbook(("text", "x", "X?", "")), file_name="colours.xlsx"
    )

    response = accept(signed_in, address, seen)

    assert response.status_code == 409
    assert "changed this questionnaire in the meantime" in response.text
    assert [row.path for row in parts(response)["removed"]] == ["x"]
    assert Questionnaire.objects.get().draft_version == other
    accept(signed_in, address, response.context["replacing"])
    assert Questionnaire.objects.get().draft_version.question_count == 4


def test_page_says_that_the_draft_became_identical_in_between(signed_in, author, published):
    address = upload(signed_in, make_workbook(TOWN))
    upload_workbook(actor=author, content=make_workbook(TOWN), file_name="colours.xlsx")
    response = accept(signed_in, address, "")
    assert "identical to the current draft" in response.text


def test_page_refuses_a_type_published_in_between(signed_in, author):
    address = upload(signed_in, make_workbook(("integer", "town", "Town?", "")))
    seen = signed_in.get(address).context["replacing"]
    draft = upload_workbook(actor=author, content=make_workbook(TOWN), file_name="colours.xlsx")
    publish_version(actor=author, version_id=draft.pk)

    response = accept(signed_in, address, seen)

    assert "“town” was published with another type" in response.text
    assert Questionnaire.objects.get().draft_version is None


def test_upload_refuses_another_type_of_a_published_question(signed_in, published):
    rows = (SURVEY[0], ("text", "age", "How old are you?", ""))
    file = SimpleUploadedFile("colours.xlsx", make_workbook(survey=rows))
    response = signed_in.post(UPLOAD, {"workbook": file})
    assert response.status_code == 422
    assert [(each.row, each.column) for each in response.context["problems"] if each.is_error] == [
        (2, "type")
    ]
    assert not PendingDraft.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_page_is_its_owners_alone(client, signed_in, method):
    address = upload(signed_in, make_workbook())
    client.force_login(make_person(Role.AUTHOR))
    response = getattr(client, method)(address, follow=True)
    assert "upload it again" in response.text
    assert PendingDraft.objects.exists()
    assert not Questionnaire.objects.exists()


def test_page_is_for_authors_only(client, signed_in, reviewer):
    address = upload(signed_in, make_workbook())
    client.force_login(reviewer)
    assert client.get(address).status_code == 403


def test_page_lists_what_a_survey_could_not_carry_over(signed_in):
    content = survey(question("q1", "S"), question("q2", "X"), question("q3", "I"))
    page = signed_in.get(upload(signed_in, content, "poll.lss"))
    assert "LimeSurvey survey" in page.text
    assert page.context["problems"]
    for problem in page.context["problems"]:
        assert not problem["is_error"]


def test_page_takes_a_fhir_questionnaire_and_says_so(signed_in):
    fhir = {
        "resourceType": "Questionnaire",
        "title": "Intake",
        "name": "intake",
        "status": "draft",
        "item": [{"linkId": "1", "type": "string", "text": "Your name?"}],
    }
    page = signed_in.get(upload(signed_in, json.dumps(fhir).encode(), "intake.json"))
    assert "FHIR Questionnaire" in page.text


def test_page_escapes_what_the_file_says(signed_in, published):
    row = ("text", "town", "<script>alert(1)</script>", "")
    page = signed_in.get(upload(signed_in, make_workbook(row)))
    assert "<script>alert(1)" not in page.text


@pytest.mark.parametrize("rows", [1, 30])
def test_page_takes_the_same_queries_for_any_number_of_changes(
    signed_in, published, rows, django_assert_num_queries
):
    added = [("text", f"q{number}", f"Question {number}?", "") for number in range(rows)]
    address = upload(signed_in, make_workbook(*added))
    signed_in.get(address)
    # session, user, roles; the file, its questionnaire with versions, published definitions, permissions (2)
    with django_assert_num_queries(8):
        signed_in.get(address)
