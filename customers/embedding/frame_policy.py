"""Where a widget's pages may be framed: the vendor's list, as the browser enforces it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.csp import get_nonce
from django.utils.csp import CSP, build_policy

from customers.embedding.allowed_origins import listed_origins
from customers.models import Workspace

ANYWHERE = "*"
# What a browser says of a request that fills a frame (Fetch Metadata, Sec-Fetch-Dest).
FRAMES = {"iframe", "frame", "embed", "object", "fencedframe"}
PAGES = FRAMES | {"document"}


def frame_ancestors(workspace: Workspace) -> list[str]:
    """The sources of the widget's ``frame-ancestors``: those listed, or anywhere; none when off.

    Our own pages may always frame it: the settings show a preview.
    """
    if not workspace.is_embeddable:
        return [CSP.NONE]
    listed = listed_origins(workspace)
    return [*listed, CSP.SELF] if listed else [ANYWHERE]


def shown_policy(workspace: Workspace) -> tuple[str, str]:
    """The header that goes with the widget's pages, word for word: all before what locks the
    widget, and what does."""
    before, lock, sources = _policy(frame_ancestors(workspace)).partition("frame-ancestors")
    return f"Content-Security-Policy: {before}", lock + sources


def _policy(ancestors: list[str], nonce: Any = None) -> str:
    policy: dict[str, Any] = settings.SECURE_CSP | {"frame-ancestors": ancestors}
    return build_policy(policy, nonce)


def allow_framing(request: HttpRequest, response: HttpResponseBase, ancestors: list[str]) -> None:
    """Let these ancestors frame this response; every other page of ours refuses.

    The browser enforces ``frame-ancestors``; X-Frame-Options knows no list of origins, so it is
    left out where any may frame. A vendor's page keeps its hold of a tab that it has opened. What
    has a policy of its own, such as somebody's file, is no page, and framed nowhere.
    """
    if "Content-Security-Policy" in response.headers:
        return
    response.headers["Content-Security-Policy"] = _policy(ancestors, get_nonce(request))
    response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    response.xframe_options_exempt = ancestors != [CSP.NONE]  # type: ignore[attr-defined]
    if request.headers.get("Sec-Fetch-Dest", "document") in PAGES:
        _let_isolated_pages_in(response)


def _let_isolated_pages_in(response: HttpResponseBase) -> None:
    """A vendor's page that isolates itself (COEP) takes only frames that do so too and say that
    others may have them. What our own scripts fetch says nothing of the kind."""
    response.headers["Cross-Origin-Embedder-Policy"] = "require-corp"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
