"""People and their roles."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from messerprise.accounts.domain.roles import Role
from messerprise.accounts.exceptions import OwnAccount
from messerprise.accounts.models import User
from messerprise.accounts.services import (
    activate_user,
    assign_roles,
    create_user,
    deactivate_user,
    end_sessions,
    set_profile,
)
from messerprise.accounts.signals import access_changed
from messerprise.audit.models import AuditEvent
from messerprise.core.exceptions import PermissionRefused


@pytest.fixture
def news():
    heard = []

    def hear(user_id, **_kwargs):
        heard.append(user_id)

    access_changed.connect(hear)
    yield heard
    access_changed.disconnect(hear)


def test_create_user_makes_a_respondent_by_default(administrator):
    user = create_user(actor=administrator, username="nora", password="a long password")

    assert user.roles == {Role.RESPONDENT}
    assert not user.is_staff
    assert user.check_password("a long password")
    events = AuditEvent.objects.filter(subject_id=user.pk).order_by("id")
    assert list(events.values_list("action", "actor")) == [
        ("user.created", administrator.pk),
        ("user.roles_assigned", administrator.pk),
    ]


def test_create_user_without_a_password_makes_one_who_cannot_sign_in_locally(administrator):
    assert not create_user(actor=administrator, username="nora").has_usable_password()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR}))
def test_people_are_managed_by_administrators_only(role, respondent, request, stranger):
    assign_roles(actor=None, user=respondent, roles=[role])
    deeds = [
        lambda: create_user(actor=respondent, username="nora"),
        lambda: assign_roles(actor=respondent, user=stranger, roles=[Role.AUTHOR]),
        lambda: assign_roles(actor=respondent, user=respondent, roles=[Role.ADMINISTRATOR]),
        lambda: deactivate_user(actor=respondent, user=stranger),
        lambda: activate_user(actor=respondent, user=stranger),
        lambda: end_sessions(actor=respondent, user=stranger),
    ]
    for deed in deeds:
        with pytest.raises(PermissionRefused):
            deed()
    assert User.objects.get(pk=stranger.pk).roles == {Role.RESPONDENT}
    assert User.objects.count() == 2


@pytest.mark.parametrize("role", Role)
def test_assign_roles_opens_the_admin_to_everybody_but_respondents(role, administrator, stranger):
    assign_roles(actor=administrator, user=stranger, roles=[role])

    fresh = User.objects.get(pk=stranger.pk)
    assert fresh.roles == {role}
    assert fresh.is_staff is (role is not Role.RESPONDENT)
    assert fresh.is_superuser is (role is Role.ADMINISTRATOR)


def test_assign_roles_takes_what_is_not_named_and_keeps_other_groups(administrator, author):
    author.groups.add(Group.objects.create(name="football team"))

    assign_roles(actor=administrator, user=author, roles=[Role.REVIEWER])

    assert set(author.groups.values_list("name", flat=True)) == {"reviewer", "football team"}
    assert author.roles == {Role.REVIEWER}
    assert AuditEvent.objects.latest("id").detail == {"given": ["reviewer"], "taken": ["author"]}


def test_assign_roles_that_are_held_already_records_nothing(administrator, author, news):
    before = AuditEvent.objects.count()

    assign_roles(actor=administrator, user=author, roles=[Role.AUTHOR])

    assert AuditEvent.objects.count() == before
    assert news == []


def test_assign_roles_corrects_flags_that_were_set_by_hand(administrator, stranger):
    User.objects.filter(pk=stranger.pk).update(is_staff=True)
    stranger.refresh_from_db()

    assign_roles(actor=administrator, user=stranger, roles=[Role.RESPONDENT])

    assert not User.objects.get(pk=stranger.pk).is_staff


def test_administrators_cannot_shut_themselves_out(administrator):
    for deed in (
        lambda: assign_roles(actor=administrator, user=User.objects.get(), roles=[Role.AUTHOR]),
        lambda: deactivate_user(actor=administrator, user=User.objects.get()),
    ):
        with pytest.raises(OwnAccount):
            deed()
    assert User.objects.get().has_role(Role.ADMINISTRATOR)


def test_deactivated_people_have_no_role_until_they_are_activated(administrator, author):
    deactivate_user(actor=administrator, user=author)
    assert author.roles == frozenset()
    assert not author.has_role(Role.AUTHOR)

    activate_user(actor=administrator, user=author)
    assert author.has_role(Role.AUTHOR)
    actions = AuditEvent.objects.order_by("-id").values_list("action", flat=True)
    assert list(actions[:2]) == ["user.activated", "user.deactivated"]


def test_change_of_access_is_told_after_the_commit(
    administrator, author, news, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks:
        assign_roles(actor=administrator, user=author, roles=[])
        deactivate_user(actor=administrator, user=author)
    assert news == []
    for callback in callbacks:
        callback()

    assert news == [author.pk, author.pk]


def test_administrator_has_every_role(administrator):
    assert all(administrator.has_role(role) for role in Role)
    assert administrator.roles == {Role.ADMINISTRATOR}


def test_superuser_of_the_command_line_is_administrator(db):
    assert User.objects.create_superuser("root").has_role(Role.ADMINISTRATOR)


def test_roles_cost_one_query(author, django_assert_num_queries):
    fresh = User.objects.get(pk=author.pk)
    with django_assert_num_queries(1):
        assert fresh.has_role(Role.AUTHOR)
        assert not fresh.has_role(Role.OPERATOR)


def test_set_profile_keeps_the_language(respondent):
    set_profile(actor=respondent, language="it")

    assert User.objects.get().language == "it"
    assert AuditEvent.objects.latest("id").action == "user.profile_set"


def signed_in(*users):
    """Return a browser of each."""
    clients = [Client() for _ in users]
    for client, user in zip(clients, users, strict=True):
        client.force_login(user)
    return clients


def is_in(client) -> bool:
    return client.get("/accounts/profile/").status_code == 200


@pytest.mark.parametrize("whose", ["own", "an administrator's", "the machine's"])
def test_end_sessions_ends_them_all_and_nobody_elses(
    whose, respondent, stranger, administrator, news, django_capture_on_commit_callbacks
):
    actor = {"own": respondent, "an administrator's": administrator, "the machine's": None}[whose]
    first, second, other = signed_in(respondent, respondent, stranger)

    with django_capture_on_commit_callbacks(execute=True):
        end_sessions(actor=actor, user=respondent)

    assert [is_in(each) for each in (first, second, other)] == [False, False, True]
    assert news == [respondent.pk]
    event = AuditEvent.objects.filter(action="user.sessions_ended").get()
    assert (event.actor_id, event.subject_id) == (actor.pk if actor else None, str(respondent.pk))


def test_whoever_signs_in_afterwards_stays(respondent):
    for _ in range(2):
        end_sessions(actor=respondent, user=respondent)
        (again,) = signed_in(respondent)
        assert is_in(again)


def test_sessions_end_for_an_old_secret_key_too(respondent, settings):
    (client,) = signed_in(respondent)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another one " * 5
    assert is_in(client)

    end_sessions(actor=respondent, user=respondent)

    assert not is_in(client)
