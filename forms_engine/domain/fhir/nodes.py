"""Items as questions and sections."""

from collections.abc import Iterator
from dataclasses import replace

from forms_engine.domain.definition import Group, Node, Question, QuestionType, Repeat
from forms_engine.domain.fhir.constraints import simple_constraints
from forms_engine.domain.fhir.extensions import Json, mapping, name_of, objects, text, value_of
from forms_engine.domain.fhir.item import Item
from forms_engine.domain.fhir.options import Options
from forms_engine.domain.fhir.rules import Rules
from forms_engine.domain.fhir.texts import Texts
from forms_engine.domain.foreign.keys import Keys
from forms_engine.domain.foreign.problems import Findings

_LOOKS = {
    "drop-down": "minimal", "autocomplete": "minimal autocomplete", "lookup": "minimal autocomplete",
    "page": "field-list",
}  # fmt: skip
_PLAIN_LOOKS = frozenset(
    {
        "radio-button", "check-box", "text-box", "spinner", "slider", "list", "header", "footer", "question",
        "inline", "table", "gtable", "htable", "grid",
    }
)  # fmt: skip
_NUMBERS = frozenset({QuestionType.INTEGER, QuestionType.DECIMAL})
_KNOWN = frozenset(
    {
        "linkId", "definition", "code", "prefix", "text", "type", "enableWhen", "enableBehavior", "required",
        "repeats", "readOnly", "maxLength", "answerConstraint", "answerOption", "answerValueSet", "initial",
        "item", "extension", "modifierExtension", "id", "_text", "_prefix", "option", "options",
    }
)  # fmt: skip


