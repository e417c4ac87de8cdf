"""The tables of a .lss: XML of rows, read safely."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from forms_engine.domain.foreign.problems import ImportRefused

Row = Mapping[str, str]

MAX_ROWS = 100_000


@dataclass(frozen=True, slots=True)
class Tables:
    """``kind`` is what was exported: ``Survey``, ``Group`` or ``Question``."""

    kind: str
    languages: tuple[str, ...]
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)

    def all(self, *names: str) -> Iterator[Row]:
        """Yield the rows of tables, one after the other."""
        for name in names:
            yield from self.rows.get(name, ())


def read_tables(content: bytes) -> Tables:
    """Return the tables of an export of LimeSurvey 3 to 6.

    Raises:
        ImportRefused: it is no XML, it is unsafe, or it is far too much.
    """
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        raise ImportRefused("xml_unsafe") from None
    except (ParseError, ValueError, LookupError) as error:
        raise ImportRefused("xml_broken", error=str(error)) from None
    rows = {table.tag: tuple(_rows(table)) for table in root if table.find("rows") is not None}
    if sum(map(len, rows.values())) > MAX_ROWS:
        raise ImportRefused("too_many", limit=MAX_ROWS)
    languages = tuple(
        text for each in root.findall("languages/language") if (text := (each.text or "").strip())
    )
    return Tables((root.findtext("LimeSurveyDocType") or "").strip(), languages, rows)


def _rows(table: Element) -> Iterator[Row]:
    for row in table.iterfind("rows/row"):
        yield {cell.tag: (cell.text or "").strip() for cell in row}
