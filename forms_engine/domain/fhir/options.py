"""The answers that can be chosen: options of an item, and value sets in the same file."""

from collections.abc import Iterator

from forms_engine.domain.definition import Choice
from forms_engine.domain.fhir.extensions import Extensions, Json, mapping, objects, text, value_of, value_type
from forms_engine.domain.fhir.item import Item, Option
from forms_engine.domain.fhir.texts import Texts
from forms_engine.domain.foreign.choices import ChoiceLists, distinct
from forms_engine.domain.foreign.languages import yes_no
from forms_engine.domain.foreign.problems import Findings

_SCORES = ("ordinalValue", "itemWeight", "extension-score", "score")


class Options:
    """Reads what items offer."""

    def __init__(self, questionnaire: Json, texts: Texts, lists: ChoiceLists, findings: Findings) -> None:
        self._texts, self._lists, self._findings = texts, lists, findings
        self._sets = {f"#{text(each.get('id'))}": each for each in objects(questionnaire.get("contained"))}

    def read(self, item: Item) -> None:
        """Give the item its options and its choice list; without options it gets none."""
        found = [*self._own(item), *self._of_set(item)]
        choices = distinct(choice for choice, _code in found)
        if item.is_open and choices:
            other = Choice(value="other", label=self._texts.own("Other"))
            choices = distinct((*choices, other))
        self._offer(item, choices, [code for _choice, code in found])

    def offer_truths(self, item: Item) -> None:
        """Offer yes and no."""
        words = zip(("yes", "no"), yes_no(self._texts.code), strict=True)
        choices = tuple(Choice(value=value, label=self._texts.own(word)) for value, word in words)
        item.choice_list = self._lists.add("yes_no", choices)

    def offer_units(self, key: str, units: list[Json]) -> str:
        """Return the list of units that a quantity can be given in."""
        return self._lists.add(f"{key}_unit", distinct(self._coding(each)[0] for each in units))

    def _offer(self, item: Item, choices: tuple[Choice, ...], codes: list[str]) -> None:
        if not choices:
            return
        name = text(item.json.get("answerValueSet")).lstrip("#").rpartition("/")[2]
        item.choice_list = self._lists.add(name or f"{item.key}_choices", choices)
        default = self._texts.default
        item.options = tuple(
            Option(choice.value, code, choice.label.get(default, ""), choice.columns.get("score", ""))
            for choice, code in zip(choices, codes, strict=False)
        )

    def _own(self, item: Item) -> Iterator[tuple[Choice, str]]:
        for option in (*objects(item.json.get("answerOption")), *objects(item.json.get("option"))):
            value, extensions = value_of(option), Extensions(option)
            extensions.take("optionPrefix")
            score = text(extensions.value(*_SCORES))
            for name in extensions.left():
                self._findings.remark(item.place, "extension_ignored", extension=name)
            match value_type(option):
                case "Coding":
                    yield self._coding(mapping(value), score)
                case "Reference":
                    yield self._plain(
                        text(mapping(value).get("display")) or text(mapping(value).get("reference"))
                    )
                case "":
                    self._findings.remark(item.place, "option_empty")
                case _:
                    yield self._plain(text(value), score)

    def _of_set(self, item: Item) -> Iterator[tuple[Choice, str]]:
        address = text(item.json.get("answerValueSet"))
        if not address and (options := mapping(item.json.get("options"))):
            address = text(options.get("reference"))
        if not address:
            return
        if (found := self._sets.get(address)) is None:
            self._findings.remark(item.place, "value_set_missing", value_set=address)
            return
        compose = mapping(found.get("compose"))
        for include in objects(compose.get("include")):
            if include.get("filter") or include.get("valueSet") or not include.get("concept"):
                self._findings.remark(item.place, "value_set_partial", value_set=address)
            for concept in objects(include.get("concept")):
                yield self._coding(concept)
        if not compose:
            for concept in objects(mapping(found.get("expansion")).get("contains")):
                yield self._coding(concept)

    def _coding(self, coding: Json, score: str = "") -> tuple[Choice, str]:
        code = text(coding.get("code"))
        label, _left = self._texts.read(coding, "display")
        score = score or text(Extensions(coding).value(*_SCORES))
        value = code or label.get(self._texts.default, "")
        return Choice(value=value, label=label or self._texts.own(code), columns=_scored(score)), code

    def _plain(self, value: str, score: str = "") -> tuple[Choice, str]:
        return Choice(value=value, label=self._texts.own(value), columns=_scored(score)), value


def _scored(score: str) -> dict[str, str]:
    return {"score": score} if score else {}
