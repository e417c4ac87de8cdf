"""Addresses to go on to, given by whoever made the link: they lead nowhere else."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.factories.people import PASSWORD

ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "http:/\\evil.example",
    "https:evil.example",
    "http:///evil.example",
    "\thttps://evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "ftp://testserver/",
]


def expect_here(response) -> None:
    address = urlsplit(response["Location"])
    assert (address.scheme, address.netloc) in {("", ""), ("http", "testserver")}
    assert response["Location"].startswith("/")
    assert response["Location"][1:2] not in {"/", "\\", "\t"}


@pytest.mark.parametrize("address", ELSEWHERE)
def test_signing_in_leads_nowhere_else(client, respondent, address):
    given = {"username": respondent.username, "password": PASSWORD, "next": address}

    expect_here(client.post("/accounts/sign-in/", given))


@pytest.mark.parametrize("address", ELSEWHERE)
def test_choosing_a_language_leads_nowhere_else(client, db, address):
    expect_here(
        client.post("/i18n/setlang/", {"language": "it", "next": address}, headers={"Referer": address})
    )


@pytest.mark.parametrize("address", ELSEWHERE)
def test_the_admins_door_leads_nowhere_else(client, respondent, address):
    door = client.get("/admin/login/", {"next": address})
    expect_here(door)

    given = {"username": respondent.username, "password": PASSWORD}
    expect_here(client.post(door["Location"], given))


@pytest.mark.parametrize("path", ["//evil.example/admin", "/\\evil.example/", "/admin//evil.example"])
def test_a_slash_appended_leads_nowhere_else(administrator, path):
    client = Client()
    client.force_login(administrator)
    response = client.get(path)

    if response.status_code in {301, 302}:
        expect_here(response)
    else:
        assert response.status_code == 404
