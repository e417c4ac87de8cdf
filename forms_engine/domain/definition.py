"""The definition of a questionnaire: what authors write and a version freezes.

The shape follows XLSForm (https://xlsform.org): expressions are kept as authored, with
``${key}`` references, so that a definition can be exported as a workbook again without loss.
A definition is immutable; ``forms_engine.domain.form.compile_form`` makes it executable.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Localized = Mapping[str, str]
"""Text by language as named in the workbook, e.g. ``"Italiano (it)"``; ``""`` where it has none."""


class QuestionType(StrEnum):
    """The types a question can have; the values are XLSForm's own words."""

    TEXT = "text"
    NOTE = "note"
    INTEGER = "integer"
    DECIMAL = "decimal"
    RANGE = "range"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    RANK = "rank"
    ACKNOWLEDGE = "acknowledge"
    DATE = "date"
    TIME = "time"
    DATETIME = "dateTime"
    GEOPOINT = "geopoint"
    GEOTRACE = "geotrace"
    GEOSHAPE = "geoshape"
    BARCODE = "barcode"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"
    CALCULATE = "calculate"
    HIDDEN = "hidden"
    START = "start"
    END = "end"
    TODAY = "today"
    DEVICEID = "deviceid"
    USERNAME = "username"
    EMAIL = "email"
    PHONENUMBER = "phonenumber"

    @property
    def is_select(self) -> bool:
        """Whether the answer is chosen from a choice list."""
        return self in {self.SELECT_ONE, self.SELECT_MULTIPLE, self.RANK}

    @property
    def is_file(self) -> bool:
        """Whether the answer is an uploaded file."""
        return self in {self.IMAGE, self.AUDIO, self.VIDEO, self.FILE}

    @property
    def is_asked(self) -> bool:
        """Whether a person is shown the question and may answer it."""
        return self not in _UNASKED


_UNASKED = frozenset(
    {
        QuestionType.NOTE,
        QuestionType.CALCULATE,
        QuestionType.HIDDEN,
        QuestionType.START,
        QuestionType.END,
        QuestionType.TODAY,
        QuestionType.DEVICEID,
        QuestionType.USERNAME,
        QuestionType.EMAIL,
        QuestionType.PHONENUMBER,
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One row of a choice list; ``columns`` are the extra columns a choice filter may name."""

    value: str
    label: Localized = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    media: Mapping[str, Localized] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A row of the survey sheet that has a value.

    Expression fields hold XPath as authored (``""`` where there is none); ``required`` and
    ``read_only`` are expressions too (``"true()"`` for a plain yes).
    """

    key: str
    type: QuestionType
    label: Localized = field(default_factory=dict)
    hint: Localized = field(default_factory=dict)
    guidance: Localized = field(default_factory=dict)
    required: str = ""
    required_message: Localized = field(default_factory=dict)
    relevant: str = ""
    constraint: str = ""
    constraint_message: Localized = field(default_factory=dict)
    calculation: str = ""
    default: str = ""
    read_only: str = ""
    trigger: str = ""
    choice_list: str = ""
    choice_filter: str = ""
    appearance: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    media: Mapping[str, Localized] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)
    """Columns that carry no logic (``instance::…``, ``body::…``), kept for export."""

    @property
    def offers_answers(self) -> bool:
        """Whether its choices are the answers to a question in a repeat: ``choice_list`` is ``${key}``."""
        return self.choice_list.startswith("${")

    @property
    def is_asked(self) -> bool:
        """Whether a person is shown the question and may answer it; the heading of a table is no question."""
        return self.type.is_asked and "label" not in self.appearance.split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A nested section; its relevance hides everything below it."""

    key: str
    label: Localized = field(default_factory=dict)
    hint: Localized = field(default_factory=dict)
    relevant: str = ""
    appearance: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    children: tuple["Node", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat(Group):
    """A section that may occur many times; ``count`` is an expression, or ``""`` when people add freely."""

    count: str = ""


Node = Question | Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A whole questionnaire. ``languages`` are in workbook order, the default first."""

    form_id: str
    title: str
    root: str = "data"
    languages: tuple[str, ...] = ("",)
    children: tuple[Node, ...] = ()
    choice_lists: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    """Other columns of the settings sheet, kept for export (``version``, ``style``, ``instance_name`` …)."""

    def walk(self) -> Iterator[tuple[str, Node]]:
        """Yield every node with its path (keys joined by ``/``), parents first, in document order."""
        yield from _walk(self.children, "")


def _walk(nodes: tuple[Node, ...], prefix: str) -> Iterator[tuple[str, Node]]:
    for node in nodes:
        path = f"{prefix}{node.key}"
        yield path, node
        if isinstance(node, Group):
            yield from _walk(node.children, f"{path}/")


def content_hash(payload: object) -> str:
    """Return the SHA-256 of canonical JSON, in hex: two definitions are identical when it is equal."""
    canonical = json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
