"""What expressions can name: questions, their parts and their comments."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from forms_engine.domain.foreign.keys import Keys
from forms_engine.domain.foreign.problems import Findings
from forms_engine.domain.limesurvey.survey import Entry, Part, Survey

MULTIPLE, RANKING = frozenset("MP"), "R"
ROWS = frozenset("ABCEFHKQ")
"""Types in which every subquestion is a question of its own."""
FIELDS = frozenset(":;")
"""Types in which every crossing of two subquestions is one."""


KNOWN = ROWS | FIELDS | MULTIPLE | frozenset("STUL!O5YGND|X*R1")


class Shape(StrEnum):
    """How a name becomes an answer here."""

    ANSWER = "answer"
    CHOSEN = "chosen"
    RANKED = "ranked"


@dataclass(frozen=True, slots=True)
class Target:
    """An answer; ``value`` is the choice, or the place in a ranking, that the name stands for."""

    key: str
    shape: Shape = Shape.ANSWER
    value: str = ""
    is_number: bool = False
    is_choice: bool = False
    has_other: bool = False


@dataclass(slots=True)
class Variables:
    """``keys`` are by the number of the question and the numbers of its parts.

    ``several`` are the keys of the questions with several answers, by code.
    """

    targets: dict[str, Target] = field(default_factory=dict)
    keys: dict[tuple[str, ...], str] = field(default_factory=dict)
    several: dict[str, str] = field(default_factory=dict)

    def find(self, name: str) -> Target | None:
        """Return what a name stands for."""
        return self.targets.get(name)


def name_all(survey: Survey, keys: Keys, findings: Findings) -> Variables:
    """Give every question and every part that becomes one its key, and every name its meaning."""
    found = Variables()
    codes = Counter(entry.code for section in survey.sections for entry in section.entries)
    for section in survey.sections:
        for entry in section.entries:
            if entry.type not in KNOWN:
                continue
            key = keys.make(entry.code)
            if key != entry.code and codes[entry.code] > 1:
                findings.remark(entry.code, "code_twice", code=entry.code, key=key)
            found.keys[entry.number,] = key
            if entry.type in MULTIPLE:
                found.several.setdefault(entry.code, key)
            _Namer(found, keys, entry, f"{survey.number}X{section.number}X{entry.number}").name_parts()
    return found


@dataclass(frozen=True, slots=True)
class _Namer:
    """Names one question's parts; ``prefix`` is the question's name in old expressions."""

    found: Variables
    keys: Keys
    entry: Entry
    prefix: str

    def name_parts(self) -> None:
        entry, key = self.entry, self.found.keys[self.entry.number,]
        self._name_rows(key)
        if entry.type == "O":
            self._name(Target(self._own(("comment", "comment"))), "_comment", "comment")
        if entry.has_other and entry.type in "L!MP":
            self._name(Target(self._own(("other", "other"))), "_other", "other")
        if entry.type not in ROWS | FIELDS | {"1", "X"}:  # those have no answer of their own
            is_choice, is_number = entry.type in "L!OYG5MPR", entry.type in "N5"
            self._name(Target(key, Shape.ANSWER, "", is_number, is_choice, entry.has_other), "", "")

    def _name_rows(self, key: str) -> None:
        entry, kind = self.entry, self.entry.type
        for row in entry.rows():
            own = (row.code, row.number)
            if kind in ROWS:
                target = Target(self._own(own), is_number=kind in "KAB", is_choice=kind not in "KQ")
                self._name(target, f"_{row.code}", row.code)
            elif kind == "1":
                for scale in "01":
                    target = Target(self._own(own, (scale, scale)), is_choice=True)
                    self._name(target, f"_{row.code}_{scale}", f"{row.code}#{scale}")
            elif kind in FIELDS:
                self._name_fields(row)
            elif kind in MULTIPLE:
                self._name(Target(key, Shape.CHOSEN, row.code), f"_{row.code}", row.code)
            if kind == "P":
                comment = Target(self._own((f"{row.code}comment", row.number)))
                self._name(comment, f"_{row.code}comment", f"{row.code}comment")
        for place in range(max(len(entry.answers), len(entry.parts)) if kind == RANKING else 0):
            self._name(Target(key, Shape.RANKED, str(place)), f"_{place + 1}", str(place + 1))

    def _name_fields(self, row: Part) -> None:
        ticked = self.entry.attributes.plain.get("multiflexible_checkbox") == "1"
        key = self._own((row.code, row.number)) if ticked else ""
        for column in self.entry.rows("1"):
            name = f"{row.code}_{column.code}"
            if ticked:
                target = Target(key, Shape.CHOSEN, column.code)
            else:
                own = self._own((row.code, row.number), (column.code, column.number))
                target = Target(own, is_number=self.entry.type == ":")
            self._name(target, f"_{name}", name)

    def _name(self, target: Target, new: str, old: str) -> None:
        for name in (f"{self.entry.code}{new}", f"{self.prefix}{old}"):
            self.found.targets.setdefault(name, target)

    def _own(self, *path: tuple[str, str]) -> str:
        """Return a new key; each step of the path is a code with the number that tells it apart."""
        entry = self.entry
        made = self.keys.make("_".join((self.found.keys[entry.number,], *(code for code, _number in path))))
        self.found.keys[(entry.number, *(number for _code, number in path))] = made
        return made
