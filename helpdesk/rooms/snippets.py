"""The piece of a text in which words were found, with them marked."""

import re
from difflib import get_close_matches
from heapq import nlargest
from itertools import islice, pairwise

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

BEFORE, LENGTH = 40, 160  # characters
MOST_LOOKED_AT = 2000  # words of a text, for one that is spelt nearly so
NEARLY = 0.6  # of difflib's measure
CLOSEST = 3  # words that difflib compares with one that was looked for: up to 3 ms each
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
    looked_at = (found[0].casefold() for found in islice(WORD.finditer(text), MOST_LOOKED_AT))
    there = {word: _pairs(word) for word in looked_at}
    near = (_near(word.casefold(), there) for word in words)
    return [match for matches in near for match in matches]


def _near(word: str, there: dict[str, set[tuple[str, str]]]) -> list[str]:
    pairs = _pairs(word)

    def likeness(other: str) -> float:
        return len(pairs & there[other]) / (len(pairs) + len(there[other]))

    return get_close_matches(word, nlargest(CLOSEST, there, key=likeness), 1, NEARLY)


def _pairs(word: str) -> set[tuple[str, str]]:
    """Each two letters that follow each other, the word's ends among them."""
    return set(pairwise(f" {word} "))
