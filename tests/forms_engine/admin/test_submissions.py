import pytest
from django.urls import reverse

from forms_engine.domain.definition import Group, Question, QuestionType, Repeat
from forms_engine.models import Submission
from forms_engine.services.answers import set_answer
from forms_engine.services.occurrences import remove_occurrence
from messerprise.accounts.domain.roles import Role
from messerprise.audit.models import AuditEvent
from tests.factories.people import make_person
from tests.factories.questionnaires import SMALL, make_questionnaire
from tests.factories.submissions import TYPED, make_submission

pytestmark = pytest.mark.django_db

LIST = "/admin/forms_engine/submission/"
T = QuestionType


@pytest.fixture
def signed_in(client, reviewer):
    client.force_login(reviewer)
    return client


@pytest.fixture
def filled(respondent):
    return make_submission(respondent, make_questionnaire(), {"name": "Ada", "colour": "red"})


def dossier(client, submission):
    response = client.get(reverse("admin:forms_engine_submission_change", args=[submission.pk]))
    assert response.status_code == 200
    return response, {line.path: line for line in response.context["dossier"].lines}


def test_page_shows_answers_in_words_in_questionnaire_order(signed_in, filled):
    response, lines = dossier(signed_in, filled)
    assert list(lines) == ["name", "colour", "born"]
    assert [line.said.words for line in lines.values()] == ["Ada", "Red", ""]
    assert lines["colour"].answer.origin == "typed"
    assert "on a form page" in response.text


def test_page_shows_the_history_newest_first_with_refused_attempts(signed_in, filled, respondent):
    for value in ("2001-02-03", "soon", "1999-01-01"):
        set_answer(actor=respondent, submission_id=filled.pk, path="born", value=value, origin=TYPED)
    _response, lines = dossier(signed_in, filled)
    history = lines["born"].history
    assert [event.row.kind for event in history] == ["set", "refused", "set"]
    assert history[1].said.words == "soon"
    assert {event.row.actor for event in history} == {respondent}


def test_page_marks_what_is_hidden_and_what_is_missing(signed_in, filled, respondent):
    set_answer(actor=respondent, submission_id=filled.pk, path="born", value="2001-02-03", origin=TYPED)
    set_answer(actor=respondent, submission_id=filled.pk, path="colour", value="blue", origin=TYPED)
    set_answer(actor=respondent, submission_id=filled.pk, path="name", value="", origin=TYPED)
    response, lines = dossier(signed_in, filled)
    assert not lines["born"].relevant
    assert lines["born"].said.words
    assert lines["name"].violation == "required"
    assert "does not count" in response.text


def test_page_leaves_out_what_was_never_asked(signed_in, respondent):
    submission = make_submission(respondent, make_questionnaire(), {"name": "Ada", "colour": "blue"})
    _response, lines = dossier(signed_in, submission)
    assert list(lines) == ["name", "colour"]


def test_page_keeps_the_history_of_a_removed_occurrence(signed_in, respondent):
    members = Repeat(key="member", children=(Question(key="first", type=T.TEXT, label={"": "First name"}),))
    submission = make_submission(
        respondent, make_questionnaire(members), {"member/+": 1, "member[1]/first": "Ada"}
    )
    remove_occurrence(
        actor=respondent, submission_id=submission.pk, occurrence_path="member[1]", origin=TYPED
    )
    response, lines = dossier(signed_in, submission)
    assert "member[1]/first" not in lines
    removed = {line.path: line for line in response.context["dossier"].removed}
    assert removed["member[1]/first"].label == "First name"
    assert "Ada" in response.text


def test_page_links_a_file_to_its_document(signed_in, respondent):
    submission = make_submission(respondent, make_questionnaire(Question(key="scan", type=T.FILE)), {})
    document = "0199aaaa-0000-7000-8000-000000000001"
    value = {"document": document, "name": "scan.pdf"}
    set_answer(actor=respondent, submission_id=submission.pk, path="scan", value=value, origin=TYPED)
    response, _lines = dossier(signed_in, submission)
    assert f'<a href="/documents/{document}/">scan.pdf</a>' in response.text


