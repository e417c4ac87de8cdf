import pytest

from forms_engine.domain.origin import Origin, OriginKind
from forms_engine.models import Submission, Version
from forms_engine.services.answers import set_answer
from forms_engine.services.occurrences import remove_occurrence

pytestmark = pytest.mark.django_db
TYPED = Origin(OriginKind.TYPED)


@pytest.fixture
def complete(submission, respondent):
    """Return the submission with all that is required."""
    set_answer(actor=respondent, submission_id=submission.pk, path="person/name", value="Ada", origin=TYPED)
    set_answer(actor=respondent, submission_id=submission.pk, path="person/colour", value="red", origin=TYPED)
    remove_occurrence(actor=respondent, submission_id=submission.pk, occurrence_path="pet[1]", origin=TYPED)
    return submission


def test_submission_list_shows_only_ones_own(client, submission, stranger):
    assert b"Household" in client.get("/submissions/").content
    client.force_login(stranger)
    page = client.get("/submissions/").content
    assert b"Household" not in page
    assert b"Nothing started yet" in page


@pytest.mark.parametrize(("door", "tail"), [("chat", "chat/"), ("form", "form/")])
def test_submission_detail_opens_the_last_door(client, submission, address, door, tail):
    Submission.objects.update(last_door=door)
    assert client.get(address()).url == address(tail)


def test_submission_detail_of_a_submitted_one_is_its_receipt(client, complete, address):
    Submission.objects.update(status="submitted")
    assert client.get(address()).url == address("summary/")


def test_submission_summary_says_answers_in_words(client, complete, address):
    page = client.get(address("summary/")).content.decode()
    assert "<dd>Red" in page
    assert "Everything needed is there" in page


def test_submission_summary_puts_what_is_missing_first_with_links(client, submission, address):
    page = client.get(address("summary/")).content.decode()
    assert "2 answers are still to do" in page
    assert f'href="{address("form/?question=person%2Fname")}">Your name</a>' in page
    assert f'href="{address("form/?question=pet%5B1%5D%2Fcalled")}">Pet 1 · Label of called</a>' in page
    assert page.index("still to do") < page.index("About you")
    assert "disabled" in page


def test_submission_summary_links_each_answer_to_both_doors(client, complete, address):
    page = client.get(address("summary/")).content.decode()
    assert address("form/?question=person%2Fcolour") in page
    assert address("chat/?question=person%2Fcolour") in page


def test_submission_summary_escapes_what_people_wrote(client, respondent, complete, address):
    evil = '<script>alert(1)</script> **x** "onload="'
    set_answer(actor=respondent, submission_id=complete.pk, path="person/name", value=evil, origin=TYPED)
    page = client.get(address("summary/")).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; **x** &quot;onload=&quot;" in page
    assert "<script>alert" not in page


def test_submission_submit_hands_in_and_shows_a_receipt(client, complete, address):
    page = client.post(address("submit/"), follow=True).content.decode()
    assert "Submitted. Thank you" in page
    assert f"<code>{complete.pk}</code>" in page
    assert "?question=" not in page
    assert Submission.objects.get().status == "submitted"


def test_submission_submit_keeps_an_incomplete_one_open(client, submission, address):
    page = client.post(address("submit/"), follow=True).content.decode()
    assert "2 answers are still missing or not valid" in page
    assert Submission.objects.get().status == "in_progress"


def test_submission_submit_after_the_version_was_closed_says_so(client, complete, address):
    Version.objects.update(status="closed")
    response = client.post(address("submit/"))
    assert response.status_code == 409
    assert "was closed in the meantime; your answers are kept" in response.content.decode()
    assert Submission.objects.get().status == "in_progress"


def test_submission_submit_twice_changes_nothing(client, complete, address):
    client.post(address("submit/"))
    at = Submission.objects.get().submitted_at
    response = client.post(address("submit/"))
    assert response.status_code == 409
    assert Submission.objects.get().submitted_at == at


def test_a_submitted_one_is_read_only(client, complete, address):
    client.post(address("submit/"))
    assert client.get(address("form/person/")).url == address("form/")
    assert client.get(address("form/")).url == address("summary/")
    response = client.post(address("answers/"), {"path": "person/name", "person/name": "Eve"})
    assert response.status_code == 409
    assert Submission.objects.get().answers.get(path="person/name").value == "Ada"


ALL = ["", "form/", "form/person/", "summary/"]
POSTS = ["answers/", "occurrences/", "occurrences/remove/", "submit/", "form/person/"]


@pytest.mark.parametrize("tail", ALL)
def test_pages_of_somebody_else_are_not_found(client, stranger, address, tail):
    client.force_login(stranger)
    assert client.get(address(tail)).status_code == 404


@pytest.mark.parametrize("tail", ALL)
def test_pages_of_a_respondent_are_not_even_a_reviewers(client, reviewer, address, tail):
    client.force_login(reviewer)
    assert client.get(address(tail)).status_code == 404


@pytest.mark.parametrize("tail", POSTS)
def test_posts_by_somebody_else_are_not_found_and_change_nothing(client, stranger, submission, address, tail):
    client.force_login(stranger)
    payload = {"path": "person/name", "person/name": "Eve", "shown": "person/name", "go": "add:pet"}
    assert client.post(address(tail), payload).status_code == 404
    assert Submission.objects.get().revision == 0


@pytest.mark.parametrize("tail", ALL)
def test_pages_ask_strangers_to_sign_in(client, address, tail):
    client.logout()
    assert client.get(address(tail)).url.startswith("/accounts/sign-in/?next=")


@pytest.mark.parametrize("tail", ["answers/", "occurrences/", "occurrences/remove/", "submit/"])
def test_changes_refuse_get(client, address, tail):
    assert client.get(address(tail)).status_code == 405
