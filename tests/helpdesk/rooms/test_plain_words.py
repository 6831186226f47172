"""What lists, quotes and hits show of a message: its words, not its marks."""

import pytest

from helpdesk.rooms.markdown import html_of
from helpdesk.rooms.plain_words import IN_SHORT, in_short, plain_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Hello,\n  you", "Hello, you"),
        ("**bold**, *em*, ~~no~~ and `x < y`", "bold, em, no and x < y"),
        ("[the docs](https://acme.com/docs) say", "the docs say"),
        ("> quoted\n\n- one\n- two\n\n```py\nif a:\n  b\n```", "quoted one two if a: b"),
        ("a\\*b <b>c</b> &amp; d **e**", "a*b <b>c</b> & d e"),
        (":tada: first\n**second**", "🎉 first second"),
        ("2 * 3 < 7", "2 * 3 < 7"),
        ("", ""),
    ],
)
def test_words_stand_on_one_line_without_their_marks(text, words):
    assert plain_words(text) == words


def test_of_a_long_text_only_the_beginning_is_looked_at():
    assert in_short("**x** " * 2_000) == ("x " * 2_000)[:IN_SHORT]


@pytest.mark.parametrize(
    "text", ["a *b* c", "5 > 3 & <b>", "`x < y`\n\n* one\n* two", "~~gone~~ [here](https://a.io)"]
)
def test_the_rendered_text_says_the_same(text):
    assert in_short(text, html_of(text, {})) == in_short(text)
