"""How many people at once: `python benchmarks/sessions.py [scenario …]` from the root.

Real servers on loopback – MariaDB, Valkey, Daphne, Celery – with all persistence on, a model double that
takes 400 ms to the first token and streams 40 pieces 50 ms apart, and a crowd of WebSocket clients, all on
this machine. Scenarios: steady, burst, clicks, idle, growth. Prints what our side *adds* to the model's
time to first token, processor seconds a turn by process, memory a session, operations of database and
broker a turn, and what was lost, came twice or out of order, which must be nothing.

`--peers` puts a bare relay and Chainlit through the same (after `make install-peers`) and prints ratios.
`--sessions N` and `--seconds S` make it smaller. What the figures mean: docs/benchmarks.md.
"""

import argparse
import asyncio
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._timing import is_busy, which_counts
from benchmarks.load import scenario
from benchmarks.load.report import growth_table, table
from benchmarks.load.scenario import Result, Scenario, measured, warmed
from benchmarks.load.side import CHAINLIT, OURS, RELAY, Side
from benchmarks.load.stack import Stack, running_stack
from benchmarks.load.target import judged
from benchmarks.peers.servers import BIN, ROOT, require_peers

SCENARIOS = {
    "steady": scenario.STEADY,
    "burst": scenario.BURST,
    "clicks": scenario.CLICKS,
    "idle": scenario.IDLE,
    "growth": scenario.STEADY,
}
SESSIONS = {"idle": 5_000}
SIZES, GROWTH_SECONDS = (10, 100, 300, 1_000, 2_000), 60.0
PAGE = ROOT / "docs" / "benchmarks.md"
CURVES = ROOT / "docs" / "images" / "sessions.json"
PICTURES = {
    "first-token": "What is added to the first token, by sessions",
    "cpu": "Processor time of a turn, by sessions",
    "memory": "Memory of a session, by sessions",
}


def run(name: str, given: argparse.Namespace) -> list[Result]:
    """Put each side through a scenario, at each size, on servers that have done nothing before."""
    plan = SCENARIOS[name]
    sides = [OURS, *([RELAY, CHAINLIT] if given.peers and plan.beside else [])]
    layout = {"webs": given.webs, "workers": given.workers, "threads": given.threads}
    sizes, seconds = [given.sessions or SESSIONS.get(name, 1_000)], given.seconds
    if name == "growth":
        sizes = [size for size in SIZES if size <= (given.sessions or SIZES[-1])] or sizes
        seconds = min(seconds, GROWTH_SECONDS)
    found: list[Result] = []
    for size in sizes:
        with running_stack(**layout, peers=len(sides) > 1) as stack:
            found += asyncio.run(_beside(stack, plan, sides, size, seconds))
    return found


async def _beside(
    stack: Stack, plan: Scenario, sides: Sequence[Side], size: int, seconds: float
) -> list[Result]:
    base = await warmed(stack, sides)
    return [await measured(stack, side, plan, size, seconds, base[side]) for side in sides]


def told(name: str, results: Sequence[Result], given: argparse.Namespace) -> str:
    """Return what a scenario found, as Markdown."""
    one = results[0]
    size = "" if name == "growth" else f"{one.sessions:,} sessions, "
    behaviour = f"{size}{SCENARIOS[name].what}, {one.seconds:g} s"
    layout = f"{given.webs} web, {given.workers} × {given.threads} worker threads"
    peers = f"; {given.webs} relay, 1 Chainlit" if given.peers and SCENARIOS[name].beside else ""
    body = growth_table(results) if name == "growth" else table(results)
    if name == "growth" and given.docs:
        body += "".join(f"\n\n![{alt}](images/sessions-{file}.svg)" for file, alt in PICTURES.items())
    return f"**{name}** – {behaviour}. Processes: {layout}{peers}.\n\n{body}\n"


def write_docs(name: str, found: list[Result], text: str) -> None:
    """Put a scenario's figures into docs/benchmarks.md, between its marks, and draw the curves."""
    before, _, rest = PAGE.read_text().partition(f"<!-- {name} -->\n")
    after = rest.partition(f"<!-- /{name} -->\n")[2]
    PAGE.write_text(f"{before}<!-- {name} -->\n{text}<!-- /{name} -->\n{after}")
    if name == "growth":
        CURVES.write_text(as_json({name: found}))
        draw = [str(BIN / "python"), "-m", "benchmarks.load.curves", str(CURVES)]
        subprocess.run(draw, cwd=ROOT, check=True)


def as_json(found: dict[str, list[Result]]) -> str:
    """Return all results: scenario → sides; see ``Result``."""
    return (
        json.dumps({name: [asdict(each) for each in some] for name, some in found.items()}, indent=1) + "\n"
    )


def arguments() -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("scenarios", nargs="*", default=["steady", "burst", "clicks"], choices=SCENARIOS)
    parser.add_argument("--sessions", type=int, help="1,000 unless given; idle 5,000; growth up to 2,000")
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--webs", type=int, default=1, help="processes of Daphne, and of the relay")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=64)
    parser.add_argument("--peers", action="store_true", help="measure the relay and Chainlit too")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all results there")
    parser.add_argument("--docs", action="store_true", help="write the figures into docs/, draw the curves")
    return parser.parse_args()


def main() -> bool:
    """Run the scenarios named; tell whether the targets were met."""
    given = arguments()
    if given.peers or given.docs:
        require_peers()
    print(which_counts())
    busy, met = is_busy(), True
    found: dict[str, list[Result]] = {}
    for name in given.scenarios:
        found[name] = run(name, given)
        text = told(name, found[name], given)
        print(f"\n{text}", flush=True)
        for verdict in judged(name, found[name]):
            print(verdict)
            met = met and (verdict.met or (busy and verdict.timed))
        if given.json:
            given.json.write_text(as_json(found))
        if given.docs:
            write_docs(name, found[name], text)
    return met


if __name__ == "__main__":
    sys.exit(not main())
