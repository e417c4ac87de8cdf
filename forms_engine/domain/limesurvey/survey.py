"""A survey as LimeSurvey knows it: sections, questions, subquestions, answers, in every language."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from forms_engine.domain.limesurvey.tables import Row, Tables

Words = dict[str, str]
"""Text by LimeSurvey's code of the language."""


@dataclass(slots=True)
class Answer:
    """An answer that can be chosen."""

    code: str
    scale: str
    label: Words
    score: str


@dataclass(slots=True)
class Part:
    """A subquestion; ``scale`` 1 is the other axis of an array of fields."""

    number: str
    code: str
    scale: str
    label: Words
    relevance: str


@dataclass(slots=True)
class Attributes:
    """A question's settings; what nobody took is the rest."""

    plain: dict[str, str] = field(default_factory=dict)
    worded: dict[str, Words] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def take(self, name: str) -> str:
        """Take a setting, ``""`` where there is none."""
        self.taken.add(name)
        return self.plain.get(name) or next(iter(self.worded.get(name, {}).values()), "")

    def words(self, name: str) -> Words:
        """Take a setting in every language."""
        self.taken.add(name)
        return self.worded.get(name, {})

    def left(self) -> dict[str, str]:
        """Return those that nobody took and that say something."""
        given = {
            **self.plain,
            **{name: next(iter(words.values()), "") for name, words in self.worded.items()},
        }
        return {
            name: value
            for name, value in given.items()
            if name not in self.taken and value not in {"", "0", "N"}
        }


@dataclass(slots=True)
class Entry:
    """A question."""

    number: str
    code: str
    type: str
    label: Words
    help: Words
    row: Row
    attributes: Attributes
    parts: list[Part] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    relevance: str = ""
    defaults: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """By subquestion, scale and special field."""

    @property
    def has_other(self) -> bool:
        """Whether people may answer in words of their own."""
        return self.row.get("other") == "Y"

    def rows(self, scale: str = "0") -> list[Part]:
        """Return the subquestions of a scale."""
        return [part for part in self.parts if part.scale == scale]

    def choices(self, scale: str = "0") -> list[Answer]:
        """Return the answers of a scale."""
        return [answer for answer in self.answers if answer.scale == scale]


@dataclass(slots=True)
class Section:
    """A group of questions."""

    number: str
    name: Words
    description: Words
    row: Row
    entries: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class Survey:
    """The whole."""

    number: str
    languages: tuple[str, ...]
    title: Words
    words: dict[str, Words]
    sections: list[Section]


def read_survey_tables(tables: Tables) -> Survey:
    """Return the survey that the tables describe; what belongs to nothing in them is left out."""
    settings = next(tables.all("surveys"), {})
    main = settings.get("language") or next(iter(tables.languages), "")
    languages = tuple(
        filter(
            None, dict.fromkeys((main, *settings.get("additional_languages", "").split(), *tables.languages))
        )
    )
    entries = _entries(tables, main)
    sections = _sections(tables, main)
    for entry in entries.values():
        if entry.row.get("gid", "") in sections:
            sections[entry.row["gid"]].entries.append(entry)
    for section in sections.values():
        section.entries.sort(key=lambda entry: _number(entry.row.get("question_order", "")))
    texts = list(tables.all("surveys_languagesettings"))
    return Survey(
        number=settings.get("sid", ""),
        languages=languages or ("",),
        title=_words(texts, "surveyls_title", "surveyls_language", main),
        words={
            name: _words(texts, f"surveyls_{name}", "surveyls_language", main)
            for name in ("description", "welcometext", "endtext")
        },
        sections=sorted(sections.values(), key=lambda section: _number(section.row.get("group_order", ""))),
    )


def _sections(tables: Tables, main: str) -> dict[str, Section]:
    texts = _by(tables.all("groups", "group_l10ns"), "gid")
    return {
        row["gid"]: Section(
            row["gid"],
            _words(texts[row["gid"]], "group_name", "language", main),
            _words(texts[row["gid"]], "description", "language", main),
            row,
        )
        for row in _first(tables.all("groups"), "gid")
    }


