"""What designing costs: `python benchmarks/designer.py` from the root.

On a questionnaire of 300 questions with three rules for every five of them: open the designer, save one
edit of a text, a rule and the outline, take one back, check an expression, look for faults and try the
draft out after each edit. Prints times and sizes. Fails where opening, saving or the size of what a
page carries for one more question misses its target.
"""

import json
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._questionnaire import questionnaire
from benchmarks._site import Site
from benchmarks._timing import HEADINGS, timed, which_counts

SIZE, HALF = 300, 150
OPEN, SAVE = 1_500.0, 150.0
ROW_BYTES = 500
"""What a question more may add to the page: its line in the outline."""
CALLS = 40


class Designer:
    """The designer of one draft, as a browser uses it."""

    def __init__(self, site: Site, size: int) -> None:
        self._site = site
        self._base = site.designer_of(replace(questionnaire(size), form_id=f"design{size}"))
        self._hash = ""
        self.open(0)

    def open(self, _number: int, question: str = "section0/q2") -> bytes:
        """Open the page at a question."""
        return self._read(self._site.get(f"{self._base}design/?question={question}"))

    def label(self, number: int) -> bytes:
        """Write a label."""
        fields = {"label": {"": f"Reworded {number}?"}}
        return self._edit(kind="change", path=f"section0/q{number % 8}", fields=fields)

    def rule(self, number: int) -> bytes:
        """Write a rule."""
        rule = {"relevant": f"${{q0}} = 'yes' and ${{q1}} > {number}"}
        return self._edit(kind="change", path="section0/q2", fields=rule)

    def rename(self, number: int) -> bytes:
        """Rename a question that many rules refer to, there and back."""
        old, new = ("q10", "ten") if number % 2 == 0 else ("ten", "q10")
        return self._edit(kind="change", path=f"section0/{old}", fields={"key": new})

    def move(self, number: int) -> bytes:
        """Move a question to the other end, there and back."""
        here, there = ("section0", "section250") if number % 2 == 0 else ("section250", "section0")
        return self._edit(kind="move", path=f"{here}/q5", parent=there, at=0)

    def undo(self, _number: int) -> bytes:
        """Take the last edit back."""
        return self._posted({"act": "undo"})

    def expression(self, number: int) -> bytes:
        """Check an expression while it is written."""
        asked = {"path": "section0/q2", "field": "relevant", "text": f"${{q0}} = 'yes' and ${{q{number}}} > "}
        return self._site.post(f"{self._base}expression/", asked)

    def settled(self, number: int) -> bytes:
        """Look for faults and draw the trial after an edit: what follows when nobody types any more."""
        self.rule(1_000 + number)
        self._site.get(f"{self._base}faults/")
        return self._site.get(f"{self._base}trial/?question=section0/q2")

    def _edit(self, **operation: object) -> bytes:
        return self._posted({"act": "edit", "operation": json.dumps(operation)})

    def _posted(self, fields: dict[str, str]) -> bytes:
        return self._read(self._site.post(f"{self._base}edit/", fields | {"seen": self._hash}))

    def _read(self, content: bytes) -> bytes:
        found = re.search(rb'data-hash="(\w+)"', content)
        assert found is not None
        self._hash = found[1].decode()
        return content


def main() -> bool:
    """Print the figures; tell whether the targets are met."""
    site, met = Site(), True
    designer = Designer(site, SIZE)
    works: list[tuple[str, Callable[[int], bytes], float]] = [
        ("open", designer.open, OPEN),
        ("save a label", designer.label, SAVE),
        ("save a rule", designer.rule, SAVE),
        ("rename a question", designer.rename, SAVE),
        ("move a question", designer.move, SAVE),
        ("undo", designer.undo, SAVE),
        ("check an expression", designer.expression, SAVE),
        ("edit, faults, trial", designer.settled, OPEN),
    ]
    print(f"{SIZE} questions, ms        {HEADINGS}      bytes")
    for name, work, target in works:
        size = len(work(0))
        times = timed(lambda number, work=work: work(number + 1), CALLS)
        met = met and times.meet(target)
        print(f"{name:20}   {times}   {size:8,}")
    row = (len(designer.open(0)) - len(Designer(site, HALF).open(0))) / (SIZE - HALF)
    met = met and row <= ROW_BYTES
    print(f"one question more on the page: {row:.0f} bytes")
    print(which_counts())
    return met


if __name__ == "__main__":
    sys.exit(not main())
