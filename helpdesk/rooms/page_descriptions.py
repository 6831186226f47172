"""What a web page says about itself: OpenGraph, or its title and description."""

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from helpdesk.models import LinkPreview
from helpdesk.rooms.fetching import Fetched

LONGEST: dict[str, int] = {
    "title": LinkPreview._meta.get_field("title").max_length or 0,
    "description": LinkPreview._meta.get_field("description").max_length or 0,
    "site": LinkPreview._meta.get_field("site").max_length or 0,
}
CHARSET = re.compile(r"charset=[\"']?([\w.:-]{1,40})")
OF_NAMES = {"idna", "punycode"}  # no pages are written so, and reading them takes too long
CHARSET_WITHIN = 1024  # bytes, as HTML has it


@dataclass(frozen=True)
class Described:
    """``image`` is a web address; what a page doesn't say is empty."""

    title: str = ""
    description: str = ""
    site: str = ""
    image: str = ""


def describe(page: Fetched) -> Described:
    """What ``page`` says about itself; its host stands for a site that has no name."""
    parser = _Head()
    with suppress(AssertionError):  # what the parser says of a declaration that it can't read
        parser.feed(_text(page))
    said = parser.said
    title = said.get("og:title") or parser.title
    image = said.get("og:image", "").strip()
    return Described(
        title=_cut(title, LONGEST["title"]),
        description=_cut(
            said.get("og:description") or said.get("description", ""), LONGEST["description"]
        ),
        site=_cut(said.get("og:site_name") or urlsplit(page.url).hostname or "", LONGEST["site"]),
        image=_joined(page.url, image) if image else "",
    )


def _text(page: Fetched) -> str:
    head = page.body[:CHARSET_WITHIN].decode("ascii", "replace").lower()
    named = CHARSET.search(page.content_type) or CHARSET.search(head)
    try:
        encoding = codecs.lookup(named[1] if named else "utf-8").name
        return page.body.decode("utf-8" if encoding in OF_NAMES else encoding, "replace")
    except (LookupError, UnicodeError):
        return page.body.decode("utf-8", "replace")


def _joined(base: str, address: str) -> str:
    """An address as the page means it; empty for what is none."""
    try:
        return urljoin(base, address)
    except ValueError:
        return ""


def _cut(text: str, most: int) -> str:
    text = " ".join(text.replace("\0", "").encode("utf-8", "ignore").decode().split())
    return text if len(text) <= most else f"{text[: most - 1]}…"


class _Head(HTMLParser):
    """Reads <title> and <meta>; what is said first counts."""

    def __init__(self) -> None:
        super().__init__()
        self.said: dict[str, str] = {}
        self.title = ""
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "title":
            self._in_title = not self.title
        if tag == "meta":
            given = dict(attrs)
            name = (given.get("property") or given.get("name") or "").lower()
            if name and given.get("content"):
                self.said.setdefault(name, given["content"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
