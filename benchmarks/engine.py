"""How fast the engine is: `python benchmarks/engine.py` from the root of the repository.

Prints how long it takes to compile a questionnaire and to work out the state after one answer,
with the submission loaded each time (as a request does) and without, how that grows, and how long
the server works on a form page. Fails if 500 questions with 300 rules miss the targets.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._questionnaire import NOW, VALUES, answer, filled, questionnaire, rules_of
from benchmarks._site import Site
from benchmarks._timing import HEADINGS, Times, timed, which_counts
from forms_engine.domain.form import Form, compile_form
from forms_engine.domain.instance import Instance

SIZES = (50, 100, 200, 500, 1000)
SIZE = 500
CHANGES, PAGES = 300, 200
COMPILE_TARGET, ANSWER_TARGET, PAGE_TARGET = 1_500.0, 10.0, 60.0


def compiling(size: int) -> Times:
    """Return how long it takes to compile ``size`` questions."""
    definition = questionnaire(size)
    return timed(lambda _: compile_form(definition), 3)


def answering(form: Form) -> tuple[Times, Times, Times]:
    """Return how long it takes to load a full submission, to load it and answer, and to answer."""
    instance = filled(form)
    values, occurrences = instance.values(), instance.occurrences()
    asked = [node.path for node in instance.nodes() if node.question and node.question.type.is_asked]

    def load() -> Instance:
        return Instance.load(form, values=values, occurrences=occurrences, now=NOW)

    def change(loaded: Instance, number: int) -> None:
        path = asked[number * 7 % len(asked)]
        node = loaded.node(path)
        assert node.question is not None
        first, other = VALUES.get(node.question.type, ("AB123", "CD456"))
        answer(loaded, path, other if node.value == first else first)
        loaded.changed()

    return (
        timed(lambda _: load(), CHANGES),
        timed(lambda number: change(load(), number), CHANGES),
        timed(lambda number: change(instance, number), CHANGES),
    )


def engine() -> bool:
    """Print the engine's figures; tell whether the targets are met."""
    met = True
    print(f"Milliseconds: {HEADINGS}")
    for size in SIZES:
        rules = sum(bool(source) for _, node in questionnaire(size).walk() for source in rules_of(node))
        print(f"{size} questions, {rules} rules")
        compiled, form = compiling(size), compile_form(questionnaire(size))
        loaded, answered, changed = answering(form)
        figures = {"compile": compiled, "load": loaded, "load + set": answered, "set": changed}
        for name, times in figures.items():
            print(f"  {name:10}  {times}")
        if size == SIZE:
            met = compiled.meet(COMPILE_TARGET) and answered.meet(ANSWER_TARGET)
    print(f"Targets at {SIZE}: compile ≤ {COMPILE_TARGET:g} ms, load + set p95 ≤ {ANSWER_TARGET:g} ms.")
    return verdict(met=met)


def form_page() -> bool:
    """Print how long the server works on a form page; tell whether the target is met."""
    site = Site()
    addresses = site.pages_of(questionnaire(SIZE))
    for address in addresses:
        site.get(address)  # compiles the form and the templates, as a worker does once
    times = timed(lambda number: site.get(addresses[number % len(addresses)]), PAGES)
    print(f"form page, {len(addresses)} pages of {SIZE} questions\n  {'GET':10}  {times}")
    print(f"Target: p95 ≤ {PAGE_TARGET:g} ms of server time.")
    return verdict(met=times.meet(PAGE_TARGET))


def verdict(*, met: bool) -> bool:
    """Print whether the targets are met, and by which clock."""
    print(f"{which_counts()} {'Met.' if met else 'MISSED.'}\n")
    return met


if __name__ == "__main__":
    sys.exit(0 if all([engine(), form_page()]) else 1)
