"""A migration in the words of the person whose answers they are."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forms_engine.domain.languages import choose_language, language_code
from forms_engine.domain.markdown import to_text
from forms_engine.domain.migration.plan import Fate, Plan, Step
from forms_engine.services.words import answer_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forms_engine.domain.instance import Instance
    from forms_engine.services.filling import Filling


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One question; ``before`` and ``after`` are its answer in words, where there is something to tell."""

    label: str
    before: str = ""
    after: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What a person is told before anything changes; ``kept`` counts the answers that stay as they are."""

    kept: int
    fresh: tuple[StoryLine, ...]
    required: tuple[StoryLine, ...]
    reasked: tuple[StoryLine, ...]
    converted: tuple[StoryLine, ...]
    orphaned: tuple[StoryLine, ...]
    changed: tuple[StoryLine, ...]


def story_of(filling: "Filling", plan: Plan) -> Story:
    """Return the plan in words, in the language of the submission."""
    teller = _Teller(filling, plan)
    fresh = set(plan.fresh)
    asked = fresh | {step.after for step in plan.of(Fate.REASKED)} | set(plan.required)
    return Story(
        kept=len(plan.of(Fate.KEPT, Fate.MOVED, Fate.REVIVED)),
        fresh=teller.questions(plan.fresh),
        required=teller.questions(path for path in plan.required if path not in fresh),
        reasked=teller.doubtful(plan.of(Fate.REASKED)),
        converted=teller.answers(plan.of(Fate.CONVERTED)),
        orphaned=teller.lost(plan.of(Fate.ORPHANED)),
        changed=teller.questions(path for path in plan.changed if path not in asked),
    )


class _Teller:
    def __init__(self, filling: "Filling", plan: Plan) -> None:
        self._old, self._new = filling.instance, plan.instance
        self._spoken = filling.language
        self._stored = filling.instance.values()
        code = language_code(filling.language)
        languages = plan.instance.form.definition.languages
        is_spoken = filling.language in languages
        self._language = (
            filling.language if is_spoken else choose_language(plan.instance.form.definition, code)
        )

    def questions(self, paths: "Iterable[str]") -> tuple[StoryLine, ...]:
        return tuple(StoryLine(_label(self._new, path, self._language)) for path in paths)

    def answers(self, steps: "Iterable[Step]") -> tuple[StoryLine, ...]:
        return tuple(
            StoryLine(
                _label(self._new, step.after, self._language),
                self._before(step),
                _words(self._new, step.after, step.value, self._language),
                step.rule or "",
            )
            for step in steps
        )

    def doubtful(self, steps: "Iterable[Step]") -> tuple[StoryLine, ...]:
        return tuple(
            StoryLine(_label(self._new, step.after, self._language), self._before(step)) for step in steps
        )

    def lost(self, steps: "Iterable[Step]") -> tuple[StoryLine, ...]:
        return tuple(
            StoryLine(_label(self._old, step.before, self._spoken), self._before(step)) for step in steps
        )

    def _before(self, step: Step) -> str:
        return _words(self._old, step.before, self._stored.get(step.before, ""), self._spoken)


def _label(instance: "Instance", path: str, language: str) -> str:
    return to_text(instance.label(path, language)) or instance.node(path).key


def _words(instance: "Instance", path: str, text: str, language: str) -> str:
    question = instance.node(path).question
    if question is None:
        return text
    return answer_in_words(question, text, instance.choices(path, language))
