"""Undo for the last answer: kept in the session, so that no made-up address can offer one."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from customers.routing.answers import Taken, Taking
from customers.routing.mail_domains import MailDomain
from customers.team.pages import AgentRequest

OFFERED = "undo_answer"  # of the session: [workspace, what was done, where undoing is posted to]
TAKEN = "taken_domain"  # of the session: [workspace, epoch, [[customer, name, …] …]]


@dataclass(frozen=True)
class Offer:
    """What was done, and the address that undoes it."""

    done: str
    url: str


def answered(request: AgentRequest, done: str, undo: str = "", *args: object) -> HttpResponse:
    """Back to the queue, which says what was done and offers the page named ``undo``."""
    workspace = request.workspace
    slugs = [workspace.vendor.slug, workspace.slug]
    url = reverse(undo, args=[*slugs, *args]) if undo else ""
    request.session[OFFERED] = [workspace.pk, done, url]
    return redirect(reverse("dashboard:conflicts", args=slugs))


def offered(request: AgentRequest) -> Offer | None:
    """What was answered last in this workspace, once."""
    where, done, url = request.session.pop(OFFERED, (None, "", ""))
    return Offer(done, url) if where == request.workspace.pk else None


def keep_taken(request: AgentRequest, taking: Taking) -> None:
    """Remember what can be given back."""
    rows = [_row(one) for one in taking.taken]
    request.session[TAKEN] = [request.workspace.pk, taking.epoch, rows]


def kept_taken(request: AgentRequest) -> Taking | None:
    """What was taken last in this workspace, once."""
    where, epoch, rows = request.session.pop(TAKEN, (None, 0, []))
    if where != request.workspace.pk:
        return None
    return Taking(epoch, [_taken(*row) for row in rows])


def _row(taken: Taken) -> list[object]:
    proven_at = taken.proven_at.isoformat() if taken.proven_at else ""
    domain = taken.domain
    asked = [taken.override_reason, taken.proof_token, proven_at]
    return [taken.customer, domain.name, domain.with_subdomains, *asked]


def _taken(customer: int, name: str, below: bool, reason: str, token: str, proven_at: str) -> Taken:
    at = datetime.fromisoformat(proven_at) if proven_at else None
    return Taken(customer, MailDomain(name, below), reason, token, at)
