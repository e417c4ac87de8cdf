"""The rules of a question, as XPath; what does not translate becomes a remark."""

import re
from collections.abc import Iterator
from dataclasses import replace

from forms_engine.domain.definition import QuestionType
from forms_engine.domain.foreign.grammar import Untranslatable
from forms_engine.domain.foreign.problems import Findings
from forms_engine.domain.foreign.terms import joined
from forms_engine.domain.foreign.terms import text as literal
from forms_engine.domain.limesurvey.functions import regular_expression
from forms_engine.domain.limesurvey.script import Script, concatenated
from forms_engine.domain.limesurvey.survey import Entry
from forms_engine.domain.limesurvey.variables import Shape

MAX_SOURCES = 20

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_DATE = re.compile(r"\d{4}(?:-\d{2}-\d{2})?")
_DYNAMIC = re.compile(r"\$\{|\(|\s(?:div|mod)\s|[*+|]|\s-\s")
_COUNTED = (("min_answers", ">="), ("max_answers", "<="))
_BOUNDS = (("min_num_value_n", ">="), ("max_num_value_n", "<="))
_DATES = (("date_min", ">="), ("date_max", "<="))
_FILLED = {"date_min": "-01-01", "date_max": "-12-31"}
_CELLS = (("multiflexible_min", ">="), ("multiflexible_max", "<="))


class Rules:
    """Translates the rules of questions."""

    def __init__(self, script: Script, findings: Findings) -> None:
        self._script, self._findings = script, findings

    def relevant(self, expression: str, place: str) -> str:
        """Return when something is asked, ``""`` if always."""
        return self._truth(self._script, expression, place, "relevant") if expression.strip() else ""

    def filtered(self, entry: Entry, code: str) -> str:
        """Return when the part of an array is asked that filters allow."""
        found = []
        for name in ("array_filter", "array_filter_exclude"):
            for source in _sources(entry, name):
                target = self._script.variables.find(f"{source}_{code}")
                if target is None or target.shape is Shape.RANKED:
                    self._findings.remark(
                        entry.code, "setting_ignored", "relevant", setting=name, value=source
                    )
                    continue
                chosen = f"${{{target.key}}} != ''"
                if target.shape is Shape.CHOSEN:
                    chosen = f"selected(${{{target.key}}}, {literal(target.value).text})"
                found.append(chosen if name == "array_filter" else f"not({chosen})")
        return joined("and", found)

    def choice_filter(self, entry: Entry) -> str:
        """Return which choices are offered."""
        found = [
            f"name != {literal(part.code).text} or ({rule})"
            for part in entry.rows()
            if (rule := self.relevant(part.relevance, entry.code))
        ]
        for name in ("array_filter", "array_filter_exclude"):
            for source in _sources(entry, name):
                key = self._script.variables.several.get(source)
                if key is None:
                    self._findings.remark(
                        entry.code, "setting_ignored", "choice_filter", setting=name, value=source
                    )
                    continue
                chosen = f"selected(${{{key}}}, name)"
                found.append(chosen if name == "array_filter" else f"not({chosen})")
        return joined("and", found)

    def required(self, entry: Entry) -> str:
        """Return whether an answer is required."""
        if entry.row.get("mandatory") == "S":
            self._findings.remark(entry.code, "setting_ignored", "required", setting="mandatory", value="S")
        return "true()" if entry.row.get("mandatory") == "Y" else ""

    def constraint(self, entry: Entry, kind: QuestionType) -> str:
        """Return what the answer, or each answer of an array, must be like."""
        script = replace(self._script, this=".")
        found = [self._pattern(entry)]
        if kind in {QuestionType.INTEGER, QuestionType.DECIMAL}:
            bounds = (*_BOUNDS, *_CELLS) if entry.type == ":" else _BOUNDS
            found.extend(self._bound(script, entry, *each) for each in bounds)
        if kind in {QuestionType.DATE, QuestionType.DATETIME}:
            found.extend(self._bound(script, entry, *each) for each in _DATES)
        if kind is QuestionType.SELECT_MULTIPLE:
            found.extend(self._counts(script, entry))
        longest = entry.attributes.take("maximum_chars")
        if kind is QuestionType.TEXT and longest.isdigit() and longest != "0":
            found.append(f"string-length(.) <= {longest}")
        given = [entry.attributes.take(name) for name in ("em_validation_q", "em_validation_sq")]
        found.extend(self._truth(script, rule, entry.code, "constraint") for rule in given if rule)
        return joined("and", found)

    def _counts(self, script: Script, entry: Entry) -> Iterator[str]:
        for name, operator in _COUNTED:
            if bound := self._value(script, entry, name):
                yield f"count-selected(.) {operator} {bound}"
        for code in filter(None, re.split(r"[;,]\s*", entry.attributes.take("exclude_all_others"))):
            yield f"not(selected(., {literal(code).text})) or count-selected(.) = 1"

    def default(self, entry: Entry, part: str = "0", kind: QuestionType = QuestionType.TEXT) -> str:
        """Return the answer that is given before anybody answers."""
        given = entry.defaults.get((part, "0", ""), "")
        try:
            pieces = self._script.pieces(given)
        except Untranslatable:
            self._findings.remark(entry.code, "default_lost", "default", default=given)
            return ""
        if all(isinstance(each, str) for each in pieces):
            written = "".join(map(str, pieces))
            needs_quotes = kind is QuestionType.TEXT and "'" not in written and _DYNAMIC.search(written)
            return literal(written).text if needs_quotes else written
        found = concatenated(pieces).text
        return found if "(" in found or "${" in found else f"string({found})"

    def calculation(self, entry: Entry, source: str) -> str:
        """Return what an equation works out."""
        try:
            return concatenated(self._script.pieces(source)).text if source else ""
        except Untranslatable as failed:
            self._findings.remark(
                entry.code, "expression_lost", "calculation", expression=source[:200], part=str(failed)
            )
            return ""

    def _truth(self, script: Script, expression: str, place: str, column: str) -> str:
        try:
            return script.truth(expression.strip().removeprefix("{").removesuffix("}"))
        except Untranslatable as failed:
            self._findings.remark(place, "expression_lost", column, expression=expression, part=str(failed))
            return ""

    def _pattern(self, entry: Entry) -> str:
        written = entry.row.get("preg", "")
        if not written:
            return ""
        try:
            return f"regex(., {literal(regular_expression(written)).text})"
        except Untranslatable as failed:
            self._findings.remark(
                entry.code, "expression_lost", "constraint", expression=written, part=str(failed)
            )
            return ""

    def _bound(self, script: Script, entry: Entry, name: str, operator: str) -> str:
        bound = self._value(script, entry, name)
        return f". {operator} {bound}" if bound else ""

    def _value(self, script: Script, entry: Entry, name: str) -> str:
        written = entry.attributes.take(name)
        if _DATE.fullmatch(written) and name in {"date_min", "date_max"}:
            return f"date('{(written + _FILLED[name])[: len('2026-01-31')]}')"
        if not written or _NUMBER.fullmatch(written):
            return written
        if written == "today":
            return "today()"
        try:
            return script.expression(written.removeprefix("{").removesuffix("}")).inside(5)
        except Untranslatable as failed:
            self._findings.remark(
                entry.code, "expression_lost", "constraint", expression=written, part=str(failed)
            )
            return ""


def _sources(entry: Entry, name: str) -> list[str]:
    return list(dict.fromkeys(filter(None, re.split(r"[;,\s]+", entry.attributes.take(name)))))[:MAX_SOURCES]
