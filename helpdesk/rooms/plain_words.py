"""What a message says without its marks, on one line: for lists, quotes, and what was found."""

import re
from html import unescape

from helpdesk.rooms.markdown import MARKUP, full

IN_SHORT = 120  # characters that lists and quotes show; js/message_parts.js cuts as many
LOOKED_AT = 4 * IN_SHORT  # characters of the text, for them
TAG = re.compile(r"<[^>]*>")  # of the HTML that markdown.py makes: no attribute of it has a ">"


def plain_words(text: str) -> str:
    """The words of a message's ``text`` as its readers see them, on one line."""
    return _words_of(full(text)) if MARKUP.search(text) else " ".join(text.split())


def in_short(text: str, html: str | None = None) -> str:
    """The first of them; ``html`` is what markdown.html_of made of ``text``, if that is at hand."""
    if html is not None and len(text) <= LOOKED_AT:
        return _words_of(html)[:IN_SHORT]
    return plain_words(text[:LOOKED_AT])[:IN_SHORT]


def _words_of(html: str) -> str:
    return " ".join(unescape(TAG.sub("", html.replace("<br>", " "))).split())
