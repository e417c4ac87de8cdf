"""Text whose characters may arrive in halves."""

UNPAIRED = "\N{REPLACEMENT CHARACTER}"


class Utf16Text:
    """Text that comes in UTF-16 code units, escaped or not; a pair may be cut in two."""

    def __init__(self) -> None:
        self._chars: list[str] = []
        self._given = 0
        self._high = ""

    def add(self, unit: str) -> None:
        """Take a character or half of a pair."""
        high, self._high = self._high, ""
        if high and "\udc00" <= unit <= "\udfff":
            unit = whole(high + unit)
        elif high:
            self._chars.append(UNPAIRED)
        if "\ud800" <= unit <= "\udbff":
            self._high = unit
        else:
            self._chars.append(whole(unit))

    def extend(self, text: str) -> None:
        """Take text without halves of pairs."""
        self.end()
        self._chars.append(text)

    def end(self) -> None:
        """No other half will come."""
        if self._high:
            self._chars.append(UNPAIRED)
            self._high = ""

    def so_far(self) -> str:
        """Return the whole text."""
        return "".join(self._chars)

    def since_last(self) -> str:
        """Return what was added since it was last asked for."""
        text = "".join(self._chars[self._given :])
        self._given = len(self._chars)
        return text


def whole(text: str) -> str:
    """Join the surrogate pairs of a text, replace what has no other half."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
