import time

import pytest

from forms_engine.domain.foreign.markup import to_markdown


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("plain * text", "plain * text"),
        ("a < b and b > c", "a < b and b > c"),
        ("1 &lt; 2 &amp; 3", "1 < 2 & 3"),
        ("<p>One</p><p>Two<br/>Three</p>", "One\n\nTwo\nThree"),
        ("<b>bold </b>and <em>light</em>", "**bold** and *light*"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ('<a href="https://example.org/x">here</a>', "[here](https://example.org/x)"),
        ('<a href="javascript:alert(1)">here</a>', "here"),
        ("a<style>b</style>c<!-- d -->e", "ace"),
        ('<span style="x">a</span>  <font>b</font>', "a b"),
        ("<b>open", "open"),
        ("</b><<p>", "<"),
    ],
)
def test_to_markdown_keeps_what_markdown_can_say(html, expected):
    assert to_markdown(html)[0] == expected


def test_to_markdown_tells_what_is_lost():
    assert to_markdown("<img src=x><script>y</script>a") == ("a", {"img", "script"})


@pytest.mark.parametrize("piece", ["<a", "<!--", "<b><br>", "<x> ", "<b>* *", "<a href=", "&", "<b> \n"])
def test_to_markdown_takes_linear_time(piece):
    start = time.process_time()
    to_markdown("<b>" + piece * 50_000)
    assert time.process_time() - start < 2  # of the processor's own time: others may be busy
