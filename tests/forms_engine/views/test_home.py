import pytest
from django.test import Client

from forms_engine.services.submissions import start_submission
from tests.factories.questionnaires import make_questionnaire

pytestmark = pytest.mark.django_db


def test_home_tells_strangers_what_one_can_do_here():
    page = Client().get("/").content.decode()
    for door in ("Chat", "Voice", "Form pages", "Files"):
        assert f"<h3>{door}</h3>" in page


def test_home_shows_what_is_open_and_what_is_in_progress(client, submission):
    page = client.get("/").content.decode()
    assert "Carry on" in page
    assert f'href="/submissions/{submission.pk}/"' in page


@pytest.mark.parametrize(
    ("role", "shown", "hidden"),
    [
        ("author", "/admin/forms_engine/questionnaire/", "/admin/forms_engine/submission/"),
        ("reviewer", "/admin/forms_engine/submission/", "/admin/accounts/user/"),
        ("auditor", "/admin/audit/auditevent/", "/admin/forms_engine/questionnaire/"),
        ("operator", "/admin/llm/llmcall/", "/admin/audit/auditevent/"),
        ("administrator", "/admin/accounts/user/", "no such thing"),
    ],
)
def test_home_leads_staff_to_their_own_work(client, request, role, shown, hidden):
    client.force_login(request.getfixturevalue(role))
    page = client.get("/").content.decode()
    assert f'href="{shown}"' in page
    assert hidden not in page


def test_home_shows_no_staff_section_to_respondents(client):
    assert b"/admin/" not in client.get("/").content


@pytest.mark.parametrize("path", ["/", "/submissions/", "/questionnaires/"])
def test_lists_take_the_same_number_of_queries_for_one_row_and_for_three(
    client, respondent, questionnaire, submission, path, django_assert_num_queries
):
    expected = {"/": 5, "/submissions/": 3, "/questionnaires/": 4}[path]
    with django_assert_num_queries(expected):
        client.get(path)
    for _ in range(2):
        another = make_questionnaire()
        start_submission(actor=respondent, questionnaire_id=another.pk, language="en")
    with django_assert_num_queries(expected):
        client.get(path)


@pytest.mark.parametrize(
    ("cookie", "theme"), [("dark", "dark"), ("light", "light"), ('"><script>', "auto"), ("", "auto")]
)
def test_pages_carry_the_theme_of_the_cookie(client, cookie, theme):
    client.cookies["theme"] = cookie
    assert f'data-theme="{theme}"' in client.get("/").content.decode()


@pytest.mark.parametrize(("accepted", "language"), [("it-IT,it;q=0.9", "it"), ("en-GB", "en"), ("de", "en")])
def test_pages_speak_the_language_of_the_browser(accepted, language):
    response = Client(headers={"accept-language": accepted}).get("/")
    assert f'<html lang="{language}"' in response.content.decode()


def test_pages_hold_no_inline_script_or_style(client, submission):
    for path in ("/", "/questionnaires/", "/submissions/", f"/submissions/{submission.pk}/form/person/"):
        page = client.get(path).content.decode()
        assert " style=" not in page
        assert "<style" not in page
        assert " on" not in [part[:3] for part in page.split("<") if part.startswith("script>")]
        assert all("src=" in part.split(">")[0] for part in page.split("<script")[1:])
