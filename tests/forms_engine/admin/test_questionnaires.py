import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from forms_engine.models import PendingDraft, Questionnaire, Version
from forms_engine.services.drafts import upload_workbook
from forms_engine.services.versions import publish_version
from tests.factories.questionnaires import make_questionnaire
from tests.factories.submissions import make_submission
from tests.factories.workbooks import SURVEY, make_workbook

pytestmark = pytest.mark.django_db

LIST = "/admin/forms_engine/questionnaire/"
UPLOAD = "/admin/forms_engine/questionnaire/add/"


@pytest.fixture
def signed_in(client, author):
    client.force_login(author)
    return client


def post_workbook(client, content, address=UPLOAD):
    return client.post(address, {"workbook": SimpleUploadedFile("colours.xlsx", content)})


def make_draft(client, content):
    """Upload a file and say yes to what it changes."""
    address = post_workbook(client, content).url
    replacing = client.get(address).context["replacing"]
    return client.post(address, {"accept": "1", "replacing": replacing})


def publish(author, *rows, **fields):
    content = make_workbook(*rows, **fields)
    draft = upload_workbook(actor=author, content=content, file_name="colours.xlsx")
    return publish_version(actor=author, version_id=draft.pk)


def page_of(name, version):
    return reverse(f"admin:forms_engine_version_{name}", args=[version.pk])


def test_upload_shows_every_problem_in_a_table_and_changes_nothing(signed_in):
    response = post_workbook(signed_in, make_workbook(("txet", "a", "A", ""), ("text", "name", "B", "")))
    assert response.status_code == 422
    assert "Nothing was changed." in response.text
    rows = [(each.sheet, each.row) for each in response.context["problems"]]
    assert rows == sorted(rows)
    assert {("survey", 5), ("survey", 6)} <= set(rows)
    for problem in response.context["problems"]:
        assert f'<td class="me-number">{problem.row or "–"}</td>' in response.text
    assert not Questionnaire.objects.exists()


def test_upload_takes_several_tables_and_tells_each_mended_row(signed_in):
    rows = [
        ("select_one_from_file towns.csv", "town", "Town", ""),
        ("select_one_from_file shops.csv", "shop", "Shop", ""),
        ("tel", "phone", "Phone", ""),
    ]
    files = [SimpleUploadedFile(f"{name}.csv", b"name,label\nx,X\n") for name in ("towns", "shops")]
    workbook = SimpleUploadedFile("colours.xlsx", make_workbook(*rows))
    response = signed_in.post(UPLOAD, {"workbook": workbook, "attachments": files}, follow=True)
    assert "“tel” is read as “text”: write it so." in response.text
    lists = PendingDraft.objects.get().definition["choice_lists"]
    assert [lists[name] for name in ("towns", "shops")] == [[{"value": "x", "label": {"": "X"}}]] * 2


def test_upload_refuses_a_table_that_is_too_large_and_changes_nothing(signed_in):
    large = SimpleUploadedFile("towns.csv", b"x" * (10 * 1024**2 + 1))
    workbook = SimpleUploadedFile("colours.xlsx", make_workbook())
    response = signed_in.post(UPLOAD, {"workbook": workbook, "attachments": [large]})
    assert response.status_code == 422
    assert "“towns.csv” is larger than 10 MB" in response.text
    assert not Questionnaire.objects.exists()


def test_upload_says_that_nothing_is_new(signed_in, author):
    publish(author)
    response = post_workbook(signed_in, make_workbook())
    assert response.status_code == 422
    assert "identical to the published version 1" in response.text


def test_upload_without_a_file_asks_for_one(signed_in):
    response = signed_in.post(UPLOAD, {})
    assert (response.status_code, "errorlist" in response.text) == (200, True)


def test_upload_to_a_questionnaire_refuses_anothers_workbook(signed_in, author):
    questionnaire = publish(author).questionnaire
    address = reverse("admin:forms_engine_questionnaire_upload", args=[questionnaire.pk])
    response = post_workbook(signed_in, make_workbook(form_id="shapes"), address)
    assert response.status_code == 422
    assert "is this the right workbook?" in response.text


