"""What people write as HTML: a subset of Markdown, with web addresses as links and emoji by name.

No headings, images, tables nor HTML; only what says http(s) or mailto itself is a link. What the
parser makes is cleaned once more, by another library. Most messages have no markup at all: they
take a short way to the same HTML (tests hold both against each other).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import nh3
from django.utils.html import escape
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline, linkify
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from helpdesk.rooms.emoji_names import by_name, is_emoji_alone

type Named = Mapping[str, str]  # the keys (authors.key_of) of who is mentioned, by name

MAY_LEAD_TO = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
SCHEME = len(" https") + 1  # characters before ``://`` that say whether it is ours
MOST_ADDRESSES = 300  # in a text; those of one with more are words, for to find them takes long
ALIAS = re.compile(r":([^\s:]{1,60}):")
# What Markdown could make something of, or HTML be written differently for: blanks other than the
# usual, characters of markup, the beginnings of lists and quotes, entities, names of emoji, links.
MARKUP = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\xa0\\`*_\[\]<]|[^\S \n]"
    r"|^ *(?:>|[-+](?:\s|$)|\d+[.)])"
    r"|~~|&\S|:[^\s:]+:|https?:|mailto:",
    re.IGNORECASE | re.MULTILINE,
)
PARAGRAPHS = re.compile(r"\n\n+")
LONGEST_QUICK = 500  # characters; full takes some milliseconds for the worst of them
MARKS = {"a", "blockquote", "br", "code", "del", "em", "li", "mark", "ol", "p", "pre", "strong"}
CLEANER = nh3.Cleaner(
    tags=MARKS | {"ul"},
    attributes={
        "*": set(),
        "a": {"href", "target"},
        "code": {"class"},
        "mark": {"class", "data-who"},
        "ol": {"start"},
    },
    url_schemes={"http", "https", "mailto"},
    link_rel="nofollow noopener",
)


def html_of(text: str, named: Named | None = None) -> str:
    """``text`` as clean HTML, with who is ``named`` in it marked where it says ``@`` and the name.

    ``text`` is as posting.cleaned stores it.
    """
    if MARKUP.search(text) or (named and "@" in text) or is_emoji_alone(text):
        return full(text, named)
    return plain(text)


def is_quick(text: str) -> bool:
    """Whether html_of takes so little time that an event loop may wait for it. The longest text
    can be made to take a quarter of a second."""
    return len(text) <= LONGEST_QUICK or not MARKUP.search(text)


def plain(text: str) -> str:
    """The same as full, of texts without markup. In time that grows with their length alone."""
    text = text.strip(" \n").replace("&", "&amp;").replace(">", "&gt;")
    if "\n" not in text:
        return f"<p>{text}</p>"
    text = "\n".join(line.strip(" ") for line in text.split("\n"))
    paragraphs = PARAGRAPHS.split(text)
    return "\n".join(f"<p>{paragraph.replace('\n', '<br>')}</p>" for paragraph in paragraphs)


def full(text: str, named: Named | None = None) -> str:
    """The same as html_of, of any text."""
    html: str = _parser_of(text).render(text, {"named": named or {}})
    html = CLEANER.clean(html.replace("<br />\n", "<br />")).strip()
    if is_emoji_alone(_without_tags(html)):
        html = html.replace("<p>", '<p class="emoji-alone">')
    return html


def first_link(text: str) -> str:
    """The first web address that ``text`` links to; empty for none."""
    if "://" not in text:
        return ""
    for block in _parser_of(text).parse(text, {"named": {}}):
        for token in block.children or ():
            href = str(token.attrGet("href") or "") if token.type == "link_open" else ""
            if href.lower().startswith(("http://", "https://")):
                return href
    return ""


def _without_tags(html: str) -> str:
    return html.removeprefix("<p>").removesuffix("</p>")


def _emoji(state: StateInline, silent: bool) -> bool:
    """An inline rule: ``:tada:``."""
    if state.src[state.pos] != ":":
        return False
    found = ALIAS.match(state.src, state.pos)
    emoji = by_name(found[1]) if found else None
    if found is None or emoji is None:
        return False
    if not silent:
        state.pending += emoji
    state.pos = found.end()
    return True


def _web_address(state: StateInline, silent: bool) -> bool:
    """The inline rule for web addresses, with no more than what may be ``https`` to look at: it
    would look through all of the text before each ``://``, for whatever scheme."""
    if not state.src.startswith("://", state.pos):
        return False
    before, end = state.pending[:-SCHEME], state.pending[-SCHEME:]
    number, state.pending = len(state.tokens), end
    found = linkify(state, silent)
    if silent or not found:
        state.pending = before + end
    elif before:
        state.tokens.insert(number, Token("text", "", 0, content=before, level=state.level))
    return found


def _mention(state: StateInline, silent: bool) -> bool:
    """An inline rule: ``@`` and the name of somebody who is mentioned."""
    named: Named = state.env["named"]
    if not named or state.src[state.pos] != "@":
        return False
    name = name_at(state.src, state.pos, named)
    if name is None:
        return False
    if not silent:
        token = state.push("mention", "mark", 0)
        token.content, token.meta = f"@{name}", {"who": named[name]}
    state.pos += 1 + len(name)
    return True


def name_at(text: str, position: int, names: Iterable[str]) -> str | None:
    """The longest of ``names`` that stands whole behind the ``@`` at ``position``; None if none."""
    for name in sorted(names, key=len, reverse=True):
        after = position + 1 + len(name)
        if text.startswith(name, position + 1) and not text[after : after + 1].isalnum():
            return name
    return None


def _show_mention(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: Any
) -> str:
    token = tokens[index]
    return f'<mark class="mention" data-who="{token.meta["who"]}">{escape(token.content)}</mark>'


def _show_link(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: Any
) -> str:
    tokens[index].attrSet("target", "_blank")
    return renderer.renderToken(tokens, index, options, env)


def _show_struck(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: Any
) -> str:
    return "<del>" if tokens[index].nesting == 1 else "</del>"


def _links() -> LinkifyIt:
    links = LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    for scheme in ("ftp:", "//"):
        links.add(scheme, None)
    return links


def _make() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True})
    parser.linkify = _links()
    parser.enable(["linkify", "strikethrough"])
    parser.disable(
        ["code", "heading", "hr", "html_block", "html_inline", "image", "lheading", "reference"]
    )
    parser.validateLink = lambda url: bool(MAY_LEAD_TO.match(url))  # type: ignore[method-assign]
    parser.inline.ruler.at("linkify", _web_address)
    parser.inline.ruler.after("linkify", "emoji", _emoji)
    parser.inline.ruler.after("emoji", "mention", _mention)
    parser.add_render_rule("mention", _show_mention)
    parser.add_render_rule("link_open", _show_link)
    parser.add_render_rule("s_open", _show_struck)
    parser.add_render_rule("s_close", _show_struck)
    return parser


def _parser_of(text: str) -> MarkdownIt:
    return _parser if text.count("://") <= MOST_ADDRESSES else _parser_of_crowded


_parser, _parser_of_crowded = _make(), _make()
_parser_of_crowded.disable("linkify")
