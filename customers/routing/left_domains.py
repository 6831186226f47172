"""Domains that an agent left with all who share them, so that they wait for no decision."""

from dataclasses import dataclass

from customers.models import LeftConflict, Workspace
from customers.routing.queue import CHUNK, PAGE, SharedDomain, all_shared


@dataclass(frozen=True)
class LeftDomain:
    """A domain that was left, and who shares it now: the same as then."""

    left: LeftConflict
    shared: SharedDomain


def left_domains(workspace: Workspace) -> list[LeftDomain]:
    """Those that are shared still, the newest first: at most a page. Six queries at most."""
    newest = workspace.left_conflicts.select_related("left_by").order_by("-left_at", "-pk")[:CHUNK]
    by_name = {left.name: left for left in newest}
    shared = {found.name: found for found in all_shared(workspace, by_name)}
    rows = [LeftDomain(left, shared[name]) for name, left in by_name.items() if name in shared]
    return [row for row in rows if row.left.customers == row.shared.customers][:PAGE]
