"""Build the demo workbooks from their sources: ``python -m messerprise.ops.demo``."""

from pathlib import Path

from forms_engine.domain.xlsform import write_workbook
from messerprise.ops.demo.source import read_source

for source in sorted(Path(__file__).parent.glob("*.txt")):
    source.with_suffix(".xlsx").write_bytes(write_workbook(read_source(source.read_text("utf-8"))))
