"""Addresses that get no more mail: refused for good, reported as spam, or told to us."""

from django.db import transaction
from django.db.models.functions import Now

from customers.models import Action, Agent, Person, Suppression, SuppressionReason, Workspace
from customers.models.suppression import SuppressionQuerySet
from customers.proof.addresses import mailbox_of
from customers.routing import audit

LONGEST_DETAIL: int = Suppression._meta.get_field("detail").max_length or 0


def suppressions_of(workspace: Workspace, address: str) -> SuppressionQuerySet:
    """What stops mail of this workspace to a canonical address now."""
    spellings = {address, mailbox_of(address)}
    return Suppression.objects.in_force().filter(workspace=workspace, mailbox__in=spellings)


def suppress(
    workspace: Workspace, address: str, reason: SuppressionReason, detail: str = ""
) -> bool:
    """Stop mail of this workspace to an address; false if it is stopped for that reason already.

    A server that refuses speaks of the address alone; whoever owns the mailbox, of all spellings.
    """
    is_refused = reason is SuppressionReason.BOUNCED
    mailbox = address if is_refused else mailbox_of(address)
    fresh = {"detail": detail[:LONGEST_DETAIL]}
    with transaction.atomic():
        _row, made = Suppression.objects.get_or_create(
            workspace=workspace, mailbox=mailbox, reason=reason, lifted_at=None, defaults=fresh
        )
        if made:
            audit.note(
                workspace,
                Action.MAIL_STOPPED,
                person=workspace.people.filter(email=address).first(),
                subject=mailbox,
                reason=str(reason),
            )
    return made


def lift(suppression: Suppression, by: Agent) -> None:
    """Allow mail to the address again; twice is once."""
    with transaction.atomic():
        in_force = Suppression.objects.in_force().filter(pk=suppression.pk)
        if in_force.update(lifted_at=Now(), lifted_by=by):
            audit.note(
                suppression.workspace,
                Action.MAIL_ALLOWED,
                by,
                person=_person_of(suppression),
                subject=suppression.mailbox,
                reason=suppression.reason,
            )


def _person_of(suppression: Suppression) -> Person | None:
    """Whose mail it stops; of several who share the mailbox, who asked for a link there last."""
    mailbox = suppression.mailbox
    people = Person.objects.filter(workspace=suppression.workspace_id)
    asked = people.filter(links__mailbox=mailbox).order_by("-links__pk")
    return people.filter(email=mailbox).first() or asked.first()
