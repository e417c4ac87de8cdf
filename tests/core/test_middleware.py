import pytest
from django.test import RequestFactory

from messerprise.core.exceptions import MessErpriseError, PermissionRefused
from messerprise.core.middleware import RefusalMiddleware

REFUSALS = [(PermissionRefused, 403), (MessErpriseError, 409)]


def answer_to(error, **headers):
    request = RequestFactory(headers=headers).get("/")
    return RefusalMiddleware(lambda _request: None).process_exception(request, error)


@pytest.mark.parametrize(("kind", "status"), REFUSALS)
def test_refusal_is_a_page_with_the_sentence_and_a_way_out(kind, status):
    response = answer_to(kind("Sign <again>."))
    assert response.status_code == status
    assert "Sign &lt;again&gt;." in response.content.decode()
    assert 'href="/"' in response.content.decode()


@pytest.mark.parametrize(("kind", "status"), REFUSALS)
def test_refusal_is_plain_text_to_scripts(kind, status):
    response = answer_to(kind("Sign <again>."), hx_request="true")
    assert (response.status_code, response.content) == (status, b"Sign <again>.")
    assert response["Content-Type"] == "text/plain; charset=utf-8"


def test_other_errors_are_left_to_django():
    assert answer_to(ValueError("secret")) is None
