from django.db.models import Exists, OuterRef, Q
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from customers.models import Agent, AuditEntry, Domain, PastDecision
from customers.routing.ownership import settle, to_check_daily
from customers.routing.past_decisions import BATCH as PEOPLE
from customers.routing.past_decisions import note_decisions
from customers.routing.reach import reached_by
from customers.routing.txt_records import look_up, look_up_all

DOMAINS = 50  # a job, so that no job holds one of the worker's places for long
RETRY = RetryStrategy(max_attempts=5, exponential_wait=3)


# One at a time, in the order of the changes: each then finds its own doing, and mail has the
# worker's other hands.
@app.task(retry=RETRY, queue="upkeep", lock="decide_anew")
def decide_anew(entry_id: int) -> None:
    """Keeps what a change (an audit entry) has made of the people within its reach.

    In batches of a transaction each: whoever takes the job up again finds what was done, and
    keeps nothing twice.
    """
    entries = AuditEntry.objects.select_related("workspace", "customer")
    entry = entries.filter(pk=entry_id).first()
    if entry is None:  # only where the tables were emptied under the job
        return
    kept = Exists(PastDecision.objects.filter(person=OuterRef("pk")))
    people = reached_by(entry).filter(Q(proven_at__isnull=False) | kept)
    people = people.order_by("pk")
    last = 0
    while batch := list(people.filter(pk__gt=last).values_list("pk", flat=True)[:PEOPLE]):
        note_decisions(entry.workspace, batch, dict.fromkeys(batch, entry))
        last = batch[-1]


@app.task(queue="dns")
def check_domain(domain_id: int, agent_id: int) -> None:
    """Looks one domain up, for the agent who asked."""
    domain = Domain.objects.select_related("customer", "workspace").filter(pk=domain_id).first()
    if domain is not None:
        settle(domain, look_up(domain), Agent.objects.filter(pk=agent_id).first())


@app.periodic(cron="41 4 * * *")
@app.task(queueing_lock="check_domains_daily", queue="dns")
def check_domains_daily(timestamp: int) -> None:
    """Once a day: looks every domain up whose proof matters."""
    check_batch.defer(after=0)


@app.task(lock="check_batch", queue="dns", priority=-1)
def check_batch(after: int) -> None:
    """A part of the daily check: the domains behind the id ``after``, then the next part."""
    domains = list(to_check_daily().filter(pk__gt=after).order_by("pk")[:DOMAINS])
    for domain, finding in zip(domains, look_up_all(domains), strict=True):
        settle(domain, finding, daily=True)
    if len(domains) == DOMAINS:
        check_batch.defer(after=domains[-1].pk)
