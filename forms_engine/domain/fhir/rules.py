"""All rules of an item, as XPath; what does not translate becomes a remark."""

import re
from collections.abc import Callable
from typing import Any

from forms_engine.domain.definition import QuestionType
from forms_engine.domain.fhir.conditions import condition
from forms_engine.domain.fhir.constraints import calculated_bounds, checks, pattern, simple_constraints
from forms_engine.domain.fhir.extensions import mapping, objects, text, value_of, value_type
from forms_engine.domain.fhir.fhirpath import Translator
from forms_engine.domain.fhir.item import Item
from forms_engine.domain.fhir.texts import Texts
from forms_engine.domain.foreign.grammar import Untranslatable
from forms_engine.domain.foreign.problems import Findings
from forms_engine.domain.foreign.terms import Term, joined
from forms_engine.domain.foreign.terms import text as literal

_DYNAMIC = re.compile(r"\$\{|\(|\s(?:div|mod)\s|[*+|]|\s-\s")


class Rules:
    """Reads the rules of items, one after the other."""

    def __init__(self, root: Item, texts: Texts, findings: Findings) -> None:
        self._root, self._texts, self._findings = root, texts, findings
        self._items = {item.link: item for item in root.walk()}
        self._variables = {item: found for item in (root, *root.walk()) if (found := _variables(item))}

    def relevant(self, item: Item) -> str:
        """Return when the item is asked."""
        try:
            plain = condition(item, self._items)
        except Untranslatable as failed:
            self._findings.remark(item.place, "condition_lost", "relevant", link=str(failed))
            plain = ""
        when = item.json.get("enableWhen")
        if isinstance(when, list) and len(when) > 1 and not item.json.get("enableBehavior"):
            self._findings.remark(item.place, "behaviour_missing", "relevant")
        return joined("and", [plain, self._translated(item, "enableWhenExpression", "relevant", truth=True)])

    def question(self, item: Item) -> dict[str, Any]:
        """Return the fields of the question that hold rules."""
        calculation = self._translated(item, "calculatedExpression", "calculation")
        default = self._initial(item) or self._translated(item, "initialExpression", "default")
        read_only = item.json.get("readOnly") is True or bool(calculation)
        return {
            "relevant": self.relevant(item),
            "required": "true()" if item.json.get("required") is True else "",
            "read_only": "true()" if read_only else "",
            "calculation": calculation,
            "default": "" if calculation else default,
            **self._constraint(item),
        }

    def _constraint(self, item: Item) -> dict[str, Any]:
        found, messages = [], []
        for bound in calculated_bounds(item):
            self._findings.remark(item.place, "expression_lost", "constraint", expression=bound, part="bound")
        if expected := pattern(item):
            found.append(f"regex(., {literal(f'^(?:{expected})$').text})")
        found.extend(simple_constraints(item))
        for check in checks(item):
            if rule := self._expression(item, "constraint", check.expression, check.language, truth=True):
                found.append(rule)
                messages.append(check.human)
        message = " ".join(each for each in messages if each)
        return {"constraint": joined("and", found), "constraint_message": self._texts.own(message)}

    def _translated(self, item: Item, name: str, column: str, *, truth: bool = False) -> str:
        found = [mapping(value_of(each)) for each in item.extensions.take(name)]
        return joined(
            "and",
            [
                self._expression(
                    item, column, text(each.get("expression")), text(each.get("language")), truth=truth
                )
                for each in found
            ],
        )

    def _expression(self, item: Item, column: str, source: str, language: str, *, truth: bool) -> str:
        translator = Translator(self._root, item, self._known(item))
        translate: Callable[[str], Term] = translator.truth if truth else translator.expression
        if language not in {"", "text/fhirpath"}:
            self._findings.remark(item.place, "expression_lost", column, expression=source, part=language)
            return ""
        try:
            return translate(source).guarded.text if not truth else translate(source).text
        except Untranslatable as failed:
            self._findings.remark(item.place, "expression_lost", column, expression=source, part=str(failed))
            return ""

    def _known(self, item: Item | None) -> dict[str, str]:
        return {**self._known(item.parent), **self._variables.get(item, {})} if item else {}

    def _initial(self, item: Item) -> str:
        given = objects(item.json.get("initial")) or ([item.json] if value_type(item.json, "initial") else [])
        prefix = "value" if item.json.get("initial") else "initial"
        values = [value_of(each, prefix) for each in given]
        values += [
            value_of(each)
            for each in objects(item.json.get("answerOption"))
            if each.get("initialSelected") is True
        ]
        found = [self._value(item, each) for each in values if each is not None]
        if len(found) > 1 and item.type is not QuestionType.SELECT_MULTIPLE:
            self._findings.remark(item.place, "initial_many", "default", kept=found[0])
            found = found[:1]
        default = " ".join(found)
        if "'" not in default and _DYNAMIC.search(default) and item.type is QuestionType.TEXT:
            return literal(default).text  # or it would be taken for an expression
        return default

    def _value(self, item: Item, value: Any) -> str:
        if isinstance(value, bool):
            return item.truths[0 if value else 1]
        if item.kind == "quantity":
            return text(mapping(value).get("value"))
        if isinstance(value, dict):
            named = text(value.get("code")) or text(value.get("reference"))
            return item.option(named or text(value.get("display"))) if item.options else named
        return item.option(value) if item.options else text(value)


def _variables(item: Item) -> dict[str, str]:
    expressions = [mapping(value_of(each)) for each in item.extensions.take("variable")]
    return {name: text(each.get("expression")) for each in expressions if (name := text(each.get("name")))}
