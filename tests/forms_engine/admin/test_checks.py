import pytest
from django.urls import reverse

from forms_engine.domain.definition import Question, QuestionType
from forms_engine.models import Version
from forms_engine.services.drafts import upload_workbook
from forms_engine.services.versions import publish_version
from tests.factories.questionnaires import make_questionnaire
from tests.factories.workbooks import SURVEY, make_workbook

pytestmark = pytest.mark.django_db

WITH_RULES = (
    (*SURVEY[0], "relevant"),
    *SURVEY[1:],
    ("text", "why", "Why green?", "", "${colour} = 'green'"),
    ("text", "how", "How red?", "", "${colour} = 'red'"),
)


@pytest.fixture
def version(author):
    content = make_workbook(survey=WITH_RULES)
    return publish_version(
        actor=author, version_id=upload_workbook(actor=author, content=content, file_name="x.xlsx").pk
    )


def page_of(version):
    return reverse("admin:forms_engine_version_check", args=[version.pk])


def test_page_names_what_is_never_shown_with_a_link_to_it(client, author, version):
    client.force_login(author)
    page = client.get(page_of(version))
    found = {(each["path"], each["is_proven"]) for each in page.context["findings"]}
    assert found == {("why", True)}
    assert '<a href="#why">Why green?</a>' in page.text
    assert 'id="why"' in page.text
    assert "4 of 5 questions were shown" in page.text


def test_page_tells_every_rule_in_words(client, author, version):
    client.force_login(author)
    text = client.get(page_of(version)).text
    assert "How red?" in text
    assert "“Red”" in text


def test_page_speaks_the_language_of_whoever_asks(client, author, version):
    client.force_login(author)
    text = client.get(page_of(version), headers={"accept-language": "it"}).text
    assert "non può essere vera" in text


def test_page_says_that_nothing_was_found(client, auditor):
    client.force_login(auditor)
    assert "Nothing was found" in client.get(page_of(make_questionnaire().published_version)).text


def test_page_names_a_circle_in_a_stored_definition(client, author):
    one = Question(key="one", type=QuestionType.TEXT, relevant="${two} = 'x'")
    two = Question(key="two", type=QuestionType.TEXT, relevant="${one} = 'x'")
    client.force_login(author)
    page = client.get(page_of(make_questionnaire(one, two).published_version))
    assert page.status_code == 200
    assert "one → two → one" in page.text


def test_page_escapes_what_the_questionnaire_says(client, author):
    evil = "<script>alert(1)</script>"
    question = Question(key="q", type=QuestionType.TEXT, label={"": evil}, relevant="false()")
    client.force_login(author)
    assert evil not in client.get(page_of(make_questionnaire(question).published_version)).text


@pytest.mark.parametrize("rows", [1, 60])
def test_page_takes_the_same_queries_for_any_number_of_questions(
    client, author, rows, django_assert_num_queries
):
    questions = [Question(key=f"q{at}", type=QuestionType.TEXT, relevant="false()") for at in range(rows)]
    make_questionnaire(*questions)
    client.force_login(author)
    address = page_of(Version.objects.get())
    client.get(address)
    # session, user, roles, permissions (own, groups'); the version
    with django_assert_num_queries(6):
        client.get(address)
