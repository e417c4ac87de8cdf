from html import escape

import pytest

from forms_engine.domain.markdown import escaped, to_html, to_plain, to_text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Your *first* **name**", "Your <em>first</em> <strong>name</strong>"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("a\nb", "a<br>\nb"),
        ("<b>x</b> & y", "&lt;b&gt;x&lt;/b&gt; &amp; y"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("[x](data:text/html,x)", "[x](data:text/html,x)"),
        ("[x](/relative)", "[x](/relative)"),
        (
            "![x](http://a.it/x.png)",
            '!<a href="http://a.it/x.png" rel="noopener noreferrer" target="_blank">x</a>',
        ),
        ("", ""),
    ],
)
def test_to_html_admits_only_what_is_safe(text, html):
    assert to_html(text) == html


def test_to_html_opens_links_elsewhere_without_a_referrer():
    assert 'rel="noopener noreferrer"' in to_html("[terms](https://example.org/a?b=1&c=2)")


def test_to_html_cannot_be_broken_out_of_an_attribute():
    assert '"onclick' not in to_html('[x](https://a.it/"onclick="y)')


def test_to_plain_leaves_the_words():
    assert to_plain("**Name** of <i> [you](https://a.it)") == "Name of &lt;i&gt; you"


LITERAL = [
    "*x* and **y** and _z_",
    "[a](http://b)",
    "<https://a.it/x_y>",
    "<script>alert('x')</script> & co.",
    "https://a.it/x_y?b=(1)&c=*",
    "1. one",
    "- one\n+ two\n* three\n4. four",
    "ends in a backslash \\",
    r"already \*escaped\*",
    "-5",
    "3.5 km",
    "2026-03-15",
    "Ada",
]


@pytest.mark.parametrize("text", LITERAL)
def test_escaped_shows_a_text_as_it_stands(text):
    assert to_text(escaped(text)) == text
    assert to_html(escaped(text)) == escape(text, quote=True).replace("&#x27;", "'").replace("\n", "<br>\n")


@pytest.mark.parametrize("text", ["Ada", "2026-03-15", "-5", "3.5", "it's 10%", "a@b.it", "Via Roma, 1"])
def test_escaped_leaves_plain_answers_alone(text):
    assert escaped(text) == text


@pytest.mark.parametrize(
    ("template", "answer", "html"),
    [
        ("**{}**, hello", "*x*", "<strong>*x*</strong>, hello"),
        ("[terms]{}", "(http://evil.example)", "[terms](http://evil.example)"),
        ("{}(http://evil.example)", "[x]", "[x](http://evil.example)"),
        (
            "[open]({})",
            "https://a.it/x_y",
            '<a href="https://a.it/x_y" rel="noopener noreferrer" target="_blank">open</a>',
        ),
        ("[open]({})", "javascript:alert(1)", "[open](javascript:alert(1))"),
        ("{} x", "-", "- x"),
        ("1{}", ". x", "1. x"),
    ],
)
def test_escaped_keeps_to_itself_among_an_authors_words(template, answer, html):
    assert to_html(template.format(escaped(answer))) == html
