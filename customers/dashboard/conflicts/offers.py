"""Undo for the last answer: kept in the session, so that no made-up address can offer one."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from customers.routing.answers import Taken
from customers.routing.mail_domains import MailDomain
from customers.team.pages import AgentRequest

OFFERED = "undo_answer"  # of the session: [workspace, what was done, where undoing is posted to]
TAKEN = "taken_domain"  # of the session: [workspace, [[customer, name, with subdomains] …]]


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


def keep_taken(request: AgentRequest, taken: list[Taken]) -> None:
    """Remember what can be given back."""
    rows = [[one.customer, one.domain.name, one.domain.with_subdomains] for one in taken]
    request.session[TAKEN] = [request.workspace.pk, rows]


def kept_taken(request: AgentRequest) -> list[Taken]:
    """What was taken last in this workspace, once."""
    where, rows = request.session.pop(TAKEN, (None, []))
    if where != request.workspace.pk:
        return []
    return [Taken(customer, MailDomain(name, below)) for customer, name, below in rows]
