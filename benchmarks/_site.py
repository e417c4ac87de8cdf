"""The real site on SQLite in a folder of its own, with one respondent signed in."""

import atexit
import os
from collections.abc import Callable
from functools import partial
from tempfile import TemporaryDirectory

import django

_folder = TemporaryDirectory(prefix="benchmark-")
atexit.register(_folder.cleanup)
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "messerprise.settings",
    "EMBEDDED": "1",
    "VAR_DIR": _folder.name,
    "DATABASE_URL": f"sqlite:///{_folder.name}/site.sqlite3",
}
django.setup()

from django.core.management import call_command  # noqa: E402 - the environment had to stand first
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks._questionnaire import filled  # noqa: E402
from forms_engine.domain.definition import Definition  # noqa: E402
from forms_engine.domain.origin import OriginKind  # noqa: E402
from forms_engine.domain.pages import pages_of  # noqa: E402
from forms_engine.domain.policy import PublishPolicy  # noqa: E402
from forms_engine.domain.xlsform import write_workbook  # noqa: E402
from forms_engine.models import Answer, Questionnaire, Submission, Version  # noqa: E402
from forms_engine.services.designing import start_draft  # noqa: E402
from forms_engine.services.drafts import upload_workbook  # noqa: E402
from forms_engine.services.filling import form_of  # noqa: E402
from forms_engine.services.migrations import migrate_submission  # noqa: E402
from forms_engine.services.submissions import start_submission  # noqa: E402
from forms_engine.services.versions import publish_version  # noqa: E402
from messerprise.accounts.domain.roles import Role  # noqa: E402
from messerprise.accounts.services import create_user  # noqa: E402
from messerprise.core.garbage import settle  # noqa: E402

FILLED_AT_ONCE = 1_000


def removed_path(before: Definition, after: Definition) -> str:
    """Return the path of a question that only the first definition has."""
    return next(path for path in dict(before.walk()) if path not in dict(after.walk()))


class Site:
    """Answers requests inside this process, through all middleware, as a worker does."""

    def __init__(self) -> None:
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        roles = (Role.RESPONDENT, Role.AUTHOR, Role.REVIEWER)
        self.person = create_user(actor=None, username="person", roles=roles)
        self._client = Client(SERVER_NAME="localhost")
        self._client.force_login(self.person)
        self._client.get("/questionnaires/")
        settle()  # as a web process does

    def pages_of(self, definition: Definition) -> list[str]:
        """Publish a questionnaire, answer all of it, and return the addresses of its pages."""
        submission = self._start(definition)
        instance = filled(form_of(submission.version))
        submission.occurrences = {path: list(found) for path, found in instance.occurrences().items()}
        submission.save()
        submission.answers.all().delete()
        Answer.objects.bulk_create(
            Answer(submission=submission, path=path, value=text, origin=OriginKind.TYPED)
            for path, text in instance.values().items()
        )
        pages = pages_of(instance.form.definition)
        return [reverse("forms_engine:page_detail", args=[submission.pk, page.key]) for page in pages]

    def migrations_of(
        self, before: Definition, after: Definition, count: int, answers: int
    ) -> list[Callable[[], object]]:
        """Start submissions of ``before``, publish ``after``, and return what takes each of them along."""
        first = self._start(before)
        instance = filled(form_of(first.version))
        texts = dict(list(instance.values().items())[:answers])
        submissions = [
            Submission(
                questionnaire=first.questionnaire, version=first.version, owner=self.person, occurrences={}
            )
            for _number in range(count)
        ]
        Submission.objects.bulk_create(submissions)
        Answer.objects.bulk_create(
            [
                Answer(submission=submission, path=path, value=text, origin=OriginKind.TYPED)
                for submission in submissions
                for path, text in texts.items()
            ],
            batch_size=2_000,
        )
        target = self._publish(after, PublishPolicy.OFFER)
        return [
            partial(migrate_submission, actor=self.person, submission_id=each.pk, version_id=target.pk)
            for each in submissions
        ]

    def fill(self, before: Definition, after: Definition, count: int) -> Questionnaire:
        """Publish both versions; fill so many of the newer, one in ten with an answer kept aside."""
        self._publish(before)
        first = self._start(after)
        instance, gone = filled(form_of(first.version)), removed_path(before, after)
        occurrences = {path: list(found) for path, found in instance.occurrences().items()}
        texts = instance.values()
        for at in range(0, count, FILLED_AT_ONCE):
            submissions = [
                Submission(
                    questionnaire=first.questionnaire,
                    version=first.version,
                    owner=self.person,
                    occurrences=occurrences,
                    status="submitted",
                    submitted_at=timezone.now(),
                )
                for _number in range(min(FILLED_AT_ONCE, count - at))
            ]
            Submission.objects.bulk_create(submissions)
            answers = [
                Answer(submission=submission, path=path, value=text, origin=OriginKind.TYPED)
                for submission in submissions
                for path, text in texts.items()
            ]
            aside = [
                Answer(
                    submission=submission, path=gone, value="old", origin=OriginKind.TYPED, status="orphaned"
                )
                for submission in submissions[::10]
            ]
            Answer.objects.bulk_create([*answers, *aside], batch_size=2_000)
        return first.questionnaire

    def _publish(self, definition: Definition, policy: PublishPolicy = PublishPolicy.KEEP) -> Version:
        content = write_workbook(definition)
        draft = upload_workbook(actor=self.person, content=content, file_name="benchmark.xlsx")
        return publish_version(actor=self.person, version_id=draft.pk, policy=policy)

    def _start(self, definition: Definition) -> Submission:
        version = self._publish(definition)
        return start_submission(actor=self.person, questionnaire_id=version.questionnaire_id, language="en")

    def designer_of(self, definition: Definition) -> str:
        """Publish a questionnaire, begin its next draft, and return where the draft is designed."""
        version = self._publish(definition)
        draft = start_draft(actor=self.person, questionnaire_id=version.questionnaire_id)
        return reverse("admin:forms_engine_version_design", args=[draft.pk]).removesuffix("design/")

    def get(self, address: str) -> bytes:
        """Ask for a page as a browser does."""
        response = self._client.get(address)
        assert response.status_code == 200, response.status_code  # noqa: PLR2004 - OK
        return bytes(response.content)

    def post(self, address: str, fields: dict[str, str]) -> bytes:
        """Post as the page's own script does."""
        response = self._client.post(address, fields, headers={"HX-Request": "true"})
        assert response.status_code == 200, (response.status_code, response.content[:200])  # noqa: PLR2004
        return bytes(response.content)
