"""LimeSurvey's texts: HTML that mentions answers, in every language."""

import re
from collections.abc import Mapping

from forms_engine.domain.definition import Localized, Node, Question, QuestionType
from forms_engine.domain.foreign.grammar import Untranslatable
from forms_engine.domain.foreign.keys import Keys
from forms_engine.domain.foreign.languages import language_name
from forms_engine.domain.foreign.markup import to_markdown
from forms_engine.domain.foreign.problems import Findings
from forms_engine.domain.foreign.terms import Term
from forms_engine.domain.limesurvey.script import Script
from forms_engine.domain.limesurvey.survey import Words

_REFERENCE = re.compile(r"\$\{[^}]+\}")


class Texts:
    """Translates texts; ``pending`` are the calculations that the texts since the last look mention."""

    def __init__(self, languages: tuple[str, ...], script: Script, keys: Keys, findings: Findings) -> None:
        self.codes = languages
        self.languages = tuple(language_name(code) if code else "" for code in languages)
        self._script, self._keys, self._findings = script, keys, findings
        self.pending: list[Node] = []
        self._calculated: dict[str, str] = {}

    def read(self, words: Words, place: str, name: str) -> Localized:
        """Return the words as a label; ``place`` and ``name`` say whose."""
        found = {
            language_name(code) if code else "": self._read(text, place, name) for code, text in words.items()
        }
        return {language: text for language, text in found.items() if text and language in self.languages}

    def same(self, text: str) -> Localized:
        """Return a text that is the same in every language."""
        return dict.fromkeys(self.languages, text) if text else {}

    def told(self, known: Mapping[str, str]) -> Localized:
        """Return words of our own, by code of the language; in English where they are not known."""
        return {
            language: known.get(code.partition("-")[0], known["en"])
            for code, language in zip(self.codes, self.languages, strict=True)
        }

    def take_pending(self) -> list[Node]:
        """Return the calculations that were added since, and forget them."""
        pending, self.pending = self.pending, []
        return pending

    def _read(self, html: str, place: str, name: str) -> str:
        text, lost = to_markdown(html)
        if lost:
            self._findings.remark(place, "media_lost", "label", tags=", ".join(sorted(lost)))

        def lose(expression: str, failed: Untranslatable) -> None:
            self._findings.remark(place, "expression_lost", "label", expression=expression, part=str(failed))

        pieces = self._script.pieces(text, lose)
        return "".join(
            each.replace("${", "$ {") if isinstance(each, str) else self._mention(each, name)
            for each in pieces
        )

    def _mention(self, term: Term, name: str) -> str:
        if _REFERENCE.fullmatch(term.text):
            return term.text
        if term.text not in self._calculated:
            key = self._keys.make(f"{name}_text")
            self._calculated[term.text] = key
            self.pending.append(Question(key=key, type=QuestionType.CALCULATE, calculation=term.text))
        return f"${{{self._calculated[term.text]}}}"
