"""Write the answers of a submission anew for another version, and back again."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from forms_engine.domain.codec import from_json
from forms_engine.domain.migration.conversion import convert
from forms_engine.domain.migration.plan import Fate, Plan, Step
from forms_engine.domain.migration.routes import Routes
from forms_engine.domain.origin import OriginKind
from forms_engine.domain.states import AnswerStatus, EventKind
from forms_engine.domain.tables import key_path
from forms_engine.models import Answer, AnswerEvent, Migration
from forms_engine.services.filling import Filling, engine_text, form_of

if TYPE_CHECKING:
    from messerprise.accounts.models import User

ROW = ("value", "origin", "origin_detail", "status")


@dataclass(slots=True)
class _Ledger:
    """The rows of a submission as they are and as they will be; ``target`` maps paths to row contents."""

    filling: Filling
    actor: "User | None"
    target: dict[str, dict[str, Any]]
    events: list[AnswerEvent]

    def note(self, kind: EventKind, path: str, value: Any, previous: Any, detail: dict[str, Any]) -> None:
        """Add a line to the history."""
        submission = self.filling.submission
        origin = OriginKind.CALCULATED if kind in {EventKind.SET, EventKind.CLEARED} else OriginKind.MIGRATED
        self.events.append(
            AnswerEvent(
                submission=submission,
                revision=submission.revision,
                kind=kind,
                path=path,
                value=value,
                previous=previous,
                origin=origin,
                origin_detail=detail,
                actor=self.actor,
            )
        )

    def write(self) -> None:
        """Make the rows what they will be, and the history with them."""
        rows, submission = self.filling.answers, self.filling.submission
        gone = [row.pk for path, row in rows.items() if path not in self.target]
        kept = {path: row for path, row in rows.items() if path in self.target}
        new = [
            Answer(submission=submission, path=path, **fields)
            for path, fields in self.target.items()
            if path not in kept
        ]
        # in this order, for a path may pass from one answer to another
        Answer.objects.filter(pk__in=gone).delete()
        self._update([row for path, row in kept.items() if _row(row) != self.target[path]])
        Answer.objects.bulk_create(new)
        AnswerEvent.objects.bulk_create(self.events)
        self.filling.answers = kept | {row.path: row for row in new}

    def _update(self, rows: list[Answer]) -> None:
        # most rows change their status only, if at all: one short statement, where bulk_update compiles
        # a CASE for every row and field
        restated: defaultdict[str, list[Answer]] = defaultdict(list)
        rewritten: list[Answer] = []
        for row in rows:
            before, after = _row(row), self.target[row.path]
            for name, value in after.items():
                setattr(row, name, value)
            only_status = before | {"status": after["status"]} == after
            (restated[str(after["status"])] if only_status else rewritten).append(row)
        for status, group in restated.items():
            Answer.objects.filter(pk__in=[row.pk for row in group]).update(status=status)
        Answer.objects.bulk_update(rewritten, ROW)


def snapshot(filling: Filling) -> dict[str, Any]:
    """Return the rows of a submission as JSON, for ``restore_answers``."""
    submission = filling.submission
    return {
        "answers": [{"path": path, **_row(row)} for path, row in filling.answers.items()],
        "occurrences": submission.occurrences,
        "language": submission.language,
    }


def carry_answers(filling: Filling, plan: Plan, migration: Migration) -> None:
    """Write the answers as the plan has them."""
    ledger = _Ledger(filling, migration.actor, {}, [])
    steps = {step.before: step for step in plan.steps}
    for path, row in filling.answers.items():
        if path not in steps:  # removed, or set aside before
            ledger.target.setdefault(path, _row(row))
    taken = [step for step in plan.steps if step.after]
    for step in (*(step for step in plan.steps if not step.after), *taken):
        _carry(ledger, step, filling.answers[step.before], migration)
    _follow_engine(ledger, plan.instance.values())
    ledger.write()


def _carry(ledger: _Ledger, step: Step, row: Answer, migration: Migration) -> None:
    fields = _row(row)
    detail: dict[str, Any] = {"from": step.before, "version": migration.to_version.number}
    if not step.after:
        ledger.target[step.before] = fields | {"status": AnswerStatus.ORPHANED}
        ledger.note(EventKind.ORPHANED, step.before, row.value, row.value, detail)
        return
    value = row.value if isinstance(row.value, dict) else step.value
    if step.rule is not None:
        detail |= {"rule": step.rule.value, "origin": row.origin}
        fields |= {"origin": OriginKind.MIGRATED, "origin_detail": detail}
    aside = ledger.target.get(step.after)
    if aside and aside["status"] == AnswerStatus.ORPHANED:  # another answer takes its path
        ledger.note(EventKind.ORPHANED, step.after, aside["value"], aside["value"], detail)
    ledger.target[step.after] = fields | {"value": value, "status": AnswerStatus.ACCEPTED}
    if step.fate is Fate.REVIVED or step.rule is not None or step.before != step.after:
        ledger.note(EventKind.MIGRATED, step.after, value, row.value, detail)


def _follow_engine(ledger: _Ledger, values: dict[str, str]) -> None:
    """Write what the engine worked out by itself: calculations and the defaults of new questions."""
    for path, text in values.items():
        known = ledger.target.get(path)
        if known and known["status"] == AnswerStatus.ACCEPTED and engine_text(known["value"]) == text:
            continue
        previous = known["value"] if known and known["status"] == AnswerStatus.ACCEPTED else None
        ledger.target[path] = _calculated(text)
        ledger.note(EventKind.SET, path, text, previous, {})
    for path, known in ledger.target.items():
        if known["status"] == AnswerStatus.ACCEPTED and path not in values:
            ledger.target[path] = known | {"status": AnswerStatus.REMOVED}
            ledger.note(EventKind.CLEARED, path, None, known["value"], {})


def restore_answers(filling: Filling, migration: Migration, actor: "User") -> None:
    """Write the answers as they were before the migration, and those given since then beside them."""
    before = migration.before or {}
    rows = {each["path"]: {name: each[name] for name in ROW} for each in before["answers"]}
    ledger = _Ledger(filling, actor, rows, [])
    back = _Way(filling, migration)
    for path in back.touched():
        back.take(path, ledger)
    detail = {"version": migration.from_version.number, "undone": str(migration.pk)}
    for path in sorted(filling.answers.keys() | rows.keys()):
        now, then = filling.answers.get(path), ledger.target.get(path)
        if then is not None and (now is None or _row(now) != then):
            ledger.note(EventKind.MIGRATED, path, then["value"], now.value if now else None, detail)
    filling.submission.occurrences = back.occurrences(before["occurrences"])
    ledger.write()


class _Way:
    """The way back of what was answered after a migration."""

    def __init__(self, filling: Filling, migration: Migration) -> None:
        self._filling = filling
        self._since = filling.submission.events.filter(revision__gt=migration.revision)
        self._form = form_of(migration.from_version)
        self._old, self._new = filling.form.definition, from_json(migration.from_version.definition)
        self._routes = Routes(self._old, self._new)

    def touched(self) -> Iterable[str]:
        """Return the paths of the answers that a person gave or took away since then."""
        answers = self._since.filter(kind__in=(EventKind.SET, EventKind.CLEARED))
        return set(answers.exclude(origin=OriginKind.CALCULATED).values_list("path", flat=True))

    def take(self, path: str, ledger: _Ledger) -> None:
        """Take one of them along."""
        row = self._filling.answers.get(path)
        if row is None or row.status == AnswerStatus.ORPHANED:
            return
        route = self._routes.route(path, self._filling.instance.occurrences())
        places = (
            self._filling.form.nodes.get(key_path(path)),
            self._form.nodes.get(key_path(route.path) if route else ""),
        )
        before, after = (place.question if place else None for place in places)
        found = (
            convert(engine_text(row.value), before, after, self._new) if before and after and route else None
        )
        if route is None or found is None:
            if row.status == AnswerStatus.ACCEPTED:
                ledger.target[path] = _row(row) | {"status": AnswerStatus.ORPHANED}
            return
        value = row.value if isinstance(row.value, dict) else found[0]
        ledger.target[route.path] = _row(row) | {"value": value}

    def occurrences(self, before: dict[str, list[int]]) -> dict[str, list[int]]:
        """Return the occurrences as they were; as they are now where some came or went since."""
        moved = (EventKind.OCCURRENCE_ADDED, EventKind.OCCURRENCE_REMOVED)
        if not self._since.filter(kind__in=moved).exists():
            return before
        now = self._routes.occurrences(self._form, self._filling.instance.occurrences())
        return {path: list(numbers) for path, numbers in now.items()}


def _row(row: Answer) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ROW}


def _calculated(text: str) -> dict[str, Any]:
    return {
        "value": text, "origin": OriginKind.CALCULATED, "origin_detail": {}, "status": AnswerStatus.ACCEPTED
    }  # fmt: skip
