"""The demo: an account for every role, and questionnaires that look like real life."""

from pathlib import Path

from django.contrib.auth import get_user_model

from forms_engine.selectors import library_groups, questionnaires_open_to
from forms_engine.services.drafts import upload_workbook
from forms_engine.services.library import save_group
from forms_engine.services.versions import publish_version
from messerprise.accounts.domain.roles import Role
from messerprise.accounts.services import create_user
from messerprise.audit.services import record

KEPT = ("insurance_claim", "address", "Indirizzo e recapiti - Address and contacts")
"""The section that the demo's library has: its questionnaire, its path there, its title."""
WORKBOOKS = Path(__file__).parents[1] / "demo"
PEOPLE = {
    Role.RESPONDENT: ("Anna", "Rossi"),
    Role.AUTHOR: ("Bruno", "Bianchi"),
    Role.REVIEWER: ("Carla", "Verdi"),
    Role.OPERATOR: ("Dario", "Neri"),
    Role.AUDITOR: ("Elena", "Gallo"),
    Role.ADMINISTRATOR: ("Fabio", "Costa"),
}


def load_demo(*, actor: None = None, password: str) -> list[str]:
    """See that the demo is there, changing nothing that is; return the accounts' names, one a role.

    Args:
        actor: the command line.
        password: of all demo accounts.
    """
    for role in PEOPLE:
        load_account(actor=actor, role=role, password=password)
    load_questionnaires(actor=actor)
    load_library(actor=actor)
    return [role.value for role in PEOPLE]


def load_account(*, actor: None, role: Role, password: str) -> None:
    """See that the account named like the role exists and has the password."""
    first, last = PEOPLE[role]
    user = get_user_model().objects.filter(username=role.value).first()
    if user is None:
        create_user(
            actor=actor,
            username=role.value,
            roles=[role],
            password=password,
            first_name=first,
            last_name=last,
        )
    elif not user.check_password(password):
        user.set_password(password)
        user.save(update_fields=["password"])
        record(actor=actor, action="user.password_set", subject=user)


def load_questionnaires(*, actor: None) -> None:
    """Publish the demo's questionnaires that nobody can start yet."""
    respondent = get_user_model().objects.get(username=Role.RESPONDENT.value)
    slugs = {questionnaire.slug for questionnaire in questionnaires_open_to(respondent)}
    for file in sorted(WORKBOOKS.glob("*.xlsx")):
        if file.stem not in slugs:
            draft = upload_workbook(actor=actor, content=file.read_bytes(), file_name=file.name)
            publish_version(actor=actor, version_id=draft.pk)


def load_library(*, actor: None) -> None:
    """Keep a section in the library, unless there is one already."""
    slug, path, title = KEPT
    respondent = get_user_model().objects.get(username=Role.RESPONDENT.value)
    claim = questionnaires_open_to(respondent).filter(slug=slug).first()
    if claim is not None and not library_groups().exists():
        save_group(actor=actor, version_id=claim.published_version_id or "", path=path, key=path, title=title)
