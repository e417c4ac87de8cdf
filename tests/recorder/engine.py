"""The independent engine, asked to walk through a workbook."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pyxform.xls2xform import convert

HERE = Path(__file__).parent
LONGEST = 300
"""Seconds; a walk takes a few."""


def write_form(book: Path, form: Path) -> None:
    """Write the XForm that pyxform makes of the workbook; what that engine lacks is said in its words.

    Raises:
        PyXFormError: pyxform wants the workbook mended first.
    """
    xform = convert(book, validate=False).xform
    form.write_text(xform.replace("trim(", "normalize-space("), "utf-8")


def recorded(
    form: Path,
    name: str,
    seed: int,
    *,
    steps: int,
    opening: Mapping[str, str] = MappingProxyType({}),
    wild: bool = False,
) -> bytes:
    """Return the trace of one walk, as JSON."""
    manner = ["wild"] if wild else []
    opened = json.dumps(dict(opening))
    walk = ["node", str(HERE / "record.mjs"), str(form), name, str(seed), str(steps), opened, *manner]
    return subprocess.run(walk, check=True, stdout=subprocess.PIPE, timeout=LONGEST).stdout
