"""The shuffle that ODK prescribes for ``randomize()``: the same seed gives the same order everywhere."""

from collections.abc import Sequence

from forms_engine.domain.xpath.values import Element

_MODULUS = 2**31 - 1
_MULTIPLIER = 48_271


def shuffled(elements: Sequence[Element], seed: int) -> list[Element]:
    """Return ``elements`` in the order of a Fisher-Yates shuffle fed by Park and Miller's generator."""
    state = seed % _MODULUS
    if state <= 0:
        state += _MODULUS - 1
    found = list(elements)
    for last in range(len(found) - 1, 0, -1):
        state = state * _MULTIPLIER % _MODULUS
        at = int((state - 1) / (_MODULUS - 1) * (last + 1))
        found[last], found[at] = found[at], found[last]
    return found
