"""pyxform's JSON as a definition."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from forms_engine.domain.definition import (
    Choice,
    Definition,
    Group,
    Localized,
    Node,
    Question,
    Repeat,
)
from forms_engine.domain.xlsform.columns import EXPRESSIONS, LOCALIZED
from forms_engine.domain.xlsform.headers import COLUMN
from forms_engine.domain.xlsform.loops import unrolled
from forms_engine.domain.xlsform.node import NO_CHOICE, ROW, Json, NodeReader, by_language, flat, key_of
from forms_engine.domain.xlsform.problems import RowProblem, WorkbookRefused
from forms_engine.domain.xlsform.types import SPELLINGS, original_type

_FLAGS = frozenset({"required", "read_only"})
_CHOICE_FIELDS = frozenset({"name", "label", "media", ROW})
_YES_NO = {True: "yes", False: "no"}
_ROOT_FIELDS = frozenset(
    {"type", "name", "title", "id_string", "default_language", "children", "choices", ROW}
)


@dataclass(slots=True)
class Mapper:
    """Turns one survey into a definition and remembers which row every node came from."""

    languages: tuple[str, ...]
    rows: dict[str, int] = field(default_factory=dict)

    def definition(self, survey: Json) -> Definition:
        """Return the definition of a whole survey."""
        return Definition(
            form_id=str(survey["id_string"]),
            title=str(survey["title"]),
            root=str(survey["name"]),
            languages=self.languages,
            children=tuple(self._children(survey, "", 0)),
            choice_lists={
                str(name): tuple(self._choice(each) for each in choices if each["name"] != NO_CHOICE)
                for name, choices in survey.get("choices", {}).items()
            },
            settings=dict(_settings(survey)),
        )

    def _children(self, parent: Json, prefix: str, row: int) -> Iterator[Node]:
        for child in unrolled(_without_meta(parent.get("children", ()))):
            row = int(child.get(ROW, row))
            path = f"{prefix}{key_of(child)}"
            self.rows[path] = row
            yield self._node(child, path, row)

    def _node(self, node: Json, path: str, row: int) -> Node:
        reader = NodeReader(node, self.languages[0])
        if node["type"] not in {"group", "repeat"}:
            return self._question(node, reader)
        common: dict[str, Any] = {
            "key": reader.key,
            "label": reader.localized(LOCALIZED["label"]),
            "hint": reader.localized(LOCALIZED["hint"]),
            "relevant": reader.text(EXPRESSIONS["relevant"]),
            "appearance": reader.text(EXPRESSIONS["appearance"]),
            "children": tuple(self._children(node, f"{path}/", row)),
        }
        if node["type"] == "repeat":
            count = reader.text(("control", "jr:count"))
            return Repeat(**common, count=count, extra=reader.rest())
        return Group(**common, extra=reader.rest())

    def _question(self, node: Json, reader: NodeReader) -> Question:
        kind = SPELLINGS.get(reader.kind)
        if kind is None:
            raise WorkbookRefused(
                RowProblem(
                    code="unknown_type",
                    params={"type": reader.kind},
                    sheet="survey",
                    row=reader.row,
                    column="type",
                ),
            )
        texts: dict[str, Any] = {name: reader.localized(path) for name, path in LOCALIZED.items()}
        expressions: dict[str, Any] = {
            name: reader.flag(path) if name in _FLAGS else reader.text(path)
            for name, path in EXPRESSIONS.items()
        }
        return Question(
            key=reader.key,
            type=kind,
            **texts,
            **expressions,
            trigger=reader.text(("trigger",)),
            choice_list=str(node["itemset"]) if kind.is_select else "",
            parameters=reader.parameters(),
            media=reader.media(),
            extra=original_type(reader.kind) | reader.rest(),
        )

    def _choice(self, choice: Json) -> Choice:
        media = choice.get("media", {})
        return Choice(
            value=str(choice["name"]),
            label=self._localized(choice.get("label")),
            columns=dict(_columns(choice)),
            media={kind: self._localized(names) for kind, names in media.items()},
        )

    def _localized(self, value: object) -> Localized:
        return by_language(value, self.languages[0])


def _without_meta(nodes: Iterable[Json]) -> Iterator[Json]:
    """Yield the nodes with what an author wrote of the section that pyxform adds for its own needs."""
    for node in nodes:
        if node.get("control", {}).get("bodyless"):
            yield from (child for child in node["children"] if child["type"] == "audit")
        else:
            yield node


def _columns(choice: Json) -> Iterator[tuple[str, str]]:
    own = {name: value for name, value in choice.items() if name not in _CHOICE_FIELDS}
    return (("::".join(path).removeprefix(COLUMN), text) for path, text in flat(own))


def _settings(survey: Json) -> Iterator[tuple[str, str]]:
    own = {
        name: _YES_NO[value] if isinstance(value, bool) else value
        for name, value in survey.items()
        if name not in _ROOT_FIELDS
    }
    if own.get("sms_keyword") == survey["id_string"]:
        del own["sms_keyword"]
    for path, text in flat(own):
        yield "::".join(path), text
