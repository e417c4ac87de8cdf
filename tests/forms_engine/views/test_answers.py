import pytest

from forms_engine.models import Answer, AnswerEvent, Submission

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def answer(client, address):
    """Return how a page with JavaScript sends one answer."""

    def send(path, *values):
        return client.post(address("answers/"), {"path": path, path: values}, headers=HTMX)

    return send


def test_answer_set_saves_and_says_so(answer):
    page = answer("person/name", "Ada").content.decode()
    assert '<p id="saved" hx-swap-oob="innerHTML">Saved</p>' in page
    assert Answer.objects.get().value == "Ada"
    assert Answer.objects.get().origin_detail == {"door": "form"}


def test_answer_set_leaves_the_control_of_its_own_question_alone(answer):
    page = answer("person/name", "Ada").content.decode()
    assert 'id="q:person:name:marker" data-state="answered"' in page
    assert 'id="q:person:name"' not in page
    assert "<input" not in page


def test_answer_set_draws_what_becomes_relevant(answer):
    page = answer("person/age", "81").content.decode()
    assert 'id="q:person:guardian"' in page
    assert 'id="q:person:colour"' not in page
    assert (
        '<div id="q:person:guardian" hidden hx-swap-oob="outerHTML"></div>'
        in answer("person/age", "20").content.decode()
    )


def test_answer_set_draws_a_label_that_mentions_the_answer(answer):
    answer("person/age", "81")
    assert "Guardian of Ada" in answer("person/name", "Ada").content.decode()


def test_answer_set_puts_the_error_beside_the_question(answer):
    response = answer("person/age", "12")
    assert response.status_code == 200
    assert "You must be of age." in response.content.decode()
    assert "Not saved" in response.content.decode()
    assert not Answer.objects.exists()
    assert AnswerEvent.objects.get().kind == "refused"


def test_answer_set_clears(answer):
    answer("person/name", "Ada")
    answer("person/name", "")
    assert Answer.objects.get().status == "removed"


def test_answer_set_draws_the_outline_only_when_it_changed(answer):
    assert 'id="outline"' in answer("person/name", "Ada").content.decode()
    assert 'id="outline"' not in answer("person/name", "Ada Lovelace").content.decode()


@pytest.mark.parametrize("path", ["", "nowhere", "person", "person/guardian", "pet[7]/called", "../x"])
def test_answer_set_at_no_question_is_not_found(answer, path):
    assert answer(path, "x").status_code == 404
    assert Submission.objects.get().revision == 0


def test_answer_set_refuses_a_choice_that_is_not_offered(answer):
    assert "Choose one of the options shown" in answer("person/colour", "green").content.decode()


def test_answer_set_by_a_revoked_session_asks_to_sign_in(client, answer):
    client.logout()
    assert answer("person/name", "Ada").status_code == 302


def test_occurrence_add_draws_the_page_and_seeks_the_new_one(client, address):
    page = client.post(address("occurrences/"), {"path": "pet"}, headers=HTMX).content.decode()
    assert 'id="q:pet:2" tabindex="-1" autofocus' in page
    assert 'id="progress" hx-swap-oob="outerHTML"' in page


def test_occurrence_remove_takes_the_one_named_and_seeks_the_section(client, address, answer):
    client.post(address("occurrences/"), {"path": "pet"}, headers=HTMX)
    answer("pet[2]/called", "Rex")
    page = client.post(address("occurrences/remove/"), {"path": "pet[1]"}, headers=HTMX).content.decode()
    assert 'value="Rex"' in page
    assert 'id="q:pet:1"' not in page
    assert 'id="q:pet" tabindex="-1"' in page


def test_occurrence_add_without_htmx_leads_to_the_new_one(client, address):
    response = client.post(address("occurrences/"), {"path": "pet"})
    assert response.url == address("form/pet/?question=pet%5B2%5D")


@pytest.mark.parametrize("path", ["", "person", "pet[1]", "nowhere"])
def test_occurrence_add_where_there_is_no_repeat_says_what_to_do(client, address, path):
    response = client.post(address("occurrences/"), {"path": path}, headers=HTMX)
    assert (response.status_code, response.content) == (
        409,
        b"This question is not part of the questionnaire: reload the page.",
    )
