"""The plan of a migration: what becomes of every answer, worked out before anything changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from forms_engine.domain.comparison import content_of
from forms_engine.domain.definition import Question
from forms_engine.domain.form import Form
from forms_engine.domain.instance import Instance, NodeState
from forms_engine.domain.migration.conversion import convert
from forms_engine.domain.migration.routes import Route, Routes, Rule
from forms_engine.domain.tables import key_path


class Fate(StrEnum):
    """What becomes of an answer."""

    KEPT = "kept"
    MOVED = "moved"
    CONVERTED = "converted"
    REASKED = "reasked"
    ORPHANED = "orphaned"
    REVIVED = "revived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One answer: ``before`` and ``after`` are its paths, ``after`` and ``value`` empty where it is orphaned.

    A value that is asked again stays where it is until the person answers anew.
    """

    before: str
    after: str
    fate: Fate
    value: str
    rule: Rule | None = None
    is_asked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """``fresh``, ``required`` and ``changed`` are paths of questions that stand in the new version.

    ``fresh`` were not there before, ``required`` must be answered now and need not be before,
    ``changed`` are there as before but in other words or under other rules. Only what a person is
    asked counts. ``instance`` is the submission as it will be.
    """

    steps: tuple[Step, ...]
    fresh: tuple[str, ...]
    required: tuple[str, ...]
    changed: tuple[str, ...]
    instance: Instance

    def of(self, *fates: Fate) -> tuple[Step, ...]:
        """Return the steps with one of the fates, of what a person is asked."""
        return tuple(step for step in self.steps if step.is_asked and step.fate in fates)

    def counts(self) -> dict[str, int]:
        """Return how many answers share each fate, and how many questions are new, required or changed."""
        counts = {fate.value: len(self.of(fate)) for fate in Fate}
        return counts | {
            "fresh": len(self.fresh), "required": len(self.required), "changed": len(self.changed)
        }  # fmt: skip


def plan_migration(
    old: Instance,
    new: Form,
    *,
    values: Mapping[str, str],
    orphans: Mapping[str, str],
    now: datetime,
    username: str = "",
) -> Plan:
    """Work out how a submission goes on under the form ``new``.

    Args:
        old: the submission as it stands.
        new: the form of the other version.
        values: the answers that count, by path.
        orphans: answers that an earlier migration left without a question; they come back where
            their question does.
        now: with its time zone.
        username: of the submission's owner, for questions that ask for it.
    """
    carrier = _Carrier(old, new)
    drafts = [carrier.carry(path, text) for path, text in values.items()]
    taken = {step.after for step in drafts}
    drafts += [step for path, text in orphans.items() if (step := carrier.revive(path, text, taken))]
    instance = Instance.load(
        new,
        values={step.after: step.value for step in drafts if step.after},
        occurrences=carrier.routes.occurrences(new, old.occurrences()),
        now=now,
        fresh=frozenset(path for path in new.nodes if path not in carrier.routes.sources),
        username=username,
    )
    nodes = {node.path: node for node in instance.nodes()}
    stored = instance.values()
    asked = [node for node in nodes.values() if _is_asked(node)]
    return Plan(
        steps=tuple(_judged(step, nodes, stored) for step in drafts),
        fresh=tuple(
            node.path
            for node in asked
            if not node.value and key_path(node.path) not in carrier.routes.sources
        ),
        required=tuple(
            node.path for node in asked if node.required and not node.value and carrier.was_free(node)
        ),
        changed=tuple(node.path for node in asked if carrier.says_otherwise(node)),
        instance=instance,
    )


class _Carrier:
    """Carries answers from one version to another."""

    def __init__(self, old: Instance, new: Form) -> None:
        self.routes, self._reworded = _between(old.form, new)
        self._old, self._new = old, new
        self._occurrences = old.occurrences()
        self._required = {key_path(node.path) for node in old.nodes() if node.relevant and node.required}

    def carry(self, path: str, text: str) -> Step:
        """Return the answer as the new form would take it."""
        place = self._old.form.nodes.get(key_path(path))
        before = place.question if place else None
        is_asked = before is not None and before.is_asked
        route = self.routes.route(path, self._occurrences)
        after = self._question(route)
        found = convert(text, before, after, self._new.definition) if before and after else None
        if route is None or found is None:
            return Step(before=path, after="", fate=Fate.ORPHANED, value="", is_asked=is_asked)
        value, rule = found
        rule = rule or route.rule
        fate = Fate.CONVERTED if rule else Fate.KEPT if route.path == path else Fate.MOVED
        return Step(before=path, after=route.path, fate=fate, value=value, rule=rule, is_asked=is_asked)

    def revive(self, path: str, text: str, taken: set[str]) -> Step | None:
        """Return an orphaned answer whose question is there again."""
        place = self._new.nodes.get(key_path(path))
        if place is None or place.question is None or path in taken or key_path(path) in self.routes.sources:
            return None
        is_asked = place.question.is_asked
        return Step(before=path, after=path, fate=Fate.REVIVED, value=text, is_asked=is_asked)

    def was_free(self, node: NodeState) -> bool:
        """Tell whether a question need not have been answered so far."""
        return self.routes.sources.get(key_path(node.path)) not in self._required

    def says_otherwise(self, node: NodeState) -> bool:
        """Tell whether a question that was there before has other words or rules now."""
        return key_path(node.path) in self._reworded

    def _question(self, route: Route | None) -> Question | None:
        place = self._new.nodes.get(key_path(route.path)) if route else None
        return place.question if place else None


@lru_cache(maxsize=32)
def _between(old: Form, new: Form) -> tuple[Routes, frozenset[str]]:
    """Return the routes and the reworded questions: the same for every submission that goes this way."""
    routes = Routes(old.definition, new.definition)
    return routes, frozenset(path for path in new.nodes if _says_otherwise(old, new, routes, path))


def _says_otherwise(old: Form, new: Form, routes: Routes, path: str) -> bool:
    source, after = old.nodes.get(routes.sources.get(path, "")), new.nodes[path].node
    if source is None or source.node is None or after is None:
        return False
    return content_of(old.definition, source.node) != content_of(new.definition, after)


def _judged(step: Step, nodes: Mapping[str, NodeState], stored: Mapping[str, str]) -> Step:
    """Return the step as the engine sees it: what it refuses is asked again."""
    if not step.after:
        return step
    node = nodes.get(step.after)
    if node is None or node.question is None:
        return Step(before=step.before, after="", fate=Fate.ORPHANED, value="", is_asked=step.is_asked)
    value = stored.get(step.after, "") or step.value
    is_bad = node.relevant and node.question.is_asked and (node.violation == "constraint" or not node.value)
    fate = Fate.REASKED if is_bad and not node.readonly else step.fate
    return Step(
        before=step.before, after=step.after, fate=fate, value=value, rule=step.rule, is_asked=step.is_asked
    )


def _is_asked(node: NodeState) -> bool:
    return node.question is not None and node.question.is_asked and node.relevant and not node.readonly


__all__ = ["Fate", "Plan", "Step", "plan_migration"]
