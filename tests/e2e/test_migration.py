"""A questionnaire changes while somebody fills it: what is new is shown, done, told, and taken back."""

import pytest
from playwright.sync_api import expect

from forms_engine.domain.definition import Choice, Group, Question, QuestionType
from forms_engine.domain.policy import PublishPolicy
from messerprise.accounts.domain.roles import Role
from tests.e2e.accessibility import faults_of
from tests.factories.people import make_person
from tests.factories.questionnaires import make_draft, make_questionnaire, publish_next
from tests.factories.submissions import make_submission

pytestmark = pytest.mark.e2e
T = QuestionType
COLOUR = Question(key="colour", type=T.SELECT_ONE, choice_list="c", label={"": "Which colour?"})


def ask(key, label, **fields):
    return Question(key=key, type=fields.pop("type", T.TEXT), label={"": label}, **fields)


BEFORE = (ask("name", "Your name"), ask("pet", "Your pet"), COLOUR)
AFTER = (
    Group(key="you", label={"": "About you"}, children=(ask("name", "Your full name"),)),
    COLOUR,
    ask("town", "Where do you live?", required="true()"),
)
RED, BLUE = Choice(value="red", label={"": "Red"}), Choice(value="blue", label={"": "Blue"})


@pytest.fixture
def respondent(site):
    """Return a person who answers."""
    return make_person(Role.RESPONDENT)


@pytest.fixture
def submission(respondent):
    """Return a submission under way."""
    questionnaire = make_questionnaire(*BEFORE, choice_lists={"c": (RED, BLUE)})
    return make_submission(respondent, questionnaire, {"name": "Ada", "pet": "Rex", "colour": "red"})


def test_a_respondent_goes_on_with_a_newer_version_in_the_chat_and_back(
    phone, sign_in, respondent, submission
):
    sign_in(respondent, phone)
    page = phone.new_page()
    page.goto(f"/submissions/{submission.pk}/chat/")
    publish_next(submission.questionnaire, *AFTER, policy=PublishPolicy.MUST, choice_lists={"c": (BLUE,)})
    page.reload()
    page.get_by_role("link", name="See what is new").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "The questionnaire has changed since you started"
    )
    expect(page.get_by_text("Where do you live?")).to_be_visible()
    expect(page.get_by_text("Rex")).to_be_visible()
    assert faults_of(page) == []
    page.get_by_role("button", name="Go on with the new version").click()
    expect(page.get_by_role("log")).to_contain_text("Since you started, one question is new")
    expect(page.get_by_role("log")).to_contain_text("Where do you live?")
    page.get_by_label("Your answer").fill("Rome")
    page.keyboard.press("Enter")
    expect(page.locator("#panel-content")).to_contain_text("Rome")
    page.goto(f"/submissions/{submission.pk}/migration/")
    page.get_by_role("button", name="Go back to the version before").click()
    expect(page.get_by_role("log")).to_contain_text("We are back on the version")
    submission.refresh_from_db()
    assert submission.version.number == 1
    assert submission.answers.get(path="town").status == "orphaned"


def test_a_respondent_is_offered_a_newer_version_in_the_chat(phone, sign_in, respondent, submission):
    sign_in(respondent, phone)
    page = phone.new_page()
    page.goto(f"/submissions/{submission.pk}/chat/")
    publish_next(submission.questionnaire, *AFTER, policy=PublishPolicy.OFFER, choice_lists={"c": (BLUE,)})
    page.reload()
    expect(page.get_by_role("log")).to_contain_text("Shall we go on with the new version?")
    assert faults_of(page) == []
    page.get_by_role("button", name="Yes, with the new version").click()
    expect(page.get_by_role("log")).to_contain_text("Let us begin with that")
    expect(page.locator("#panel-content")).to_contain_text("Where do you live?")
    submission.refresh_from_db()
    assert submission.version.number == 2


def test_an_author_sees_the_impact_and_decides(page, sign_in, submission):
    author = make_person(Role.AUTHOR)
    draft = make_draft(submission.questionnaire, *AFTER, choice_lists={"c": (BLUE,)})
    sign_in(author)
    page.goto(f"/admin/forms_engine/version/{draft.pk}/publish/")
    expect(page.get_by_text("If they all went on with this version")).to_be_visible()
    assert faults_of(page) == []
    page.get_by_label("they must go on with the new version").check()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("is published")).to_be_visible()
    draft.refresh_from_db()
    assert draft.publish_policy == "must"
