"""How everything grows with a questionnaire: `python benchmarks/questionnaires.py` from the root.

For 50, 200, 500 and 1,000 questions: compile, load a full submission and set an answer, draw a form
page, and take 1,000 submissions in progress, a person's first hour of answers each, to the next
version. Prints the times and how they grow per doubling. Fails where setting an answer misses its
target at 500 or 1,000 questions.
"""

import math
import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import itertools

from benchmarks._questionnaire import questionnaire
from benchmarks._site import Site
from benchmarks._timing import Times, percentile, timed
from benchmarks.engine import answering, compiling, verdict
from forms_engine.domain.definition import Definition, Question, QuestionType
from forms_engine.domain.form import compile_form

SIZES = (50, 200, 500, 1000)
TARGETS = {500: 10.0, 1000: 15.0}
SUBMISSIONS = 1_000
ANSWERS = 40
PAGES = 60


def next_version(definition: Definition) -> Definition:
    """Return the questionnaire as it is after a busy half hour: one question gone, one new, one reworded."""
    first, *sections = definition.children
    gone, reworded, *rest = first.children
    new = Question(key="new", type=QuestionType.TEXT, label={"": "And this?"}, required="true()")
    children = (new, replace(reworded, hint={"": "In whole numbers"}), replace(gone, required=""), *rest[:-1])
    return replace(definition, children=(replace(first, children=children), *sections))


def page_times(site: Site, definition: Definition) -> Times:
    """Return how long the server works on a form page."""
    addresses = site.pages_of(definition)
    for address in addresses:
        site.get(address)
    return timed(lambda number: site.get(addresses[number % len(addresses)]), PAGES)


def migration_seconds(site: Site, definition: Definition) -> float:
    """Return how long it takes to bring ``SUBMISSIONS`` to the next version, one after another."""
    migrations = site.migrations_of(definition, next_version(definition), SUBMISSIONS, ANSWERS)
    began = time.perf_counter()
    for migrate in migrations:
        migrate()
    return time.perf_counter() - began


def growth(figures: dict[int, float]) -> str:
    """Return by what factor a figure grows each time the questions double, from each size to the next."""
    steps = []
    for small, large in itertools.pairwise(SIZES):
        doublings = math.log2(large / small)
        steps.append(f"{small}–{large}: ×{(figures[large] / figures[small]) ** (1 / doublings):.2f}")
    return ", ".join(steps)


def main() -> bool:
    """Print all figures; tell whether the targets are met."""
    site, met = Site(), True
    names = ("compile", "load + set p95", "page p95", f"migrate {SUBMISSIONS:,}")
    found: dict[str, dict[int, float]] = {name: {} for name in names}
    for size in SIZES:
        definition = replace(questionnaire(size), form_id=f"bench{size}")
        _loaded, answered, _changed = answering(compile_form(definition))
        page = page_times(site, replace(definition, form_id=f"page{size}"))
        figures = (
            percentile(compiling(size).wall, 50),
            percentile(answered.wall, 95),
            percentile(page.wall, 95),
            1_000 * migration_seconds(site, definition),
        )
        for name, figure in zip(names, figures, strict=True):
            found[name][size] = figure
        print(
            f"{size:5} questions  "
            + "  ".join(f"{n} {f:,.1f} ms" for n, f in zip(names, figures, strict=True))
        )
        met = met and answered.meet(TARGETS.get(size, math.inf))
    print("\nGrowth per doubling of the questions")
    for name, each in found.items():
        print(f"  {name:16} {growth(each)}")
    print("\nTargets: load + set p95 ≤ 10 ms at 500, ≤ 15 ms at 1,000.")
    return verdict(met=met)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
