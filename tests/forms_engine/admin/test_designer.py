"""The designer's pages: what they show, what they take, and from whom."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forms_engine.domain.definition import Choice, Group, Question, QuestionType
from forms_engine.models import DraftEdit, Questionnaire, Version
from forms_engine.services.designing import start_draft
from forms_engine.services.drafts import write_definition
from forms_engine.services.versions import publish_version
from tests.factories.questionnaires import make_definition, make_questionnaire

pytestmark = pytest.mark.django_db

NOWHERE = "00000000-0000-7000-8000-000000000000"
NODES = (
    Question(key="name", type=QuestionType.TEXT, label={"": "Your name?"}),
    Group(
        key="home",
        label={"": "At home"},
        children=(
            Question(key="floor", type=QuestionType.INTEGER, label={"": "Which floor?"}),
            Question(key="lift", type=QuestionType.TEXT, relevant="${floor} > ", label={"": "A lift?"}),
        ),
    ),
    Question(key="colour", type=QuestionType.SELECT_ONE, choice_list="colours", label={"": "Colour?"}),
)


@pytest.fixture
def signed_in(client, author):
    client.force_login(author)
    return client


@pytest.fixture
def draft(author):
    questionnaire = make_questionnaire()
    draft = start_draft(actor=author, questionnaire_id=questionnaire.pk)
    return rewritten(draft, *NODES)


def rewritten(draft, *nodes, **fields):
    """Return the draft with other nodes in it, as its questionnaire has been designed so far."""
    write_definition(draft, make_definition(*nodes, form_id=draft.definition["form_id"], **fields))
    draft.save()
    return draft


def page_of(name, version):
    return reverse(f"admin:forms_engine_version_{name}", args=[getattr(version, "pk", version)])


def post(client, draft, operation=None, **fields):
    draft.refresh_from_db()
    seen = {"seen": draft.content_hash} | fields
    if operation is not None:
        seen["operation"] = json.dumps(operation)
    return client.post(page_of("edit", draft), seen, headers={"HX-Request": "true"})


def test_page_shows_the_outline_and_the_question_asked_for(signed_in, draft):
    page = signed_in.get(page_of("design", draft), {"question": "home/floor"})
    assert [row.path for row in page.context["rows"]] == ["name", "home", "home/floor", "home/lift", "colour"]
    assert [row.level for row in page.context["rows"]] == [1, 1, 2, 2, 1]
    assert page.context["path"] == "home/floor"
    assert "Which floor?" in page.text
    assert page.headers["Content-Security-Policy"].count("frame-src 'self'") == 1


def test_page_of_no_question_shows_title_and_languages(signed_in, draft):
    for question in ("", "nowhere"):
        page = signed_in.get(page_of("design", draft), {"question": question})
        assert page.context["path"] == ""
        assert 'data-setting="title"' in page.text


def test_page_shows_one_question_however_many_there_are(signed_in, author, draft):
    rewritten(
        draft, *(Question(key=f"q{n}", type=QuestionType.TEXT, hint={"": f"hint{n}"}) for n in range(300))
    )
    page = signed_in.get(page_of("design", draft), {"question": "q7"})
    assert "hint7<" in page.text
    assert "hint8<" not in page.text


def test_page_of_a_published_version_leads_to_its_preview(signed_in, draft):
    published = draft.questionnaire.published_version
    assert signed_in.get(page_of("design", published)).url == page_of("preview", published)


def test_long_choice_list_is_not_on_the_page(signed_in, draft):
    towns = tuple(Choice(value=f"t{n}", label={"": f"Town {n}"}) for n in range(151))
    select = Question(key="town", type=QuestionType.SELECT_ONE, choice_list="towns")
    rewritten(draft, select, choice_lists={"towns": towns})
    text = signed_in.get(page_of("node", draft), {"question": "town"}).text
    assert "This list has 151 rows" in text
    assert "Town 3" not in text


def test_edit_returns_what_changed(signed_in, draft):
    response = post(signed_in, draft, {"kind": "change", "path": "name", "fields": {"label": {"": "Who?"}}})
    draft.refresh_from_db()
    assert response.status_code == 200
    assert f'data-hash="{draft.content_hash}"' in response.text
    assert 'id="row:name"' in response.text
    assert 'id="row:home"' not in response.text
    assert 'id="editor"' not in response.text


def test_edit_of_the_outline_returns_it_with_the_editor(signed_in, draft):
    response = post(signed_in, draft, {"kind": "insert", "node": {"type": "text"}, "parent": "home", "at": 0})
    assert 'id="outline"' in response.text
    assert 'data-path="home/question_1"' in response.text
    assert 'id="editor"' in response.text


def test_edit_of_a_rule_returns_neither_outline_nor_editor(signed_in, draft):
    response = post(
        signed_in, draft, {"kind": "change", "path": "home/lift", "fields": {"constraint": ". !="}}
    )
    assert 'id="outline"' not in response.text
    assert 'id="editor"' not in response.text
    assert len(response.content) < 2_000


def test_undo_and_redo_return_the_question_they_are_about(signed_in, draft):
    post(signed_in, draft, {"kind": "delete", "path": "colour"})
    undone = post(signed_in, draft, act="undo")
    assert 'id="row:colour"' in undone.text
    redone = post(signed_in, draft, act="redo")
    assert 'id="row:colour"' not in redone.text
    assert post(signed_in, draft, act="redo").status_code == 422


def test_edit_of_a_changed_draft_shows_its_present_state(signed_in, draft):
    seen = draft.content_hash
    post(signed_in, draft, {"kind": "delete", "path": "colour"})
    response = post(signed_in, draft, {"kind": "delete", "path": "name"}, seen=seen)
    draft.refresh_from_db()
    assert response.status_code == 409
    assert "Somebody changed this questionnaire" in response.text
    assert f'data-hash="{draft.content_hash}"' in response.text
    assert 'id="row:name"' in response.text
    assert 'id="row:colour"' not in response.text
    assert 'id="editor"' not in response.text


@pytest.mark.parametrize(
    ("operation", "sentence"),
    [
        ({"kind": "change", "path": "name", "fields": {"key": "colour"}}, "“colour” is taken"),
        ({"kind": "change", "path": "name", "fields": {"key": "'; DROP TABLE x; --"}}, "is not allowed"),
        ({"kind": "delete", "path": "../../etc/passwd"}, "no longer there"),
        ({"kind": "explode"}, "reload the page"),
        (["delete"], "reload the page"),
        (None, "reload the page"),
    ],
)
def test_edit_that_cannot_be_made_is_answered_in_words(signed_in, draft, operation, sentence):
    response = post(signed_in, draft, operation)
    assert (response.status_code, response.headers["Content-Type"]) == (422, "text/plain; charset=utf-8")
    assert sentence in response.text
    assert not DraftEdit.objects.exists()


@pytest.mark.parametrize("operation", ["{", "[" * 100_000, '{"kind": NaN}'])
def test_edit_that_is_no_json_is_answered_in_words(signed_in, draft, operation):
    response = signed_in.post(page_of("edit", draft), {"seen": draft.content_hash, "operation": operation})
    assert response.status_code == 422


def test_edit_of_a_draft_that_was_replaced(signed_in, draft):
    draft_pk = draft.pk
    Questionnaire.objects.update(draft_version=None)
    Version.objects.filter(pk=draft_pk).delete()
    assert signed_in.post(page_of("edit", draft_pk), {}).status_code == 404


def test_edit_of_a_published_version_is_refused(signed_in, draft):
    published = draft.questionnaire.published_version
    response = post(signed_in, published, {"kind": "delete", "path": "name"})
    assert response.status_code == 422
    assert "no longer in the state" in response.text


def test_edit_takes_posts_only(signed_in, draft):
    assert signed_in.get(page_of("edit", draft)).status_code == 405


SCRIPT = "<script>alert(1)</script>"


def test_html_of_an_author_is_text(signed_in, draft):
    fields = {"label": {"": SCRIPT}, "hint": {"": '"><img src=x>'}, "relevant": f"'{SCRIPT}' = {SCRIPT}"}
    edited = post(signed_in, draft, {"kind": "change", "path": "name", "fields": fields})
    pages = [
        signed_in.get(page_of("design", draft), {"question": "name"}),
        signed_in.get(page_of("node", draft), {"question": "name"}),
        signed_in.get(page_of("faults", draft)),
        signed_in.get(page_of("trial", draft)),
        edited,
    ]
    for page in pages:
        assert page.status_code == 200
        assert SCRIPT not in page.text
        assert "<img" not in page.text


def test_expression_is_checked_while_it_is_written(signed_in, draft):
    asked = {"path": "home/lift", "field": "relevant", "text": "${floor} > 3 and shout(${name})"}
    text = signed_in.post(page_of("expression", draft), asked).text
    assert "${floor} &gt; 3 and <mark>shout</mark>(${name})" in text
    assert "The function shout() is not supported" in text
    assert 'data-open="home/floor"' in text
    assert 'data-open="name"' in text
    words = signed_in.post(page_of("expression", draft), asked | {"text": "${floor} >= 3"}).text
    assert "<mark>" not in words
    assert "is at least" in words
    assert not DraftEdit.objects.exists()


@pytest.mark.parametrize(
    "asked", [{"path": "gone", "field": "relevant"}, {"path": "name", "field": "label"}, {}]
)
def test_expression_of_nothing_is_not_found(signed_in, draft, asked):
    assert signed_in.post(page_of("expression", draft), asked).status_code == 404


def test_faults_are_listed_with_their_places(signed_in, draft):
    page = signed_in.get(page_of("faults", draft))
    assert [(each["path"], each["column"]) for each in page.context["problems"]] == [
        ("home/lift", "relevant")
    ]
    assert 'data-open="home/lift"' in page.text


def test_node_that_is_not_there_is_not_found(signed_in, draft):
    assert signed_in.get(page_of("node", draft), {"question": "gone"}).status_code == 404


@pytest.mark.parametrize("name", ["design", "node", "expression", "faults", "trial", "edit"])
def test_pages_are_for_authors(client, reviewer, draft, name):
    client.force_login(reviewer)
    assert client.get(page_of(name, draft)).status_code == 403
    assert client.post(page_of(name, draft)).status_code == 403


@pytest.mark.parametrize("name", ["design", "node", "expression", "faults", "trial", "edit"])
def test_pages_of_nothing_are_not_found(signed_in, name):
    assert signed_in.get(page_of(name, NOWHERE)).status_code == 404


def test_page_costs_the_same_queries_in_a_long_questionnaire(signed_in, draft):
    counts = []
    for size in (3, 300):
        rewritten(draft, *(Question(key=f"q{number}", type=QuestionType.TEXT) for number in range(size)))
        signed_in.get(page_of("design", draft))
        with CaptureQueriesContext(connection) as captured:
            signed_in.get(page_of("design", draft), {"question": "q1"})
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 12


def test_new_questionnaire_begins_with_a_title(signed_in):
    address = reverse("admin:forms_engine_questionnaire_new")
    assert signed_in.post(address, {"title": " "}).status_code == 422
    response = signed_in.post(address, {"title": "Visita", "language": "Italiano (it)"})
    draft = Version.objects.get()
    assert response.url == page_of("design", draft)
    assert draft.definition["languages"] == ["Italiano (it)"]
    assert "There are no questions yet" in signed_in.get(response.url).text


def test_new_questionnaire_is_for_authors(client, reviewer):
    client.force_login(reviewer)
    assert client.get(reverse("admin:forms_engine_questionnaire_new")).status_code == 403


def test_edit_button_makes_a_draft_of_what_is_published(signed_in):
    questionnaire = make_questionnaire()
    address = reverse("admin:forms_engine_questionnaire_design", args=[questionnaire.pk])
    shown = signed_in.get(reverse("admin:forms_engine_questionnaire_change", args=[questionnaire.pk]))
    assert address in shown.text
    assert signed_in.get(address).status_code == 405
    response = signed_in.post(address)
    draft = Version.objects.get(status="draft")
    assert response.url == page_of("design", draft)
    shown = signed_in.get(reverse("admin:forms_engine_questionnaire_change", args=[questionnaire.pk]))
    assert page_of("design", draft) in shown.text


def test_publish_page_publishes_only_what_it_showed(signed_in, author, draft):
    rewritten(draft, NODES[0])
    seen = signed_in.get(page_of("publish", draft)).text.split('name="seen" value="')[1][:64]
    assert seen == draft.content_hash
    post(signed_in, draft, {"kind": "duplicate", "path": "name"})
    page = signed_in.post(page_of("publish", draft), {"seen": seen, "policy": "keep"}, follow=True)
    assert "Somebody changed this questionnaire" in page.text
    assert Version.objects.get(pk=draft.pk).status == "draft"


def test_draft_published_meanwhile_is_not_tried_any_more(signed_in, author, draft):
    rewritten(draft, NODES[0])
    assert signed_in.get(page_of("trial", draft)).status_code == 200
    publish_version(actor=author, version_id=draft.pk)
    assert signed_in.get(page_of("trial", draft)).status_code == 409
