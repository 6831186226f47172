"""The allowed origins as the page lists them, and what is being typed beside them."""

from dataclasses import dataclass

from customers.dashboard.embed.words import shown
from customers.models import AllowedOrigin, Workspace
from customers.team.pages import AgentRequest

REMOVED = "removed_origin"  # of the session: [workspace, the origin]


@dataclass(frozen=True)
class Typing:
    """What stands in the field, refused with ``error``; ``removed`` is what an undo puts back."""

    typed: str = ""
    error: str = ""
    removed: str = ""


@dataclass(frozen=True)
class Listed:
    """One allowed origin, as people read it."""

    allowed: AllowedOrigin
    shown: str


def listed(workspace: Workspace) -> list[Listed]:
    """The allowed origins of a workspace, in order."""
    return [Listed(row, shown(row.origin)) for row in workspace.allowed_origins.all()]


def offer_undo(request: AgentRequest, removed: str) -> None:
    """The next page of this workspace's settings offers to list the origin again.

    Kept in the session: an address that somebody made up must never offer to allow an origin.
    """
    request.session[REMOVED] = [request.workspace.pk, removed]


def undo_offered(request: AgentRequest) -> str:
    """The origin that was just removed without JavaScript, once."""
    where, removed = request.session.pop(REMOVED, (None, ""))
    return removed if where == request.workspace.pk else ""
