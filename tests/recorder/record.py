"""Record traces of the project's own questionnaires with an independent engine: ``make traces``.

Each workbook becomes an XForm (pyxform); ``record.mjs`` walks through it at random, once a seed.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import workbooks
from engine import recorded, write_form

TESTS = Path(__file__).parents[1]
DEMOS = TESTS.parent / "messerprise" / "ops" / "demo"
TRACES = TESTS / "forms_engine" / "traces"
STEPS = {"insurance_claim": 120, "supplier_qualification": 80}
SEEDS = {"insurance_claim": range(1, 10)}
WILD = {("functions", 2), ("sections", 2)}
"""Walks that take occurrences away and answer as nobody should."""
OPENINGS = {
    ("insurance_claim", 5): {"/data/welcome/line": "motor", "/data/motor/driving/motor_event": "theft"},
    ("insurance_claim", 6): {"/data/welcome/line": "home", "/data/home/dwelling/home_event": "water"},
    ("insurance_claim", 7): {"/data/welcome/line": "home", "/data/home/dwelling/home_event": "fire"},
    ("insurance_claim", 8): {"/data/welcome/line": "home", "/data/home/dwelling/home_event": "theft"},
    ("insurance_claim", 9): {"/data/welcome/line": "motor", "/data/motor/driving/motor_event": "collision"},
}
"""Answers that lead a walk into a branch which chance does not reach."""


def main() -> None:
    """Build the feature workbooks, then record every workbook that is named, or all."""
    workbooks.build()
    for book in sorted([*workbooks.FOLDER.glob("*.xlsx"), *DEMOS.glob("*.xlsx")]):
        if not sys.argv[1:] or book.stem in sys.argv[1:]:
            record(book)


def record(book: Path) -> None:
    """Write one trace a seed for the workbook."""
    with TemporaryDirectory() as folder:
        form = Path(folder, f"{book.stem}.xml")
        write_form(book, form)
        for seed in SEEDS.get(book.stem, (1, 2)):
            steps, opening = STEPS.get(book.stem, 50), OPENINGS.get((book.stem, seed), {})
            trace = recorded(
                form, book.name, seed, steps=steps, opening=opening, wild=(book.stem, seed) in WILD
            )
            (TRACES / f"{book.stem}.s{seed}.json").write_bytes(trace + b"\n")
            print(f"{book.stem} {seed}: {len(trace)} bytes")  # noqa: T201 - a tool for people


if __name__ == "__main__":
    main()
