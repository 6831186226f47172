"""Test my embed: one page's address, and what browsers would do with it."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ValidationError

from customers.dashboard.embed.words import shown, why
from customers.embedding.frame_policy import shown_policy
from customers.embedding.verdicts import page_origin, verdict_on
from customers.models import Workspace
from customers.team.pages import AgentRequest


@dataclass(frozen=True)
class Trial:
    """What was typed, and the answer: refused with ``error``, or let in or not, and why.

    ``header`` is what is sent, up to ``lock``, which is the end of it.
    """

    typed: str = ""
    error: str = ""
    origin: str = ""
    is_let_in: bool = False
    why: str = ""
    header: str = ""
    lock: str = ""


def trial_of(request: AgentRequest) -> Trial:
    """The trial that the page's address asks for, if any."""
    typed = _typed(request)
    if typed is None:
        return Trial()
    try:
        return _tried(request.workspace, typed)
    except ValidationError as refusal:
        return Trial(typed, error=refusal.messages[0])


def _tried(workspace: Workspace, typed: str) -> Trial:
    verdict = verdict_on(workspace, page_origin(typed))
    header, lock = shown_policy(workspace)
    return Trial(
        typed,
        origin=shown(verdict.origin),
        is_let_in=verdict.is_let_in,
        why=why(verdict),
        header=header,
        lock=lock,
    )


def _typed(request: AgentRequest) -> str | None:
    """What stands in the address; htmx says in which page it asked for a part of it."""
    if not request.htmx:
        return request.GET.get("page")
    query = parse_qs(urlsplit(request.htmx.current_url or "").query, keep_blank_values=True)
    return query.get("page", [None])[0]
