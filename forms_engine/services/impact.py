"""What publishing a draft would mean for the submissions in progress."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from forms_engine.domain.migration.plan import Fate, Plan
from forms_engine.domain.tables import key_path
from forms_engine.models import Submission
from forms_engine.services.filling import form_of, open_filling
from forms_engine.services.migrations import plan_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from forms_engine.models import Version

SAMPLE = 100
"""Submissions looked at one by one: about a second's work."""


COSTLY = (Fate.CONVERTED, Fate.REASKED, Fate.ORPHANED)
"""What somebody should know of, question by question."""
REQUIRED = "required"


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """``by_version`` counts all submissions in progress by version number; the rest is of those looked at.

    ``counts`` are as ``Plan.counts``, added up; ``keys`` says for each fate that costs somebody
    something how many answers of each question it strikes, the most frequent first.
    """

    by_version: tuple[tuple[int, int], ...]
    total: int
    looked_at: int
    counts: dict[str, int]
    keys: dict[str, tuple[tuple[str, int], ...]]


class Tally:
    """Plans added up."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._keys: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def add(self, plan: Plan) -> None:
        """Add one submission's."""
        self.counts.update(plan.counts())
        self._keys[REQUIRED].update(key_path(path) for path in plan.required)
        for step in plan.of(*COSTLY):
            self._keys[step.fate.value].update([key_path(step.before)])

    def keys(self) -> dict[str, tuple[tuple[str, int], ...]]:
        """Return the questions that each costly fate strikes, the most frequent first."""
        return {name: tuple(self._keys[name].most_common()) for name in (*COSTLY, REQUIRED)}


def impact_of(version: "Version") -> Impact:
    """Work out what a draft would do to the newest submissions in progress; nothing changes.

    Raises:
        DefinitionInvalid: nobody could fill it.
    """
    form_of(version)
    rows = Submission.objects.unfinished().filter(questionnaire=version.questionnaire_id)
    by_version, tally = counted_by_version(rows), Tally()
    sample = list(rows.select_related("version", "owner").order_by("-pk")[:SAMPLE])
    for submission in sample:
        tally.add(plan_of(open_filling(submission), version))
    return Impact(
        by_version=by_version,
        total=sum(count for _number, count in by_version),
        looked_at=len(sample),
        counts=dict(tally.counts),
        keys=tally.keys(),
    )


def counted_by_version(submissions: "QuerySet[Submission]") -> tuple[tuple[int, int], ...]:
    """Return how many of the submissions are on each version, by its number."""
    return tuple(
        submissions.order_by("version__number").values_list("version__number").annotate(count=Count("pk"))
    )
