"""Results as tables: read in a terminal, and pasted into the documentation as they are."""

from collections.abc import Callable, Sequence

from benchmarks.load.scenario import Result

MISSING = "–"
OPERATIONS = ("questions", "select", "insert", "update", "delete", "commit", "set_option", "connections")
Row = tuple[str, Callable[[Result], float | None], str]
"""What it says, where the figure is, how it is written."""


def table(results: Sequence[Result]) -> str:
    """Return one scenario: a column a side, ours first; what is bold is compared."""
    ours, *peers = results
    head = ["", *(each.side for each in results), *(f"ours ÷ {each.side}" for each in peers)]
    rows = []
    for label, figure, how in _rows(ours):
        found = [figure(each) for each in results]
        if any(each is not None for each in found):
            compared = [_ratio(found[0], each) if label.startswith("**") else "" for each in found[1:]]
            rows.append([label, *(_written(each, how) for each in found), *compared])
    rows.append(["**lost, twice, out of order**", *(_faults(each) for each in results), *[""] * len(peers)])
    return _markdown([head, *rows])


def growth_table(results: Sequence[Result]) -> str:
    """Return all sizes of a growing crowd, a line a size and side."""
    head = [
        "side",
        "sessions",
        "turns",
        "added p50 ms",
        "p95",
        "p99",
        "CPU ms a turn",
        "KiB a session",
        "faults",
    ]
    rows = [
        [
            each.side,
            f"{each.sessions:,}",
            f"{each.turns:,}",
            *(_written(_time(each, "first", at), ".1f") for at in ("p50", "p95", "p99")),
            _written(each.cpu.get("serving"), ".1f"),
            _written(each.memory, ".0f"),
            _faults(each),
        ]
        for each in results
    ]
    return _markdown([head, *rows])


def _rows(ours: Result) -> list[Row]:
    first = "added to first token" if "double" in ours.times else "answer"
    unit = "ms a turn" if ours.turns else "ms a second"
    beside = [name for name in ours.cpu if name not in ("serving", "model", "generator")]
    return [
        ("turns", lambda each: each.turns or None, ",d"),
        *(_time_row("first", f"**{first}, {at} ms**", at) for at in ("p50", "p95", "p99")),
        *(_time_row("echo", f"echo of what was said, {at} ms", at) for at in ("p50", "p95")),
        *(_time_row("whole", f"whole turn, {at} ms", at) for at in ("p50", "p95")),
        ("pieces a turn", lambda each: each.pieces or None, ".1f"),
        _cpu_row("serving", f"**CPU of its own processes, {unit}**"),
        *(_cpu_row(name, f"CPU of {name}, {unit}") for name in beside),
        ("**memory, KiB a session**", lambda each: each.memory, ".0f"),
        *(_operation_row(f"database {name}", f"database: {name} a turn") for name in OPERATIONS),
        _operation_row("broker commands", "broker: commands a turn"),
        *(_operation_row(name, f"{name.replace(' ', ': ', 1)} a turn") for name in _busiest(ours)),
        _cpu_row("model", f"CPU of the model double, {unit}"),
        _cpu_row("generator", f"CPU of the generator, {unit}"),
        *(
            _time_row("double", f"the double was late with the first token, {at} ms", at)
            for at in ("p95", "p99")
        ),
        _time_row("double all", "the double was late with any token, p99 ms", "p99"),
        _time_row("generator", "the generator was late, p99 ms", "p99"),
        ("load of the machine", lambda each: each.load, ".1f"),
    ]


def _time_row(name: str, label: str, at: str) -> Row:
    return label, lambda each: _time(each, name, at), ".1f"


def _cpu_row(role: str, label: str) -> Row:
    return label, lambda each: each.cpu.get(role), ".1f"


def _operation_row(name: str, label: str) -> Row:
    return label, lambda each: each.operations.get(name), ".2f"


def _busiest(ours: Result) -> list[str]:
    """Return the commands that the broker was given most, the most frequent first."""
    found = {name: count for name, count in ours.operations.items() if name.startswith("broker ")}
    found.pop("broker commands", None)
    return sorted(found, key=lambda name: -found[name])[:8]


def _time(result: Result, name: str, at: str) -> float | None:
    return result.times.get(name, {}).get(at)


def _written(figure: float | None, how: str) -> str:
    return MISSING if figure is None else format(figure, how)


def _ratio(ours: float | None, other: float | None) -> str:
    return f"{ours / other:.2f}" if ours is not None and other is not None and other > 0 else ""


def _faults(result: Result) -> str:
    return "; ".join(f"{fault}: {count}" for fault, count in result.faults.items()) or "none"


def _markdown(rows: Sequence[Sequence[str]]) -> str:
    """Return a table whose columns line up: text to the left, figures to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = (
        [
            row[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
        ]
        for row in (rows[0], rule, *rows[1:])
    )
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
