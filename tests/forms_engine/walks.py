"""Walks recorded by an independent engine, and where ours goes another way."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from forms_engine.domain.definition import Definition
from forms_engine.domain.walk import walk
from forms_engine.domain.xlsform import read_workbook

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SHARED = ROOT.parent / "shared" / "data"
FOLDERS = (HERE / "workbooks", ROOT / "messerprise" / "ops" / "demo", SHARED / "xlsforms")

Row = dict[str, Any]


@cache
def definition_of(workbook: Path) -> Definition:
    reading = read_workbook(workbook.read_bytes(), name=workbook.name)
    assert reading.definition is not None, reading.problems
    return reading.definition


@dataclass
class Comparison:
    """How often the engines looked at the same node, and where they saw different things."""

    nodes: int = 0
    differences: list[str] = field(default_factory=list)

    def add(self, definition: Definition, trace: Row) -> None:
        """Walk the recorded steps with our engine and note every node that looks different."""
        now = datetime.fromisoformat(trace["now"]).astimezone(ZoneInfo(trace["tz"]))
        states = walk(definition, [step["op"] for step in trace["steps"]], now=now)
        volatile = set(trace["volatile"])
        for number, (expected, state) in enumerate(zip(_expected(trace), states, strict=True)):
            actual = {node["ref"]: _comparable(node, volatile) for node in state["nodes"]}
            for ref in expected.keys() | actual.keys():
                wanted = _comparable(expected[ref], volatile) if ref in expected else None
                self.nodes += 1
                if wanted != actual.get(ref):
                    seen = f"wanted {wanted}, got {actual.get(ref)}"
                    self.differences.append(f"seed {trace['seed']}, step {number} {state['op']}: {seen}")


def _expected(trace: Row) -> Iterator[dict[str, Row]]:
    nodes = {node["ref"]: node for node in trace["init"]}
    yield dict(nodes)
    for step in trace["steps"]:
        for ref in step.get("removed", ()):
            nodes.pop(ref)
        nodes |= {node["ref"]: node for node in step["changed"]}
        yield dict(nodes)


def _comparable(node: Row, volatile: set[str]) -> Row:
    """Leave out what differs at each run, and read values as the XML that the recorded engine gives."""
    if node["ref"] in volatile:
        return {key: value for key, value in node.items() if key not in {"value", "violation"}}
    return node | {"value": unescape(node["value"])} if "value" in node else node
