"""How long the logic check takes: `python benchmarks/checking.py` from the root of the repository.

Prints, for questionnaires that are sound and for the same with a rule that no try can meet (so that
the check goes on to its limit), how long it takes and how much it saw. Fails if 500 questions take
more than two seconds.
"""

import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._questionnaire import NOW, questionnaire
from benchmarks._timing import Times, timed, which_counts
from forms_engine.domain.checking.report import Report, check
from forms_engine.domain.checking.trying import Limits
from forms_engine.domain.definition import Definition, Question, QuestionType
from forms_engine.domain.form import compile_form

SIZES = (50, 200, 500, 1000)
SIZE, TARGET = 500, 2_000.0


def stubborn(definition: Definition) -> Definition:
    """Return a definition with a question that no answer shows, though no rule alone proves it."""
    never = Question(key="never", type=QuestionType.TEXT, relevant="${q1} > 10 and ${q1} < 5")
    return replace(definition, children=(*definition.children, never))


def checking(definition: Definition) -> tuple[Times, Report]:
    """Return how long compiling and checking take, and what was found."""
    reports: list[Report] = []

    def work(_number: int) -> None:
        reports.append(check(compile_form(definition), now=NOW, limits=Limits(time.monotonic)))

    return timed(work, 3), reports[-1]


def main() -> bool:
    """Print the figures; tell whether the target is met."""
    met = True
    for size in SIZES:
        for name, definition in (
            ("sound", questionnaire(size)),
            ("stubborn", stubborn(questionnaire(size))),
        ):
            times, report = checking(definition)
            shown = f"{report.shown.seen} of {report.shown.total}"
            print(f"{size:5} questions, {name:9} {times} ms   {report.tries} tries, shown {shown}")
            met = met and (size != SIZE or times.meet(TARGET))
    print(which_counts())
    return met


if __name__ == "__main__":
    sys.exit(not main())
