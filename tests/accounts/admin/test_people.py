"""People and groups in the admin."""

import pytest
from django.test import Client

from messerprise.accounts.domain.roles import Role
from messerprise.accounts.models import Identity, User
from messerprise.audit.models import AuditEvent

LIST, GROUPS = "/admin/accounts/user/", "/admin/auth/group/"
INLINE = {"identities-TOTAL_FORMS": 0, "identities-INITIAL_FORMS": 0}


@pytest.fixture
def admin(client, administrator):
    client.force_login(administrator)
    return client


def change(admin, user, **fields):
    data = {
        "username": user.username,
        "is_active": "on",
        "roles": [role.value for role in user.roles],
        **INLINE,
    }
    posted = {name: value for name, value in (data | fields).items() if value != ""}
    return admin.post(f"{LIST}{user.pk}/change/", posted)


@pytest.mark.parametrize("role", ["author", "reviewer", "operator", "auditor"])
@pytest.mark.parametrize("address", [LIST, GROUPS, f"{LIST}add/"])
def test_people_are_closed_to(client, request, role, address):
    client.force_login(request.getfixturevalue(role))

    assert client.get(address).status_code == 403


def test_person_gets_roles_and_names(admin, stranger):
    assert (
        change(admin, stranger, roles=["author", "reviewer"], first_name="Ada", language="it").status_code
        == 302
    )

    fresh = User.objects.get(pk=stranger.pk)
    assert fresh.roles == {Role.AUTHOR, Role.REVIEWER}
    assert fresh.is_staff
    assert (fresh.first_name, fresh.language) == ("Ada", "it")
    assert AuditEvent.objects.filter(
        subject_id=fresh.pk, action="user.roles_assigned", detail__given__0="author"
    )


def test_person_loses_roles(admin, author):
    change(admin, author, roles=[])

    fresh = User.objects.get(pk=author.pk)
    assert fresh.roles == frozenset()
    assert not fresh.is_staff


def test_person_is_deactivated_and_activated_on_the_page(admin, stranger):
    change(admin, stranger, is_active="")
    assert not User.objects.get(pk=stranger.pk).is_active
    assert AuditEvent.objects.filter(subject_id=stranger.pk, action="user.deactivated").exists()

    change(admin, stranger)
    assert User.objects.get(pk=stranger.pk).is_active


def test_person_page_refuses_to_shut_oneself_out_and_changes_nothing(admin, administrator):
    page = admin.post(
        f"{LIST}{administrator.pk}/change/",
        {"username": "somebody-else", "is_active": "on", "roles": ["author"], **INLINE},
        follow=True,
    )

    assert "You cannot deactivate yourself" in page.content.decode()
    fresh = User.objects.get(pk=administrator.pk)
    assert fresh.username == "administrator"
    assert fresh.has_role(Role.ADMINISTRATOR)


def test_people_are_deactivated_from_the_list(admin, administrator, stranger, author):
    admin.post(LIST, {"action": "deactivate", "_selected_action": [stranger.pk, author.pk]})
    assert not User.objects.filter(pk__in=[stranger.pk, author.pk], is_active=True).exists()

    admin.post(LIST, {"action": "activate", "_selected_action": [stranger.pk]})
    assert User.objects.get(pk=stranger.pk).is_active


def test_sessions_are_ended_from_the_list(admin, stranger, author):
    clients = [Client(), Client()]
    for client, user in zip(clients, (stranger, author), strict=True):
        client.force_login(user)

    page = admin.post(LIST, {"action": "end_sessions", "_selected_action": [stranger.pk]}, follow=True)

    assert "They are signed out everywhere." in page.content.decode()
    assert [client.get("/accounts/profile/").status_code for client in clients] == [302, 200]
    assert AuditEvent.objects.get(action="user.sessions_ended").subject_id == str(stranger.pk)


@pytest.mark.parametrize("role", ["author", "reviewer", "operator", "auditor"])
def test_sessions_are_not_ended_by(client, request, role, stranger):
    client.force_login(request.getfixturevalue(role))

    answer = client.post(LIST, {"action": "end_sessions", "_selected_action": [stranger.pk]})

    assert answer.status_code == 403
    assert not AuditEvent.objects.filter(action="user.sessions_ended").exists()


def test_list_refuses_to_deactivate_oneself_and_changes_nobody(admin, administrator, stranger):
    page = admin.post(
        LIST, {"action": "deactivate", "_selected_action": [administrator.pk, stranger.pk]}, follow=True
    )

    assert "You cannot deactivate yourself" in page.content.decode()
    assert User.objects.filter(is_active=True).count() == 2


def test_person_is_added_with_roles(admin):
    admin.post(
        f"{LIST}add/",
        {
            "username": "nora",
            "usable_password": "true",
            "password1": "a Long-passw0rd",
            "password2": "a Long-passw0rd",
            "roles": ["operator"],
            **INLINE,
        },
    )

    nora = User.objects.get(username="nora")
    assert nora.roles == {Role.OPERATOR}
    assert nora.check_password("a Long-passw0rd")
    assert AuditEvent.objects.filter(subject_id=nora.pk, action="user.created").exists()


def test_new_password_is_recorded(admin, stranger):
    admin.post(
        f"{LIST}{stranger.pk}/password/",
        {
            "usable_password": "true",
            "password1": "a Long-passw0rd",
            "password2": "a Long-passw0rd",
            "set-password": "",
        },
    )

    stranger.refresh_from_db()
    assert stranger.check_password("a Long-passw0rd")
    assert AuditEvent.objects.filter(subject_id=stranger.pk, action="user.changed").exists()


def test_people_are_deleted_by_nobody(admin, stranger):
    assert admin.post(f"{LIST}{stranger.pk}/delete/", {"post": "yes"}).status_code == 403
    assert "delete_selected" not in admin.get(LIST).content.decode()


def test_flags_cannot_be_posted_past_the_roles(admin, stranger):
    change(admin, stranger, is_superuser="on", is_staff="on", groups="1")

    fresh = User.objects.get(pk=stranger.pk)
    assert not fresh.is_superuser
    assert not fresh.is_staff


def test_list_is_searched_and_filtered_by_role(admin, author, stranger):
    assert [each.username for each in admin.get(f"{LIST}?q=auth").context["cl"].queryset] == ["author"]
    assert [each.username for each in admin.get(f"{LIST}?role=author").context["cl"].queryset] == ["author"]


def test_list_costs_the_same_for_few_and_many(admin, author, django_assert_num_queries):
    for names in ((), ("a", "b", "c")):
        for name in names:
            User.objects.create_user(name).groups.set(author.groups.all())
        with django_assert_num_queries(7):
            admin.get(LIST)


def test_person_page_shows_identities_read_only(admin, stranger):
    Identity.objects.create(user=stranger, issuer="https://id.example", subject="abc")

    page = admin.get(f"{LIST}{stranger.pk}/change/").content.decode()

    assert "https://id.example" in page
    assert 'name="identities-0-subject"' not in page


def test_groups_are_there_to_look_at(admin, author):
    page = admin.get(GROUPS)
    group = author.groups.get()

    assert page.status_code == 200
    assert admin.get(f"{GROUPS}{group.pk}/change/").status_code == 200
    assert admin.post(f"{GROUPS}{group.pk}/change/", {"name": "x"}).status_code == 403
    assert admin.get(f"{GROUPS}add/").status_code == 403
