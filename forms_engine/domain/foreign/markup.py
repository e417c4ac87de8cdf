"""HTML as the markdown that labels are written in; in linear time, whatever the HTML is like."""

import re
from html import unescape

_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_BLOCKS = frozenset({"p", "div", "ul", "ol", "table", "tr", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"})
_BREAKS = {"br": "\n", "li": "\n- ", "td": " ", "th": " "}
_SKIPPED = frozenset({"script", "style", "head", "title"})
_LOST = frozenset({"img", "video", "audio", "iframe", "object", "embed", "input", "script"})
_LOOKS_LIKE_HTML = re.compile(r"</?[a-zA-Z!]|&[#a-zA-Z]\w*;")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>|<[!?][^<>]*>")
_SPACES = re.compile("[ \t\xa0]+")
_HREF = re.compile(r"href\s*=\s*[\"']?(https?://[^\s\"'>]+)", re.IGNORECASE)
_MARKED_EDGE = re.compile(r"(\*\*?)(\s*)([^*]*?)(\s*)\1(?!\*)")


class _Writer:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.lost: set[str] = set()
        self._skipped = ""
        self._links: list[str] = []

    def say(self, text: str) -> None:
        if not self._skipped:
            self.pieces.append(re.sub(r"\s+", " ", unescape(text)))

    def open(self, tag: str, attributes: str) -> None:
        if tag in _LOST:
            self.lost.add(tag)
        if tag in _SKIPPED:
            self._skipped = self._skipped or tag
        elif tag == "a":
            href = _HREF.search(attributes)
            self._links.append(href[1] if href else "")
            self.pieces.append("[" if href else "")
        else:
            self.pieces.append(_MARKS.get(tag, _BREAKS.get(tag, "\n\n" if tag in _BLOCKS else "")))

    def close(self, tag: str) -> None:
        if tag == self._skipped:
            self._skipped = ""
        elif tag == "a" and self._links:
            href = self._links.pop()
            self.pieces.append(f"]({href})" if href else "")
        else:
            self.pieces.append(_MARKS.get(tag, "\n\n" if tag in _BLOCKS else ""))


def to_markdown(html: str) -> tuple[str, frozenset[str]]:
    """Return HTML as markdown, and the tags of what a text cannot hold; plain text comes as it is."""
    if not _LOOKS_LIKE_HTML.search(html):
        return spaced(html), frozenset()
    writer, at = _Writer(), 0
    for tag in _TAG.finditer(html):
        writer.say(html[at : tag.start()])
        at = tag.end()
        if tag[2] and tag[1]:
            writer.close(tag[2].lower())
        elif tag[2]:
            writer.open(tag[2].lower(), tag[3])
    writer.say(html[at:])
    return _tidy("".join(writer.pieces)), frozenset(writer.lost)


def spaced(text: str) -> str:
    """Return the text with single spaces, as a workbook would give it back."""
    return _SPACES.sub(" ", text).strip()


def _tidy(text: str) -> str:
    text = _SPACES.sub(" ", text)
    text = re.sub(r"\n{3,}", "\n\n", re.sub(r" ?\n ?", "\n", text))
    return _MARKED_EDGE.sub(_tightened, re.sub(r"\n{2}- ", "\n- ", text)).strip()


def _tightened(match: re.Match[str]) -> str:
    mark, before, inner, after = match.groups()
    return f"{before}{mark}{inner}{mark}{after}" if inner else f"{before}{after}"
