"""What a message says without its marks, on one line: for lists, quotes, and what was found."""

from html import unescape

from django.utils.html import strip_tags

from helpdesk.rooms.markdown import MARKUP, full

IN_SHORT = 120  # characters that lists and quotes show; js/message_parts.js cuts as many
LOOKED_AT = 4 * IN_SHORT  # characters of the text, for them


def plain_words(text: str) -> str:
    """The words of a message's ``text`` as its readers see them, on one line."""
    if MARKUP.search(text):
        text = unescape(strip_tags(full(text).replace("<br>", " ")))
    return " ".join(text.split())


def in_short(text: str) -> str:
    """The first of them."""
    return plain_words(text[:LOOKED_AT])[:IN_SHORT]
