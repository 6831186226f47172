"""Asks the worker to look a domain's proof up, without waiting for it."""

from django.db import transaction
from django.db.models.functions import Now
from procrastinate.exceptions import AlreadyEnqueued

from customers.models import Agent, Domain
from customers.routing.tasks import check_domain


def ask_to_check(domain: Domain, by: Agent) -> None:
    """Have ``domain`` looked up soon. While that is about to happen, asking again does nothing.

    One at a time of each workspace, so that slow name servers keep no other's jobs waiting.
    """
    job = check_domain.configure(
        queueing_lock=f"check_domain_{domain.pk}", lock=f"check_domains_of_{domain.workspace_id}"
    )
    with transaction.atomic():
        Domain.objects.filter(pk=domain.pk).update(proof_asked_at=Now())
        try:
            with transaction.atomic():
                job.defer(domain_id=domain.pk, agent_id=by.pk)
        except AlreadyEnqueued:
            return
