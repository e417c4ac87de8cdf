"""The markdown of labels and hints: emphasis, lists and links, nothing else, never HTML."""

import re
from functools import lru_cache
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

KEPT, SHORT = 4096, 500  # texts that are kept, and their characters: labels are shown again and again
_ALLOWED = ["paragraph", "list", "emphasis", "link", "autolink", "newline", "escape"]
_SAFE_LINK = re.compile(r"https?://", re.IGNORECASE)
_MARKUP = re.compile(r"(?m)[\\*_\[\]()<>]|^(\s*\d*)(?=[-+.](?:\s|$))")
_TAG = re.compile(r"<[^>]+>")


def to_html(text: str) -> str:
    """Return safe HTML; a single paragraph comes without its tags, to stand inside a label."""
    html = _rendered(text).strip()
    inner = html.removeprefix("<p>").removesuffix("</p>")
    return inner if "<p>" not in inner and html.startswith("<p>") else html


def to_plain(text: str) -> str:
    """Return the escaped text without any markup, for titles and outlines."""
    return _TAG.sub("", _rendered(text)).strip()


def to_text(text: str) -> str:
    """Return the bare text, unescaped: for places that are no HTML, such as a message of the chat."""
    return unescape(to_plain(text))


def escaped(text: str) -> str:
    """Return markdown that shows ``text`` as it stands, whatever stands around it."""
    return _MARKUP.sub(lambda found: f"{found[1]}\\" if found[1] is not None else f"\\{found[0]}", text)


def _outward(self: RendererHTML, tokens: list[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    tokens[index].attrSet("rel", "noopener noreferrer")
    tokens[index].attrSet("target", "_blank")
    return self.renderToken(tokens, index, options, env)


def _make_parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "breaks": True}).enable(_ALLOWED)
    parser.validateLink = lambda url: bool(_SAFE_LINK.match(url))  # type: ignore[method-assign]
    parser.add_render_rule("link_open", _outward)
    return parser


_parser = _make_parser()


def _rendered(text: str) -> str:
    return _kept(text) if len(text) <= SHORT else str(_parser.render(text))


@lru_cache(KEPT)
def _kept(text: str) -> str:
    return str(_parser.render(text))