def test_upload_refuses_a_huge_file(signed_in, settings):
    settings.WORKBOOK_MAX_BYTES = 2000
    response = post_workbook(signed_in, make_workbook())
    assert (response.status_code, "upload a smaller one" in response.text) == (422, True)


def test_upload_escapes_what_the_workbook_says(signed_in):
    row = ("<script>alert(1)</script>", "a", "A", "")
    response = post_workbook(signed_in, make_workbook(row))
    assert "<script>alert(1)" not in response.text


def test_publish_page_counts_what_changes_and_who_stays(signed_in, author, respondent):
    first = publish(author)
    make_submission(respondent, first.questionnaire, {"name": "Ada"})
    survey = [*SURVEY[:2], ("text", "town", "Where?", ""), ("integer", "age", "Your age?", "")]
    make_draft(signed_in, make_workbook(survey=survey))
    draft = Version.objects.get(status="draft")

    response = signed_in.get(page_of("publish", draft))
    parts = {part.kind: [row.path for row in part.rows] for part in response.context["parts"]}
    assert (parts["added"], parts["removed"], parts["relabelled"]) == (["town"], ["colour"], ["age"])
    assert "1 submission in progress on version 1" in response.text
    impact = response.context["impact"]
    assert (impact.total, impact.looked_at, impact.counts["kept"], impact.counts["fresh"]) == (1, 1, 1, 1)


def test_publish_page_publishes_with_its_note(signed_in, author):
    make_draft(signed_in, make_workbook())
    draft = Version.objects.get()
    response = signed_in.post(page_of("publish", draft), {"note": "First one"}, follow=True)
    draft.refresh_from_db()
    assert (draft.status, draft.publish_note, draft.published_by) == ("published", "First one", author)
    assert "“Colours” version 1 is published." in response.text


def test_publish_page_says_that_the_draft_was_replaced(signed_in, author):
    draft = upload_workbook(actor=author, content=make_workbook(), file_name="x.xlsx")
    stale = signed_in.get(page_of("publish", draft))
    assert stale.status_code == 200
    publish_version(actor=author, version_id=draft.pk)
    response = signed_in.post(page_of("publish", draft), {"note": ""}, follow=True)
    assert "reload the page" in response.text


def test_close_page_names_those_in_progress_then_closes(signed_in, author, respondent):
    version = publish(author)
    make_submission(respondent, version.questionnaire, {"name": "Ada"})
    assert "1 submission is in progress on it" in signed_in.get(page_of("close", version)).text
    signed_in.post(page_of("close", version))
    version.refresh_from_db()
    assert version.status == "closed"


def test_discard_page_deletes_the_draft_only_when_posted(signed_in, author):
    draft = upload_workbook(actor=author, content=make_workbook(), file_name="x.xlsx")
    signed_in.get(page_of("discard", draft))
    assert Version.objects.filter(pk=draft.pk).exists()
    signed_in.post(page_of("discard", draft))
    assert not Version.objects.exists()


def test_workbook_page_downloads_what_can_be_uploaded_again(signed_in, author):
    version = publish(author)
    response = signed_in.get(page_of("workbook", version))
    assert response["Content-Disposition"] == 'attachment; filename="colours-1.xlsx"'
    again = post_workbook(signed_in, response.content)
    assert "identical to the published version" in again.text


def test_definition_page_downloads_what_can_be_uploaded_again(signed_in, author):
    version = publish(author)
    response = signed_in.get(page_of("definition", version))
    assert response["Content-Disposition"] == 'attachment; filename="colours-1.json"'
    assert response.json() == version.definition
    again = post_workbook(signed_in, response.content)
    assert "identical to the published version" in again.text


def test_preview_shows_questions_rules_and_choices(signed_in, author):
    survey = [(*SURVEY[0], "relevant"), *SURVEY[1:], ("text", "why", "Why red?", "", "${colour} = 'red'")]
    version = publish(author, survey=survey)
    text = signed_in.get(page_of("preview", version)).text
    for expected in (
        "What is your name?",
        "one choice",
        "Asked if",
        'href="#colour">Which colour?</a>',
        "“Red”",
    ):
        assert expected in text, expected