def test_page_escapes_answers_and_labels(signed_in, respondent):
    evil = "<img src=x onerror=alert(1)>"
    group = Group(key="g", label={"": evil}, children=(Question(key="q", type=T.TEXT, label={"": evil}),))
    submission = make_submission(respondent, make_questionnaire(group), {"g/q": evil})
    response, _lines = dossier(signed_in, submission)
    assert "<img src=x" not in response.text


def test_page_view_is_recorded(signed_in, filled, reviewer):
    dossier(signed_in, filled)
    event = AuditEvent.objects.get(action="submission.viewed")
    assert (event.actor_id, event.subject_id) == (reviewer.pk, str(filled.pk))


def test_page_refused_is_not_recorded_as_viewed(client, filled, auditor):
    client.force_login(auditor)
    assert client.get(reverse("admin:forms_engine_submission_change", args=[filled.pk])).status_code == 404
    assert not AuditEvent.objects.filter(action="submission.viewed").exists()


@pytest.mark.parametrize("questions", [1, 30])
def test_page_takes_the_same_queries_for_any_number_of_answers(
    signed_in, respondent, questions, django_assert_num_queries
):
    nodes = [Question(key=f"q{number}", type=T.TEXT) for number in range(questions)]
    answers = {node.key: "x" for node in nodes}
    submission = make_submission(respondent, make_questionnaire(*nodes), answers)
    dossier(signed_in, submission)
    # session, user, permissions (own, groups'), roles; submission; audit; answers; events
    with django_assert_num_queries(9):
        dossier(signed_in, submission)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_the_same_queries_for_any_number(signed_in, rows, django_assert_num_queries):
    for _time in range(rows):
        make_submission(make_person(Role.RESPONDENT), make_questionnaire(), {"name": "Ada"})
    with django_assert_num_queries(8):
        response = signed_in.get(LIST)
    assert len(response.context["cl"].result_list) == rows


def test_list_searches_people_and_ids(signed_in, filled):
    other = make_person(Role.RESPONDENT, first_name="Grace", last_name="Hopper", email="grace@example.org")
    theirs = make_submission(other, filled.questionnaire, {"name": "x"})
    for words in (
        "hopper",
        "grace@example",
        other.username,
        theirs.pk.hex,
        str(theirs.pk)[-8:],
        f"…{theirs.pk.hex[-6:]}",
    ):
        found = signed_in.get(LIST, {"q": words}).context["cl"].queryset
        assert list(found) == [theirs], words


def test_list_filters_by_questionnaire_and_status(signed_in, filled, respondent):
    other = make_submission(respondent, make_questionnaire(SMALL[1]), {"colour": "red"}, submit=True)
    by_questionnaire = {"questionnaire__id__exact": str(other.questionnaire_id)}
    for wanted in (by_questionnaire, {"status__exact": "submitted"}):
        response = signed_in.get(LIST, wanted)
        assert list(response.context["cl"].queryset) == [other]


def test_list_filter_by_questionnaire_loads_no_more_than_the_chosen_one(signed_in, filled):
    make_questionnaire(title="Never loaded")
    response = signed_in.get(LIST, {"questionnaire__id__exact": str(filled.questionnaire_id), "q": "resp"})
    assert "Never loaded" not in response.text
    assert f'<option value="{filled.questionnaire_id}" selected>' in response.text
    assert '<input type="hidden" name="q" value="resp">' in response.text


def test_questionnaires_can_be_found_by_typing(signed_in, filled):
    response = signed_in.get(
        "/admin/autocomplete/",
        {"app_label": "forms_engine", "model_name": "submission", "field_name": "questionnaire"}
        | {"term": filled.questionnaire.slug},
    )
    assert [each["text"] for each in response.json()["results"]] == [filled.questionnaire.title]


def test_nothing_can_be_edited_or_deleted(client, administrator, filled):
    client.force_login(administrator)
    assert client.post(f"{LIST}{filled.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(f"{LIST}{filled.pk}/change/", {"status": "submitted"})
    filled.refresh_from_db()
    assert filled.is_in_progress
    assert client.get(f"{LIST}add/").status_code == 403
    assert Submission.objects.count() == 1