def _entries(tables: Tables, main: str) -> dict[str, Entry]:
    texts = _by(tables.all("questions", "subquestions", "question_l10ns"), "qid")
    attributes = _attributes(tables)
    rows = list(_first(tables.all("questions", "subquestions"), "qid"))
    found = {
        row["qid"]: _entry(row, texts[row["qid"]], attributes.get(row["qid"], Attributes()), main)
        for row in rows
        if row.get("parent_qid", "0") in {"", "0"}
    }
    for row in sorted(rows, key=lambda row: _number(row.get("question_order", ""))):
        if (owner := found.get(row.get("parent_qid", ""))) is not None:
            label = _words(texts[row["qid"]], "question", "language", main)
            scale = row.get("scale_id") or "0"
            owner.parts.append(Part(row["qid"], row.get("title", ""), scale, label, row.get("relevance", "")))
    _add_answers(tables, found, main)
    _add_defaults(tables, found, main)
    return found


def _entry(row: Row, texts: list[Row], attributes: Attributes, main: str) -> Entry:
    older = attributes.take("relevance")  # where LimeSurvey 1.9 kept it
    return Entry(
        number=row["qid"],
        code=row.get("title", ""),
        type=row.get("type", ""),
        label=_words(texts, "question", "language", main),
        help=_words(texts, "help", "language", main),
        row=row,
        attributes=attributes,
        relevance=row.get("relevance") or older,
    )


def _add_answers(tables: Tables, entries: Mapping[str, Entry], main: str) -> None:
    texts = _by(tables.all("answer_l10ns"), "aid")
    labels: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in tables.all("answers"):
        labels[_answer(row)].append(row)
        labels[_answer(row)].extend(texts.get(row.get("aid", "-"), ()))
    for (number, code, scale), rows in sorted(
        labels.items(), key=lambda item: _number(item[1][0].get("sortorder", ""))
    ):
        if number in entries and code:
            label = _words(rows, "answer", "language", main)
            score = rows[0].get("assessment_value", "")
            entries[number].answers.append(Answer(code, scale, label, "" if score == "0" else score))


def _answer(row: Row) -> tuple[str, str, str]:
    return row.get("qid", ""), row.get("code", ""), row.get("scale_id") or "0"


def _add_defaults(tables: Tables, entries: Mapping[str, Entry], main: str) -> None:
    texts = _by(tables.all("defaultvalue_l10ns"), "dvid")
    for row in tables.all("defaultvalues"):
        words = _words((row, *texts.get(row.get("dvid", "-"), ())), "defaultvalue", "language", main)
        value = words.get(main) or next(iter(words.values()), "")
        owner = entries.get(row.get("qid", ""))
        if owner is not None and value:
            key = (row.get("sqid") or "0", row.get("scale_id") or "0", row.get("specialtype", ""))
            owner.defaults.setdefault(key, value)


def _attributes(tables: Tables) -> dict[str, Attributes]:
    found: dict[str, Attributes] = {}
    for row in tables.all("question_attributes"):
        own = found.setdefault(row.get("qid", ""), Attributes())
        name, value, language = row.get("attribute", ""), row.get("value", ""), row.get("language", "")
        if name and value and language:
            own.worded.setdefault(name, {})[language] = value
        elif name and value:
            own.plain[name] = value
    return found


def _by(rows: Iterable[Row], name: str) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.get(name, "")].append(row)
    return found


def _first(rows: Iterable[Row], name: str) -> Iterable[Row]:
    """Return the first row of each: LimeSurvey 3 has one a language."""
    return {row[name]: row for row in reversed(list(rows)) if row.get(name)}.values().__reversed__()


def _words(rows: Iterable[Row], name: str, language: str, main: str) -> Words:
    return {row.get(language) or main: row[name] for row in rows if row.get(name)}


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0
