"""What Django lets the roles do."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from messerprise.accounts.domain import grants
from messerprise.accounts.domain.roles import Role
from messerprise.accounts.services.grants import sync_grants


@pytest.fixture
def audit_app(db, monkeypatch):
    monkeypatch.setattr(grants, "_grants", set(grants._grants))  # noqa: SLF001 - restored after the test
    return apps.get_app_config("audit")


def names(role):
    granted = Group.objects.get(name=role).permissions.filter(content_type__app_label="audit")
    return set(granted.values_list("codename", flat=True))


def test_every_role_has_its_group(db):
    assert set(Group.objects.values_list("name", flat=True)) >= set(Role)


def test_auditors_view_the_record_and_others_do_not(auditor, author, operator):
    assert auditor.has_perm("audit.view_auditevent")
    assert not auditor.has_perm("audit.change_auditevent")
    assert not author.has_perm("audit.view_auditevent")
    assert operator.has_perm("llm.view_llmcall")


def test_sync_grants_gives_what_was_registered(audit_app):
    grants.grant(Role.AUTHOR, "audit.AuditEvent", "view", "add")

    sync_grants(audit_app)

    assert names(Role.AUTHOR) == {"view_auditevent", "add_auditevent"}
    assert names(Role.AUDITOR) == {"view_auditevent"}


def test_sync_grants_takes_what_is_no_longer_granted(audit_app):
    permission = Permission.objects.get(codename="delete_auditevent")
    Group.objects.get(name=Role.AUDITOR).permissions.add(permission)

    sync_grants(audit_app)

    assert names(Role.AUDITOR) == {"view_auditevent"}


def test_sync_grants_with_nothing_to_do_costs_one_query(audit_app, django_assert_num_queries):
    with django_assert_num_queries(1):
        sync_grants(audit_app)


@pytest.mark.django_db(transaction=True)
def test_grants_hold_again_after_the_tables_were_emptied():
    call_command("flush", interactive=False, verbosity=0)

    assert names(Role.AUDITOR) == {"view_auditevent"}
    assert set(Group.objects.values_list("name", flat=True)) == set(Role)
