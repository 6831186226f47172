"""The piece of a text in which words were found, with them marked."""

import re
from difflib import get_close_matches
from itertools import islice

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

BEFORE, LENGTH = 40, 160  # characters
MOST_LOOKED_AT = 2000  # words of a text, for one that is spelt nearly so
NEARLY = 0.6  # of difflib's measure
WORD = re.compile(r"\w+")
REST_OF_WORD = re.compile(r"\S*\s+")
BEGUN_WORD = re.compile(r"\s+\S*\Z")


def snippet(text: str, words: list[str]) -> SafeString:
    """A piece of ``text`` around the first of ``words``, each of them in a ``<mark>``; escaped.

    Where none of them begins a word, those within words are marked, or else those that are spelt
    nearly so.
    """
    marked = _either(words, r"(?<!\w)")
    if not marked.search(text):
        marked = _either(words)
    if not marked.search(text):
        marked = _either(_nearly(text, words))
    start, end = _ends(text, marked.search(text))
    piece = text[start:end]
    ends = ("…" if start else "", "…" if end < len(text) else "")
    return format_html("{}{}{}", ends[0], _mark(piece, marked), ends[1])


def _ends(text: str, found: re.Match[str] | None) -> tuple[int, int]:
    """Where the piece begins and ends: between words, unless they are longer than the piece."""
    first, last = found.span() if found else (0, 0)
    start = max(first - BEFORE, 0)
    end = start + LENGTH
    if start and (begun := REST_OF_WORD.match(text, start - 1, first)):
        start = begun.end()
    if end < len(text) and (cut := BEGUN_WORD.search(text[: end + 1], last)):
        end = cut.start()
    return start, end


def _either(words: list[str], before: str = "") -> re.Pattern[str]:
    """What finds any of ``words``, the longest first; where there are none, nothing."""
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(f"{before}(?:{either or '(?!)'})", re.IGNORECASE)


def _mark(piece: str, marked: re.Pattern[str]) -> SafeString:
    parts: list[SafeString] = []
    end = 0
    for found in marked.finditer(piece):
        parts.append(conditional_escape(piece[end : found.start()]))
        parts.append(format_html("<mark>{}</mark>", found[0]))
        end = found.end()
    parts.append(conditional_escape(piece[end:]))
    return format_html_join("", "{}", ((part,) for part in parts))


def _nearly(text: str, words: list[str]) -> list[str]:
    there = {found[0].casefold() for found in islice(WORD.finditer(text), MOST_LOOKED_AT)}
    near = (get_close_matches(word.casefold(), there, 1, NEARLY) for word in words)
    return [match for matches in near for match in matches]