def test_preview_shows_a_chosen_language(signed_in):
    survey = [
        ("type", "name", "label::Italiano (it)", "label::English (en)"),
        ("text", "name", "Come si chiama?", "What is your name?"),
    ]
    make_draft(signed_in, make_workbook(survey=survey, choices=[("list_name", "name", "label")]))
    address = page_of("preview", Version.objects.get())
    assert "What is your name?" in signed_in.get(address).text
    italian = signed_in.get(address, {"language": "Italiano (it)"}).text
    assert "Come si chiama?" in italian
    assert "What is your name?" not in italian


def test_preview_of_300_questions_needs_no_more_queries(signed_in, django_assert_num_queries):
    rows = [("text", f"q{number}", f"Question {number}?", "") for number in range(300)]
    make_draft(signed_in, make_workbook(*rows))
    address = page_of("preview", Version.objects.get())
    signed_in.get(address)
    # session, user, roles, permissions (own, groups'); the version, its library groups
    with django_assert_num_queries(7):
        response = signed_in.get(address)
    assert response.text.count('class="me-line"') == 303


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_the_same_queries_for_any_number(signed_in, rows, django_assert_num_queries):
    for _time in range(rows):
        make_questionnaire()
    # session, user, permissions (own, groups'), roles; two counts, the rows
    with django_assert_num_queries(8):
        response = signed_in.get(LIST)
    assert len(response.context["cl"].result_list) == rows


@pytest.mark.parametrize("versions", [1, 3])
def test_page_takes_the_same_queries_for_any_number_of_versions(
    signed_in, author, versions, django_assert_num_queries
):
    for number in range(versions):
        questionnaire = publish(author, ("text", f"more{number}", "More?", "")).questionnaire
    address = reverse("admin:forms_engine_questionnaire_change", args=[questionnaire.pk])
    # session, user, permissions (own, groups'), roles; the questionnaire; its versions, library groups
    with django_assert_num_queries(8):
        signed_in.get(address)


@pytest.mark.parametrize(
    ("wanted", "expected"), [("open", {"Open"}), ("draft", {"Drafted"}), ("closed", {"Closed"}), ("x", set())]
)
def test_list_filters_by_status(signed_in, author, wanted, expected):
    make_questionnaire(title="Open")
    upload_workbook(actor=author, content=make_workbook(title="Drafted"), file_name="x.xlsx")
    Questionnaire.objects.create(slug="closed", title="Closed")
    found = signed_in.get(LIST, {"status": wanted}).context["cl"].queryset
    assert {each.title for each in found} == (expected or {"Open", "Drafted", "Closed"})


def test_list_searches_title_and_short_name(signed_in):
    make_questionnaire(title="Apples", form_id="fruit")
    make_questionnaire(title="Pears", form_id="others")
    for words in ("apple", "FRUIT"):
        found = signed_in.get(LIST, {"q": words}).context["cl"].queryset
        assert [each.title for each in found] == ["Apples"]


def test_list_counts_submissions(signed_in, respondent):
    questionnaire = make_questionnaire()
    make_submission(respondent, questionnaire, {"name": "Ada"})
    make_submission(respondent, questionnaire, {"name": "Bo"})
    assert '<td class="field-submission_count">2</td>' in signed_in.get(LIST).text


@pytest.mark.parametrize("rows", [1, 3])
def test_version_list_takes_the_same_queries_for_any_number(signed_in, rows, django_assert_num_queries):
    for _time in range(rows):
        make_questionnaire()
    with django_assert_num_queries(8):
        response = signed_in.get("/admin/forms_engine/version/")
    assert len(response.context["cl"].result_list) == rows


def test_nothing_can_be_edited_or_deleted(client, administrator):
    questionnaire = make_questionnaire()
    client.force_login(administrator)
    version = questionnaire.published_version
    for model, row in (("questionnaire", questionnaire), ("version", version)):
        assert (
            client.post(f"/admin/forms_engine/{model}/{row.pk}/delete/", {"post": "yes"}).status_code == 403
        )
        assert client.post(f"/admin/forms_engine/{model}/{row.pk}/change/", {"title": "x"}).status_code == 403
    assert Questionnaire.objects.get().title != "x"
