import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser():
    """Return a browser that gets a page rather than an exception."""
    return Client(raise_request_exception=False)


def test_a_body_that_is_too_big_is_413(browser):
    body = "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    response = browser.post("/i18n/setlang/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413
    assert "That is too big" in response.content.decode()


def test_too_many_values_are_413(browser):
    fields = {f"f{number}": "" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    assert (
        browser.post(
            "/i18n/setlang/", "&".join(fields), content_type="application/x-www-form-urlencoded"
        ).status_code
        == 413
    )


def test_a_host_that_is_not_ours_is_400(browser):
    response = browser.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "This request cannot be understood" in response.content.decode()


def test_no_such_page_is_404_with_a_way_out(browser):
    response = browser.get("/nowhere/")
    assert response.status_code == 404
    assert 'href="/"' in response.content.decode()


def test_a_form_without_its_token_is_403_and_says_why(browser):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/i18n/setlang/", {"language": "it"})
    assert response.status_code == 403
    assert "This page is out of date" in response.content.decode()


@pytest.mark.parametrize("name", ["400", "403", "404", "413", "500", "403_csrf", "refusal"])
def test_error_pages_need_nothing_to_be_drawn(name):
    assert "Go to the start page" in render_to_string(f"{name}.html")
