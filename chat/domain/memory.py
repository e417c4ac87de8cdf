"""What an interviewer remembers besides the answers; stored as ``Conversation.state``."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

CHANGES_KEPT = 20
TRAIL_KEPT = 50


@dataclass(frozen=True, slots=True)
class Change:
    """One change made in this conversation; ``previous`` is the stored value before it."""

    token: str
    path: str
    value: str
    previous: Any


@dataclass(frozen=True, slots=True)
class Pending:
    """A value that waits for the person's yes."""

    path: str
    value: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A newer version that the person was told of; ``is_open`` while it waits for their yes or no."""

    version: str
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Memory:
    """``skipped`` are paths put off, ``closed`` full repeats, ``trail`` what was asked before."""

    skipped: tuple[str, ...] = ()
    entered: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    trail: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    pending: Pending | None = None
    offer: Offer | None = None

    @classmethod
    def load(cls, state: Mapping[str, Any]) -> "Memory":
        """Read the JSON that ``dump`` wrote; ``{}`` is an empty memory."""
        pending, offer = state.get("pending"), state.get("offer")
        return cls(
            skipped=tuple(state.get("skipped", ())),
            entered=tuple(state.get("entered", ())),
            closed=tuple(state.get("closed", ())),
            trail=tuple(state.get("trail", ())),
            changes=tuple(Change(**each) for each in state.get("changes", ())),
            pending=Pending(**pending) if pending else None,
            offer=Offer(**offer) if offer else None,
        )

    def dump(self) -> dict[str, Any]:
        """Return plain JSON."""
        return asdict(self)

    def within(self, paths: Collection[str]) -> "Memory":
        """Forget what is about questions that are no more."""
        return Memory(
            skipped=tuple(path for path in self.skipped if path in paths),
            entered=tuple(path for path in self.entered if path in paths),
            closed=tuple(path for path in self.closed if path in paths),
            trail=tuple(path for path in self.trail if path in paths),
            changes=(),
            pending=self.pending if self.pending and self.pending.path in paths else None,
            offer=self.offer,
        )

    def skip(self, path: str) -> "Memory":
        """Put the question off."""
        return replace(self, skipped=(*(each for each in self.skipped if each != path), path))

    def resume(self, path: str) -> "Memory":
        """Forget that the question (or anything in this repeat) was put off."""
        return replace(
            self,
            skipped=tuple(each for each in self.skipped if each != path),
            closed=tuple(each for each in self.closed if each != path),
        )

    def enter(self, repeat_path: str) -> "Memory":
        """Ask what is inside of the repeat from now on."""
        entered = (*(each for each in self.entered if each != repeat_path), repeat_path)
        return replace(self.resume(repeat_path), entered=entered)

    def close(self, repeat_path: str) -> "Memory":
        """Ask for no further occurrences of the repeat."""
        return replace(self, closed=(*(each for each in self.closed if each != repeat_path), repeat_path))

    def asked(self, path: str) -> "Memory":
        """Add a step to the trail."""
        return replace(self, trail=(*self.trail, path)[-TRAIL_KEPT:])

    def back_to(self, path: str) -> "Memory":
        """Drop the trail from its last visit to this step on."""
        last = len(self.trail) - 1 - self.trail[::-1].index(path)
        return replace(self, trail=self.trail[:last])

    def changed(self, change: Change) -> "Memory":
        """Keep a change so that it can be taken back."""
        return replace(self, changes=(*self.changes, change)[-CHANGES_KEPT:])

    def hold(self, pending: Pending | None) -> "Memory":
        """Keep a value that waits for a yes; None drops it."""
        return replace(self, pending=pending)

    def tell_of(self, version: str) -> "Memory":
        """Remember that going on with this version was offered, and wait for a yes or no."""
        return replace(self, offer=Offer(version))

    def settle_offer(self) -> "Memory":
        """Wait for a yes or no to an offer no longer."""
        return replace(self, offer=replace(self.offer, is_open=False)) if self.offer else self

    def change(self, token: str = "") -> Change | None:
        """Return the change with this token, or the last one; None where there is none."""
        found = [each for each in self.changes if token in {"", each.token}]
        return found[-1] if found else None

    def without(self, change: Change) -> "Memory":
        """Forget a change that was taken back."""
        return replace(self, changes=tuple(each for each in self.changes if each.token != change.token))
