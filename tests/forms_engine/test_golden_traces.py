"""Walks recorded with an independent engine: every node must look the same after every step."""

import json
from pathlib import Path

import pytest

from tests.forms_engine.walks import FOLDERS, HERE, SHARED, Comparison, definition_of

TRACES = sorted((HERE / "traces").glob("*.json")) + sorted((SHARED / "traces").glob("*.json"))


def name_of(trace: Path) -> str:
    return trace.name.rsplit(".s", 1)[0]


def workbook_of(trace: Path) -> Path:
    return next(found for folder in FOLDERS for found in folder.glob(f"{name_of(trace)}.xls*"))


@pytest.mark.parametrize("path", TRACES, ids=lambda path: path.name.removesuffix(".json"))
def test_walk_agrees_with_the_recorded_engine(path):
    comparison = Comparison()
    comparison.add(definition_of(workbook_of(path)), json.loads(path.read_text()))
    assert comparison.nodes
    assert comparison.differences == []


def test_walks_through_the_claim_reach_every_branch():
    reached, known = set(), set()
    for trace in map(json.loads, (path.read_text() for path in TRACES if name_of(path) == "insurance_claim")):
        nodes = [*trace["init"], *(node for step in trace["steps"] for node in step["changed"])]
        known |= {node["ref"] for node in nodes if node["type"] == "group"}
        reached |= {node["ref"] for node in nodes if node["type"] == "group" and node["relevant"]}
    assert reached == known
