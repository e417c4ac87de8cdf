"""Draw how things grow with the crowd: ``.venv-peers/bin/python -m benchmarks.load.curves FILE.json``.

Reads the results of ``growth`` and writes FILE-first-token.svg, FILE-cpu.svg and FILE-memory.svg beside it.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import pyplot as plt

INK, CARD, GRID = "#1f2933", "#ffffff", "#d5dbe1"
COLOURS = ("#0b6bcb", "#c2571a", "#6b4fa0")  # told apart by people who see red and green alike
MARKERS = ("o", "s", "^")
STYLE = {
    "figure.facecolor": CARD,  # a card of its own, so that it is readable on a dark page too
    "savefig.facecolor": CARD,
    "axes.edgecolor": GRID,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "axes.titlelocation": "left",
    "axes.grid": True,
    "grid.color": GRID,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "font.size": 11,
    "svg.fonttype": "none",  # text stays text: sharp, searchable, small
    "font.family": "sans-serif",
    "svg.hashsalt": "mess-erprise",  # the same figures make the same file
}

Result = dict[str, Any]
Line = tuple[str, str, Callable[[Result], float]]
"""What the legend says after the side, how it is drawn, where the figure is."""


def draw(results: list[Result], title: str, lines: list[Line], path: Path, *, log: bool) -> None:
    """Write one picture: sessions across, a colour a side."""
    figure, axes = plt.subplots(figsize=(7.6, 4.2), layout="constrained")
    for number, side in enumerate(dict.fromkeys(each["side"] for each in results)):
        mine = [each for each in results if each["side"] == side and each["turns"]]
        for label, style, of in lines:
            axes.plot(
                [each["sessions"] for each in mine],
                [of(each) for each in mine],
                style,
                color=COLOURS[number % len(COLOURS)],
                marker=MARKERS[number % len(MARKERS)],
                markersize=5,
                label=f"{side} {label}".strip(),
            )
    sizes = sorted({each["sessions"] for each in results})
    axes.set_xscale("log")
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
    axes.minorticks_off()
    axes.set_xlabel("sessions")
    if log:
        axes.set_yscale("log")
        for formatted in (axes.yaxis.set_major_formatter, axes.yaxis.set_minor_formatter):
            formatted(lambda value, _at: f"{value:,g}")
    else:
        axes.set_ylim(bottom=0)
    axes.set_title(title)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, fontsize=9)
    figure.savefig(path, metadata={"Date": None, "Creator": None})
    plt.close(figure)


def main(source: Path) -> None:
    """Draw all pictures of one file of results."""
    mpl.use("svg")
    mpl.rcParams.update(STYLE)
    results = json.loads(source.read_text())["growth"]
    firsts: list[Line] = [
        ("p95", "-", lambda each: max(0.1, each["times"]["first"]["p95"])),
        ("p50", ":", lambda each: max(0.1, each["times"]["first"]["p50"])),
    ]
    cpu: list[Line] = [("", "-", lambda each: each["cpu"]["serving"])]
    memory: list[Line] = [("", "-", lambda each: each["memory"])]
    stem = source.with_suffix("")
    for name, title, lines, log in (
        ("first-token", "Added to the model's time to first token, ms", firsts, True),
        ("cpu", "Processor time of a turn, ms", cpu, False),
        ("memory", "Memory of a session, KiB", memory, False),
    ):
        draw(results, title, lines, Path(f"{stem}-{name}.svg"), log=log)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
