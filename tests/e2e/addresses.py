"""The pages that people reach, with something to see on each."""

from datetime import timedelta

from django.utils import timezone

from chat.services.conversations import open_conversation
from forms_engine.domain.states import JobState
from forms_engine.models import Job, Questionnaire
from forms_engine.services.designing import start_draft
from messerprise.accounts.domain.roles import Role
from messerprise.accounts.models import User
from tests.factories.jobs import make_trial
from tests.factories.library import make_user_of_library
from tests.factories.people import make_person
from tests.factories.questionnaires import SMALL, make_questionnaire, publish_next
from tests.factories.submissions import make_submission

REPORT = {
    "event/kind": "damage",
    "event/place": "office",
    "event/description": "Un carrello ha urtato lo scaffale; due pallet caduti.",
    "consequences/severity": "medium",
    "consequences/measures": "first_aid fenced",
    "contact/wants_contact": "no",
    "contact/truthful": "OK",
}
FOR_ALL = ["/", "/accounts/sign-in/", "/nowhere/"]
OF_RESPONDENTS = [
    "/",
    "/questionnaires/",
    "/submissions/",
    "/accounts/profile/",
    *(
        f"/submissions/{{open}}/{tail}"
        for tail in ("form/event/", "form/consequences/", "chat/", "chat/#panel", "summary/")
    ),
    "/submissions/{open}/documents/?question=consequences/photo",
    "/submissions/{supplier}/form/site/",
    "/submissions/{supplier}/form/quality/",
    "/submissions/{done}/summary/",
    "/submissions/{done}/chat/",
]
OF_STAFF = [
    "/",
    "/admin/",
    "/admin/forms_engine/questionnaire/",
    "/admin/forms_engine/questionnaire/add/",
    "/admin/forms_engine/questionnaire/new/",
    "/admin/forms_engine/questionnaire/{questionnaire}/change/",
    "/admin/forms_engine/questionnaire/{questionnaire}/export/",
    "/admin/forms_engine/questionnaire/{questionnaire}/migrate/",
    "/admin/forms_engine/questionnaire/{questionnaire}/insert/",
    "/admin/forms_engine/questionnaire/{user}/change/",
    "/admin/forms_engine/questionnaire/{user}/renew/?path=address",
    "/admin/forms_engine/librarygroup/",
    "/admin/forms_engine/librarygroup/{group}/change/",
    "/admin/forms_engine/version/",
    "/admin/forms_engine/version/{version}/change/",
    "/admin/forms_engine/version/{version}/preview/",
    "/admin/forms_engine/version/{version}/keep/?path=event",
    "/admin/forms_engine/version/{version}/keep/?path=contact",
    "/admin/forms_engine/version/{version}/keep/?path=contact&group={group}",
    "/admin/forms_engine/version/{version}/check/",
    "/admin/forms_engine/version/{version}/close/",
    "/admin/forms_engine/version/{version}/restore/",
    "/admin/forms_engine/version/{draft}/design/",
    "/admin/forms_engine/version/{draft}/design/?question=company/legal_form",
    "/admin/forms_engine/version/{draft}/trial/",
    "/drafts/{draft}/chat/",
    "/admin/forms_engine/submission/",
    "/admin/forms_engine/submission/{done}/change/",
    "/admin/accounts/user/",
    "/admin/accounts/user/add/",
    "/admin/accounts/user/{person}/change/",
    "/admin/auth/group/",
    "/admin/audit/auditevent/",
    "/admin/llm/llmcall/",
    "/admin/documents/document/",
]

OF_JOBS = [f"/admin/forms_engine/questionnaire/job/{{job_{state}}}/" for state in JobState]


def make_job_ids(owner: User, questionnaire: Questionnaire) -> dict[str, object]:
    """Return the ids of a person's jobs, one in every state."""
    parameters = {"format": "csv", "language": "en"}
    return {
        f"job_{state}": Job.objects.create(
            kind="export",
            owner=owner,
            questionnaire=questionnaire,
            parameters=parameters,
            state=state,
            due_at=timezone.now() + timedelta(hours=1),
        ).pk
        for state in JobState
        if state is not JobState.DONE
    } | {"job_done": make_trial(owner, make_changed()).pk}


def make_changed() -> Questionnaire:
    """Return a questionnaire that somebody is under way with on an older version."""
    questionnaire = make_questionnaire()
    make_submission(make_person(Role.RESPONDENT), questionnaire, {"name": "Ada", "colour": "red"})
    publish_next(questionnaire, *SMALL[:1])
    return questionnaire


def make_ids(
    person: User, incident: Questionnaire, supplier: Questionnaire, **answers: str
) -> dict[str, object]:
    """Return the ids that stand in the addresses; ``answers`` differ from those of ``REPORT``."""
    report = REPORT | {path.replace("__", "/"): value for path, value in answers.items()}
    started = make_submission(person, incident, report | {"event/kind": "injury"})
    certified = make_submission(person, supplier, {"quality/has_certificates": "yes"})
    done = make_submission(person, incident, report, submit=True)
    for submission in (started, done):
        open_conversation(actor=person, submission_id=submission.pk, language="en")
    user, group = make_user_of_library()
    return {
        "person": person.pk,
        "user": user.pk,
        "group": group.pk,
        "questionnaire": incident.pk,
        "version": incident.published_version_id,
        "draft": start_draft(actor=None, questionnaire_id=supplier.pk).pk,
        "open": started.pk,
        "supplier": certified.pk,
        "done": done.pk,
    }
