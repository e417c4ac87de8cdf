"""Headers that pretend: the live server, asked as no browser asks."""

import http.client
from urllib.parse import urlsplit

import pytest


@pytest.fixture
def ask(site):
    """Return a function that asks the live server for a page with exactly these headers."""

    def ask(path: str = "/accounts/sign-in/", **headers: str):
        connection = http.client.HTTPConnection(urlsplit(site.url).netloc, timeout=10)
        connection.putrequest("GET", path, skip_host="host" in headers)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        answer.text = answer.read().decode()
        connection.close()
        return answer

    return ask


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:80", "127.0.0.1@evil.example"]
)
def test_another_host_is_refused_without_detail(ask, host):
    answer = ask(host=host)

    assert answer.status == 400
    assert "evil.example" not in answer.text


@pytest.mark.parametrize(
    "header",
    [
        "X_Forwarded_Host",
        "X_Forwarded_Server",
        "X_Forwarded_Prefix",
        "X_Script_Name",
        "Daphne_Root_Path",
        "Script_Name",
    ],
)
def test_nobody_moves_the_site(ask, header):
    answer = ask("/questionnaires/", **{header: "/evil.example"})
    page = ask(**{header: "/evil.example"})

    assert answer.getheader("Location") == "/accounts/sign-in/?next=/questionnaires/"
    assert page.status == 200
    assert "evil.example" not in page.text


def test_nobody_makes_the_site_believe_in_https(ask):
    assert not ask(X_Forwarded_Proto="https", Origin="https://evil.example").getheader(
        "Strict-Transport-Security"
    )


@pytest.mark.parametrize("value", ["it\x0b", "it\x85x", "it\x1c", "é" * 9000])
def test_strange_bytes_in_a_header_harm_nobody(ask, value):
    assert ask(Accept_Language=value, X_Strange=value).status in {200, 400}


def test_every_page_forbids_what_it_does_not_need(ask):
    for path in ("/", "/accounts/sign-in/", "/nowhere/", "/health/live/"):
        answer = ask(path)
        policy = answer.getheader("Content-Security-Policy")
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.getheader("X-Content-Type-Options") == "nosniff"
        assert answer.getheader("X-Frame-Options") == "DENY"
        assert answer.getheader("Referrer-Policy") == "same-origin"
        assert answer.getheader("Cross-Origin-Opener-Policy") == "same-origin"
        assert not answer.getheader("Server")


def test_the_language_cookie_of_a_stranger_is_no_file(ask):
    for value in ("../../etc/passwd", "x" * 5000, "en\x00"):
        assert ask(Cookie=f'django_language={value}; theme="><script>').status in {200, 400}
        assert "<script>" not in ask(Cookie=f'django_language={value}; theme="><script>').text