class Nodes:
    """Builds the nodes, and remembers which item every one came from."""

    def __init__(self, rules: Rules, options: Options, texts: Texts, keys: Keys, findings: Findings) -> None:
        self._rules, self._options, self._texts, self._keys = rules, options, texts, keys
        self._findings = findings
        self.sources: dict[str, str] = {}

    def children(self, item: Item) -> tuple[Node, ...]:
        """Return what stands in an item."""
        return tuple(node for child in item.children if not child.is_help for node in self._built(child))

    def _built(self, item: Item) -> Iterator[Node]:
        self.sources[item.key] = item.place
        nodes = [self._section(item)] if item.type is None else self._asked(item)
        self._left_over(item)
        yield from nodes

    def _section(self, item: Item) -> Node:
        kind = Repeat if item.is_many else Group
        return kind(
            key=item.key,
            label=self._label(item),
            hint=self._hint(item),
            relevant=self._rules.relevant(item),
            appearance=self._look(item),
            extra=_extra(item),
            children=self.children(item),
        )

    def _asked(self, item: Item) -> list[Node]:
        question = self._question(item)
        nodes: list[Node] = [question, *self._companions(item, question)]
        if item.is_many and item.type not in {QuestionType.SELECT_MULTIPLE, QuestionType.NOTE}:
            self._findings.remark(item.place, "repeated_as_section", "type")
            nodes = [self._around(item, replace(question, relevant=""), question.relevant, *nodes[1:])]
        inner = self.children(item)
        if not inner:
            return nodes
        if len(nodes) == 1 and isinstance(nodes[0], Repeat):
            return [replace(nodes[0], children=(*nodes[0].children, *inner))]
        own = tuple(replace(node, relevant="") if node is question else node for node in nodes)
        key = self._keys.make(f"{item.key}_group")
        self.sources[key] = item.place
        return [Group(key=key, relevant=question.relevant, children=(*own, *inner))]

    def _around(self, item: Item, question: Question, relevant: str, *companions: Node) -> Repeat:
        key = self._keys.make(f"{item.key}_list")
        self.sources[key] = item.place
        return Repeat(key=key, label=question.label, relevant=relevant, children=(question, *companions))

    def _question(self, item: Item) -> Question:
        parameters = self._slider(item)
        rules = self._rules.question(item)
        kind = QuestionType.RANGE if parameters else item.type or QuestionType.NOTE
        if item.is_hidden and kind is not QuestionType.NOTE:
            kind = QuestionType.CALCULATE if rules["calculation"] else QuestionType.HIDDEN
            rules |= {"required": "", "read_only": ""}
        if kind in {QuestionType.NOTE, QuestionType.HIDDEN}:
            rules |= {"required": "", "calculation": "", "read_only": ""}
        return Question(
            key=item.key,
            type=kind,
            label=self._label(item),
            hint=self._hint(item),
            choice_list=item.choice_list if kind.is_select else "",
            appearance=self._look(item),
            parameters=parameters,
            extra=_extra(item),
            **rules,
        )

    def _slider(self, item: Item) -> dict[str, str]:
        step = text(item.extensions.value("sliderStepValue"))
        bounds = {name_of(each): text(value_of(each)) for each in objects(item.json.get("extension"))}
        if "slider" not in item.controls or item.type not in _NUMBERS:
            return {}
        if not (bounds.get("minValue") and bounds.get("maxValue")):
            self._findings.remark(item.place, "slider_unbounded", "type")
            return {}
        list(simple_constraints(item))  # the range itself holds them
        return {"start": bounds["minValue"], "end": bounds["maxValue"], **({"step": step} if step else {})}

    def _companions(self, item: Item, question: Question) -> Iterator[Node]:
        if item.is_open and question.type.is_select:
            asked = f"selected(${{{item.key}}}, 'other')"
            key = self._keys.make(f"{item.key}_other")
            self.sources[key] = item.place
            label = self._texts.own(text(item.extensions.value("openLabel")) or "Other")
            yield Question(key=key, type=QuestionType.TEXT, label=label, relevant=asked)
        units = [mapping(each.get("valueCoding")) for each in item.extensions.take("unitOption")]
        if len(units) > 1 and question.type in _NUMBERS:
            key = self._keys.make(f"{item.key}_unit")
            self.sources[key] = item.place
            yield Question(
                key=key,
                type=QuestionType.SELECT_ONE,
                label=self._texts.own("Unit"),
                choice_list=self._options.offer_units(item.key, units),
                required=question.required and f"${{{item.key}}} != ''",
                relevant=question.relevant,
            )

    def _label(self, item: Item) -> dict[str, str]:
        label, left = self._texts.read(item.json, "text", text(item.json.get("prefix")))
        for name in left:
            self._findings.remark(item.place, "extension_ignored", "label", extension=name)
        if not label and item.type is not None:
            return self._texts.own(item.link or item.key)
        return label

    def _hint(self, item: Item) -> dict[str, str]:
        pieces = [self._texts.read(child.json, "text")[0] for child in item.children if child.is_help]
        unit = mapping(item.extensions.value("unit")) or self._only_unit(item)
        said = (
            text(unit.get("display")) or text(unit.get("code")),
            text(item.extensions.value("entryFormat")),
        )
        pieces.extend(self._texts.own(each) for each in said)
        languages = dict.fromkeys(language for piece in pieces for language in piece)
        default = self._texts.default
        return {
            language: " · ".join(
                filter(None, (piece.get(language) or piece.get(default, "") for piece in pieces))
            )
            for language in languages
        }

    def _only_unit(self, item: Item) -> Json:
        units = [each for each in objects(item.json.get("extension")) if name_of(each) == "unitOption"]
        return mapping(units[0].get("valueCoding")) if len(units) == 1 else {}

    def _look(self, item: Item) -> str:
        looks = [_LOOKS[each] for each in sorted(item.controls) if each in _LOOKS]
        for each in sorted(item.controls - _LOOKS.keys() - _PLAIN_LOOKS):
            self._findings.remark(item.place, "control_ignored", "appearance", control=each)
        if item.kind == "text":
            looks.append("multiline")
        if text(item.extensions.value("choiceOrientation")) == "horizontal":
            looks.append("horizontal")
        return " ".join(looks)

    def _left_over(self, item: Item) -> None:
        for name in item.extensions.left():
            self._findings.remark(item.place, "extension_ignored", extension=name)
        for name in item.json:
            hides = name == "disabledDisplay" and item.json[name] == "hidden"
            if name not in _KNOWN and not name.startswith("initial") and not hides:
                self._findings.remark(item.place, "field_ignored", field=name)


def _extra(item: Item) -> dict[str, str]:
    found = {"instance::linkId": item.link} if item.link not in {item.key, ""} else {}
    code: Json = next(iter(objects(item.json.get("code"))), {})
    if code.get("code"):
        found["instance::code"] = f"{text(code.get('system'))}|{text(code.get('code'))}".lstrip("|")
    if definition := text(item.json.get("definition")):
        found["instance::definition"] = definition
    return found
