"""Submissions read in bulk, a few at a time: what exports are made of."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from forms_engine.domain.definition import Definition, Question
from forms_engine.domain.form import Form
from forms_engine.domain.instance import Instance
from forms_engine.domain.states import AnswerStatus
from forms_engine.domain.tables import Layout, Places, key_path, positions, with_strays
from forms_engine.models import Answer, Submission, Version
from forms_engine.services.filling import engine_text, form_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

CHUNK, PAGE = 100, 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to export: ``labels`` is the language of choices, ``""`` for their values.

    ``tell`` is called with the number of submissions that are through, after every few; it may raise.
    """

    submissions: "QuerySet[Submission]"
    layout: Layout
    labels: str
    tell: Callable[[int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer: the engine's text, and the question it answers, in the definition that has it.

    An orphaned one answers a question that the submission's version does not have.
    """

    path: str
    question: Question
    definition: Definition
    text: str
    row: Answer

    @property
    def is_orphaned(self) -> bool:
        """Whether a migration kept it aside."""
        return self.row.status == AnswerStatus.ORPHANED


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One submission; ``occurrences`` are paths by number mapped to paths by position."""

    submission: Submission
    number: int
    replies: tuple[Reply, ...]
    occurrences: Mapping[str, str]

    def by_position(self, path: str) -> str:
        """Return an answer's path with positions in place of its occurrences' numbers."""
        outer, bracket, rest = path.rpartition("]")
        return self.occurrences[outer + bracket] + rest if bracket else path


def records_of(order: Order) -> Iterator[Record]:
    """Yield the submissions, oldest first, with the answers that count: hidden ones do not."""
    versions: dict[Any, tuple[int, Form]] = {}
    count = 0
    for chunk in in_chunks(order.submissions, Submission.objects.select_related("owner")):
        answers = answers_in(chunk, AnswerStatus.ACCEPTED, AnswerStatus.ORPHANED)
        for submission in chunk:
            if submission.version_id not in versions:
                version = Version.objects.get(pk=submission.version_id)
                versions[version.pk] = version.number, form_of(version)
            number, form = versions[submission.version_id]
            replies = _replies(submission, form, answers[submission.pk], order.layout.places)
            yield Record(
                submission=submission,
                number=number,
                replies=replies,
                occurrences=places_of(submission, answers[submission.pk]),
            )
        count += len(chunk)
        order.tell(count)


def in_chunks(
    submissions: "QuerySet[Submission]", read: "QuerySet[Submission]"
) -> Iterator[list[Submission]]:
    """Yield the submissions oldest first, a few at a time, as ``read`` reads them by key.

    Not by a plain iterator, all of which MySQL's driver would fetch; and a page of keys first, for the
    database sorts all that are left each time it is asked for the next ones.
    """
    keys = submissions.order_by("pk").values_list("pk", flat=True)
    page = list(keys[:PAGE])
    while page:
        for start in range(0, len(page), CHUNK):
            yield list(read.filter(pk__in=page[start : start + CHUNK]).order_by("pk"))
        page = list(keys.filter(pk__gt=page[-1])[:PAGE]) if len(page) == PAGE else []


def answers_in(chunk: list[Submission], *statuses: AnswerStatus) -> dict[Any, list[Answer]]:
    """Return the answers with one of the statuses, by submission."""
    answers: dict[Any, list[Answer]] = defaultdict(list)
    rows = Answer.objects.filter(submission__in=chunk, status__in=statuses)
    for row in rows.only("submission_id", "path", "value", "origin", "status"):
        answers[row.submission_id].append(row)
    return answers


def places_of(submission: Submission, rows: list[Answer]) -> dict[str, str]:
    """Return every occurrence by position, those that only orphaned answers still name after the others."""
    strays = [row.path for row in rows if row.status == AnswerStatus.ORPHANED and "[" in row.path]
    return positions(with_strays(submission.occurrences, strays))


def _replies(submission: Submission, form: Form, rows: list[Answer], places: Places) -> tuple[Reply, ...]:
    live = {row.path: row for row in rows if row.status == AnswerStatus.ACCEPTED}
    texts = {path: engine_text(row.value) for path, row in live.items()}
    instance = Instance.load(
        form,
        values=texts,
        occurrences={path: tuple(numbers) for path, numbers in submission.occurrences.items()},
        # as it was when handed in, so that a rule about today hides what it hid then
        now=timezone.localtime(submission.submitted_at),
    )
    found = [
        Reply(
            path=node.path,
            question=node.question,
            definition=form.definition,
            text=texts[node.path],
            row=live[node.path],
        )
        for node in instance.nodes()
        if node.question is not None and node.relevant and node.path in texts
    ]
    for row in rows:
        if row.status == AnswerStatus.ORPHANED and (place := places.get(key_path(row.path))):
            definition, question = place
            text = engine_text(row.value)
            reply = Reply(path=row.path, question=question, definition=definition, text=text, row=row)
            found.append(reply)
    return tuple(found)
