"""A crowd of respondents, each signed in and in a conversation of their own.

``python -m benchmarks.load.people COUNT INTERVIEWER`` from the root, in the database that the environment
names; prints JSON.
"""

import json
import sys
from uuid import uuid4

import django

django.setup()

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from chat.models import Conversation  # noqa: E402
from forms_engine.domain.definition import Choice, Question, QuestionType  # noqa: E402
from forms_engine.models import Submission  # noqa: E402
from messerprise.accounts.domain.roles import Role  # noqa: E402
from messerprise.accounts.models import User  # noqa: E402
from tests.factories.people import make_person  # noqa: E402
from tests.factories.questionnaires import make_questionnaire  # noqa: E402

QUESTIONS = (
    Question(key="colour", type=QuestionType.SELECT_ONE, choice_list="c", label={"": "Which colour?"}),
    *(Question(key=f"q{n}", type=QuestionType.TEXT, label={"": f"Question {n}?"}) for n in range(60)),
)
COLOURS = tuple(Choice(value=value, label={"": value.title()}) for value in ("red", "blue"))


def populate(count: int, interviewer: str) -> list[dict[str, str]]:
    """Return who may connect: session, conversation and epoch of each; one questionnaire serves all."""
    call_command("migrate", verbosity=0)
    name = f"crowd-{uuid4().hex[:8]}"
    people = _people(name, count)
    conversations = _conversations(name, people, interviewer)
    return [
        {"session": session, "conversation": str(each.pk), "epoch": str(each.epoch)}
        for session, each in zip(_sessions(people), conversations, strict=True)
    ]


def _people(name: str, count: int) -> list[User]:
    first = make_person(Role.RESPONDENT, username=name)
    group = first.groups.get()
    people = [User(username=f"{name}-{n}", password=first.password) for n in range(count)]
    User.objects.bulk_create(people)
    belongs = User.groups.through
    belongs.objects.bulk_create([belongs(user_id=each.pk, group_id=group.pk) for each in people])
    return people


def _conversations(name: str, people: list[User], interviewer: str) -> list[Conversation]:
    questionnaire = make_questionnaire(*QUESTIONS, form_id=name, choice_lists={"c": COLOURS})
    submissions = [
        Submission(
            questionnaire=questionnaire,
            version=questionnaire.published_version,
            owner=each,
            occurrences={},
            askable_count=len(QUESTIONS),
        )
        for each in people
    ]
    Submission.objects.bulk_create(submissions)
    conversations = [
        Conversation(submission=each, interviewer=interviewer, language="en", asked_path="q0")
        for each in submissions
    ]
    return Conversation.objects.bulk_create(conversations)


def _sessions(people: list[User]) -> list[str]:
    rows, store = [], SessionStore()
    for each in people:
        row = store.model(session_key=uuid4().hex, expire_date=timezone.now() + timezone.timedelta(days=1))
        row.session_data = store.encode(
            {
                SESSION_KEY: str(each.pk),
                BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
                HASH_SESSION_KEY: each.get_session_auth_hash(),
            }
        )
        rows.append(row)
    store.model.objects.bulk_create(rows)
    return [row.session_key for row in rows]


if __name__ == "__main__":
    print(json.dumps(populate(int(sys.argv[1]), sys.argv[2])))
