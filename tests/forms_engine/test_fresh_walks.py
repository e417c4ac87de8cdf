"""Walks that nobody has seen before, recorded now by an independent engine: ``make soak``."""

import json
import os
import random
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyxform.errors import PyXFormError

from forms_engine.domain.definition import Question
from forms_engine.domain.kinds import KINDS
from forms_engine.domain.xlsform import write_workbook
from tests.forms_engine.walks import FOLDERS, Comparison, definition_of
from tests.recorder.engine import HERE, recorded, write_form

pytestmark = pytest.mark.soak

SEED = int(os.environ.get("WALK_SEED") or random.SystemRandom().randrange(1_000_000))
WALKS = int(os.environ.get("WALKS") or 3)
STEPS = 80
REFUSED = {"xlsform2qgis__service_rating"}
"""Workbooks that nobody can read: its rows have types that do not exist."""
BOOKS = [book for folder in FOLDERS for book in sorted(folder.glob("*.xls*")) if book.stem not in REFUSED]


@pytest.fixture(scope="module", autouse=True)
def recorder() -> None:
    assert (HERE / "node_modules").exists(), (
        "Run “npm ci --prefix tests/recorder” first, as “make soak” does."
    )


@pytest.fixture(scope="module")
def figures(request) -> Iterator[list[Comparison]]:
    """Collect what was compared and say it at the end."""
    walked: list[Comparison] = []
    yield walked
    nodes, differing = (
        sum(counts) for counts in zip(*((w.nodes, len(w.differences)) for w in walked), strict=True)
    )
    walks = len(walked) * WALKS
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print(  # noqa: T201 - the figures are the point
            f"\n{len(walked)} questionnaires, {walks} walks of {STEPS} steps (WALK_SEED={SEED}): "
            f"{nodes} nodes compared, {differing} different"
        )


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.stem)
def test_walk_agrees_with_a_walk_recorded_just_now(book, tmp_path, figures):
    form = tmp_path / "form.xml"
    write_form_of(book, form)
    comparison = Comparison()
    figures.append(comparison)
    for seed in range(SEED, SEED + WALKS):
        trace = recorded(form, book.name, seed, steps=STEPS, wild=bool(seed % 2))
        comparison.add(without_kinds(definition_of(book)), json.loads(trace))
    assert comparison.nodes
    assert comparison.differences == []


def without_kinds(node):
    """Return a definition, or a node, without our kinds of answers, which the other engine does not know."""
    if isinstance(node, Question):
        words = (word for word in node.appearance.split() if word not in KINDS)
        return replace(node, appearance=" ".join(words))
    return replace(node, children=tuple(map(without_kinds, node.children)))


def write_form_of(book: Path, form: Path) -> None:
    """Write the workbook's XForm, or what our import made of it where pyxform wants it mended."""
    with warnings.catch_warnings(action="ignore"):
        try:
            write_form(book, form)
        except PyXFormError:
            mended = form.with_name(f"{book.stem}.xlsx")
            mended.write_bytes(write_workbook(definition_of(book)))
            write_form(mended, form)
