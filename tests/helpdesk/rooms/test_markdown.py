"""What people write becomes HTML: a subset of Markdown, and never more than that."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.rules_inline import linkify

from helpdesk.rooms import markdown
from helpdesk.rooms.markdown import MARKS, MARKUP, first_link, full, html_of, plain
from helpdesk.rooms.posting import cleaned
from helpdesk.rooms.refusals import Refused

OFTEN = list("ab 1.)->&;:\n\"'=+#|!@/é\u3000\xa0🎉<_*`~[]()\\")
LINK = 'target="_blank" rel="nofollow noopener"'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Hi there", "<p>Hi there</p>"),
        ("a\n  b", "<p>a<br>b</p>"),
        ("a\n \n\nb", "<p>a</p>\n<p>b</p>"),
        ("**b** *i* ~~s~~ `c`", "<p><strong>b</strong> <em>i</em> <del>s</del> <code>c</code></p>"),
        ("```py\nx < 1\n```", '<pre><code class="language-py">x &lt; 1\n</code></pre>'),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. c", '<ol start="3">\n<li>c</li>\n</ol>'),
        ("done :tada:", "<p>done 🎉</p>"),
        (":no_such_thing: at 10:02:03", "<p>:no_such_thing: at 10:02:03</p>"),
        ("`:tada:`", "<p><code>:tada:</code></p>"),
        (":tada: 👍🏽", '<p class="emoji-alone">🎉 👍🏽</p>'),
        ("# no heading\n---\n| a | b |", "<p># no heading<br>---<br>| a | b |</p>"),
        ("![x](https://a.io/i.png)", f'<p>!<a href="https://a.io/i.png" {LINK}>x</a></p>'),
        ('[x](https://a.io "t")', f'<p><a href="https://a.io" {LINK}>x</a></p>'),
        (
            "see https://a.io/a?b=1&c=2.",
            f'<p>see <a href="https://a.io/a?b=1&amp;c=2" {LINK}>https://a.io/a?b=1&amp;c=2</a>.</p>',
        ),
        (
            "mailto:ana@acme.com",
            f'<p><a href="mailto:ana@acme.com" {LINK}>mailto:ana@acme.com</a></p>',
        ),
        ("www.acme.com and ana@acme.com", "<p>www.acme.com and ana@acme.com</p>"),
        ("ftp://a.io //b.io", "<p>ftp://a.io //b.io</p>"),
    ],
)
def test_a_subset_of_markdown_is_shown(text, html):
    assert html_of(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "<javascript:alert(1)>",
        "[x](data:text/html,<script>)",
        "[x](/admin/)",
        "[x](//evil.example)",
        "<img src=x onerror=alert(1)>",
        "<a onclick=x>y</a>",
        '```x" onload=y\n```',
    ],
)
def test_nothing_leads_to_anything_that_runs_nor_into_our_own_pages(text):
    tags = tags_of(html_of(text))
    assert tags <= {("p",), ("pre",), ("code",), ("code", "class")}


@given(st.text(alphabet=st.sampled_from(OFTEN), max_size=40))
def test_the_short_way_gives_the_same_html(text):
    text = kept(text)
    if not MARKUP.search(text):
        assert html_of(text) == full(text)
        if "🎉" not in text:
            assert plain(text) == full(text)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_gives_only_marks_that_are_known(text):
    text = kept(text)
    html = html_of(text)
    assert {tag for tag, *_ in tags_of(html)} <= MARKS | {"ul"}
    if not MARKUP.search(text):
        assert html == full(text)


def test_who_is_named_is_marked_by_the_longest_name_that_fits():
    named = {"Ada": "p1", "Ada Quill": "a3", "M*": "a4"}
    assert html_of("@Ada Quill, @Ada! @Adam @M*", named) == (
        '<p><mark class="mention" data-who="a3">@Ada Quill</mark>, '
        '<mark class="mention" data-who="p1">@Ada</mark>! @Adam '
        '<mark class="mention" data-who="a4">@M*</mark></p>'
    )
    assert "<mark" not in html_of("`@Ada`", named)
    assert "<mark" not in html_of("@Ada")


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("look: https://a.io/x, and https://b.io", "https://a.io/x"),
        ("> [there](http://a.io)", "http://a.io"),
        ("`https://a.io` mailto:a@b.c acme.com", ""),
        ("no link", ""),
    ],
)
def test_the_first_link_is_found(text, link):
    assert first_link(text) == link


@pytest.mark.parametrize(
    "piece", ["[", "*a", "`", "> ", "_a *", "- a\n", "(", "http://a.b ", "<a:"]
)
def test_a_long_text_made_to_be_slow_still_gives_html(piece):
    text = piece * (10_000 // len(piece))
    assert html_of(text).startswith("<")


def kept(text: str) -> str:
    try:
        return cleaned(text)
    except Refused:
        return "x"


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[tuple[str, ...]] = set()

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.add((tag, *sorted(name for name, _ in attrs)))


def tags_of(html: str) -> set[tuple[str, ...]]:
    parser = Tags()
    parser.feed(html)
    return parser.tags


def test_a_text_of_too_many_addresses_has_only_the_links_that_are_written_as_such(monkeypatch):
    monkeypatch.setattr(markdown, "MOST_ADDRESSES", 2)
    assert html_of("http://a.io http://b.io").count("<a ") == 2
    many = "http://a.io http://b.io [c](http://c.io)"
    assert html_of(many).count("<a ") == 1
    assert first_link(many) == "http://c.io"


@given(st.lists(st.sampled_from([*OFTEN, "http", "HTTPS", "://", "a.io", "ftp", "0123456789"])))
def test_web_addresses_are_found_as_the_parser_itself_finds_them(pieces):
    text = "".join(pieces)
    assert markdown._parser.render(text, {"named": {}}) == THEIRS.render(text, {"named": {}})


THEIRS = markdown._make()
THEIRS.inline.ruler.at("linkify", linkify)
