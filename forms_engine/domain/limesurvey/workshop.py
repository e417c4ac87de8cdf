"""What all kinds of questions are made with."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from forms_engine.domain.definition import Choice, Localized, QuestionType
from forms_engine.domain.foreign.choices import ChoiceLists, distinct
from forms_engine.domain.foreign.problems import Findings
from forms_engine.domain.limesurvey.rules import Rules
from forms_engine.domain.limesurvey.survey import Answer, Entry, Part
from forms_engine.domain.limesurvey.texts import Texts
from forms_engine.domain.limesurvey.variables import Variables
from forms_engine.domain.limesurvey.words import OTHER, Scale

_LOOKS_ONLY = re.compile(
    r"statistics_.*|hide_tip|.*_width|.*width|.*_columns|cssclass|css_class|page_break|printable_help|public_statistics"
    r"|display_.*|input_.*|text_input.*|label_.*|repeat_headings|save_as_default|clear_default|scale_export|slider_.*"
    r"|dropdown_.*|.*_headers?|placeholder|use_dropdown|keep_aspect|random_group|question_template|theme_template|rows"
    r"|image.*|button_.*|show_.*|reverse|em_validation_.*_tip|num_value_int_only|time_limit_.*|value_range.*|crop_.*"
    r"|.*_title|.*_comment.*tip|choice_.*|rank_title|samechoiceheight|samelistheight|showpopups|fix_.*|parent_order"
    r"|category_separator|alphasort|other_position.*|max_filesize|max_num_of_files|min_num_of_files|date_format"
    r"|location_.*|numbers_only|assessment_value|max_num_of_files|hidden|thousands_separator"
)
_LOUD = re.compile(r"max_filesize|location_mapservice|alphasort|random_group")


@dataclass(frozen=True, slots=True)
class Workshop:
    """One survey's tools."""

    texts: Texts
    rules: Rules
    lists: ChoiceLists
    variables: Variables
    findings: Findings

    def key(self, entry: Entry, *parts: str) -> str:
        """Return the key of a question or of one of its parts."""
        return self.variables.keys[entry.number, *parts]

    def label(self, entry: Entry) -> Localized:
        """Return the question's label; its code where it has none."""
        return self.texts.read(entry.label, entry.code, self.key(entry)) or self.texts.same(entry.code)

    def hint(self, entry: Entry) -> Localized:
        """Return the help, then what the answer starts and ends with."""
        settings, place = entry.attributes, entry.code
        pieces = [self.texts.read(entry.help, place, self.key(entry))]
        for name in ("prefix", "suffix", "placeholder"):
            words = settings.words(name) or (
                {self.texts.codes[0]: value} if (value := settings.take(name)) else {}
            )
            pieces.append(self.texts.read(words, place, self.key(entry)))
        return {
            language: " · ".join(filter(None, (piece.get(language, "") for piece in pieces)))
            for language in self.texts.languages
            if any(piece.get(language) for piece in pieces)
        }

    def part_label(self, entry: Entry, *parts: Part) -> Localized:
        """Return the label of a part, or of a crossing of two."""
        found = [
            self.texts.read(part.label, entry.code, self.key(entry)) or self.texts.same(part.code)
            for part in parts
        ]
        return {
            language: " – ".join(filter(None, (each.get(language, "") for each in found)))
            for language in self.texts.languages
        }

    def asked(self, entry: Entry) -> dict[str, Any]:
        """Return the fields that a question of any kind has."""
        code = {} if self.key(entry) == entry.code else {"instance::code": entry.code}
        return {
            "key": self.key(entry),
            "label": self.label(entry),
            "hint": self.hint(entry),
            "relevant": self.rules.relevant(entry.relevance, entry.code),
            "extra": code,
        }

    def ruled(self, entry: Entry, kind: QuestionType) -> dict[str, Any]:
        """Return the fields with rules about the answer."""
        tip = entry.attributes.words("em_validation_q_tip") or entry.attributes.words("em_validation_sq_tip")
        constraint = self.rules.constraint(entry, kind)
        message = self.texts.read(tip, entry.code, self.key(entry)) if constraint else {}
        return {
            "required": self.rules.required(entry),
            "constraint": constraint,
            "constraint_message": message,
        }

    def offer(self, entry: Entry, given: Iterable[Answer | Part], wanted: str, *, other: bool = False) -> str:
        """Return the list of answers, or of parts, that can be chosen."""
        choices = [self._choice(entry, each) for each in given]
        if other:
            choices.append(Choice(value="other", label=self.other_label(entry)))
        if not choices:
            self.findings.remark(entry.code, "answers_missing", "type")
        return self.lists.add(wanted, distinct(choices))

    def offer_scale(self, scale: Scale, wanted: str) -> str:
        """Return the list of a scale that LimeSurvey supplies."""
        return self.lists.add(
            wanted, (Choice(value=code, label=self.texts.told(label)) for code, label in scale)
        )

    def other_label(self, entry: Entry) -> Localized:
        """Return what the answer in words of one's own is called."""
        return self.texts.read(
            entry.attributes.words("other_replace_text"), entry.code, self.key(entry)
        ) or self.texts.told(OTHER)

    def order(self, entry: Entry) -> dict[str, str]:
        """Return the parameters of choices in random order."""
        names = ("random_order", "answer_order", "subquestion_order", "random")
        is_random = any(entry.attributes.take(name) in {"1", "random"} for name in names)
        return {"randomize": "true"} if is_random else {}

    def finish(self, entry: Entry) -> None:
        """Remark upon the settings that nobody looked at; how things look is nobody's loss."""
        for name, value in entry.attributes.left().items():
            if not _LOOKS_ONLY.fullmatch(name) or _LOUD.fullmatch(name):
                self.findings.remark(entry.code, "setting_ignored", setting=name, value=value[:100])

    def _choice(self, entry: Entry, given: Answer | Part) -> Choice:
        label = self.texts.read(given.label, entry.code, self.key(entry)) or self.texts.same(given.code)
        score = given.score if isinstance(given, Answer) else ""
        return Choice(value=given.code, label=label, columns={"score": score} if score else {})
