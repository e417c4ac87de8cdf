"""Choice lists of an import: equal ones are shared."""

from collections.abc import Iterable
from dataclasses import replace

from forms_engine.domain.definition import Choice
from forms_engine.domain.foreign.keys import plain


class ChoiceLists:
    """Names the choice lists."""

    def __init__(self) -> None:
        self.lists: dict[str, tuple[Choice, ...]] = {}

    def add(self, wanted: str, choices: Iterable[Choice]) -> str:
        """Return the name of the list of these choices; ``wanted`` if there is none yet."""
        choices = tuple(choices)
        for name, known in self.lists.items():
            if known == choices:
                return name
        name, number = plain(wanted) or "choices", 1
        while (unique := name if number == 1 else f"{name}_{number}") in self.lists:
            number += 1
        self.lists[unique] = choices
        return unique


def distinct(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """Return the choices with values that differ and have no spaces; several are told apart by them."""
    seen: set[str] = set()
    found = []
    for choice in choices:
        base = "_".join(choice.value.split()) or "choice"
        value, number = base, 1
        while value in seen:
            number += 1
            value = f"{base}_{number}"
        seen.add(value)
        found.append(replace(choice, value=value))
    return tuple(found)
