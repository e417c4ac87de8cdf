"""One item of a questionnaire, and what is known of it before its rules are read."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from forms_engine.domain.definition import QuestionType
from forms_engine.domain.fhir.extensions import Extensions, Json, text

HELP = frozenset({"help", "flyover", "prompt", "instructions", "unit", "legal"})


@dataclass(frozen=True, slots=True)
class Option:
    """An answer that can be chosen: its value here, and what FHIR calls it."""

    value: str
    code: str
    display: str
    score: str = ""


@dataclass(slots=True, eq=False)
class Item:
    """``type`` is None for a group; ``place`` is the way of linkIds to it."""

    json: Json
    link: str
    place: str
    key: str
    kind: str
    controls: frozenset[str]
    extensions: Extensions
    parent: "Item | None" = None
    children: list["Item"] = field(default_factory=list)
    type: QuestionType | None = None
    is_many: bool = False
    is_hidden: bool = False
    is_open: bool = False
    options: tuple[Option, ...] = ()
    choice_list: str = ""

    @property
    def is_help(self) -> bool:
        """Whether it only explains the item that it is in."""
        return self.kind == "display" and bool(self.controls & HELP)

    @property
    def truths(self) -> tuple[str, str]:
        """What the answers true and false are here."""
        return ("OK", "") if self.type is QuestionType.ACKNOWLEDGE else ("yes", "no")

    def walk(self) -> Iterator["Item"]:
        """Yield the items in this one, parents first."""
        for child in self.children:
            yield child
            yield from child.walk()

    def option(self, named: object) -> str:
        """Return the value of the option with this code or display; the name itself if there is none."""
        wanted = text(named)
        for each in self.options:
            if wanted in {each.code, each.display}:
                return each.value
        return "_".join(wanted.split())
