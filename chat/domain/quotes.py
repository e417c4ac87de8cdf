"""Where the words that say a value stand in a message."""

import re


def span_of(quote: str, text: str) -> tuple[int, int] | None:
    """Return start and end of a quote, whatever its case and white space; None where it is not said."""
    words = quote.split()
    if not words:
        return None
    found = re.search(r"\s+".join(map(re.escape, words)), text, re.IGNORECASE)
    return found.span() if found else None
