"""What the worker does for routing. Jobs carry ids."""

from procrastinate.contrib.django import app

from customers.models import Agent, Domain
from customers.routing.ownership import settle, to_check_daily
from customers.routing.txt_records import look_up, look_up_all

BATCH = 50  # domains a job, so that no job holds one of the worker's places for long


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
    domains = list(to_check_daily().filter(pk__gt=after).order_by("pk")[:BATCH])
    for domain, finding in zip(domains, look_up_all(domains), strict=True):
        settle(domain, finding, daily=True)
    if len(domains) == BATCH:
        check_batch.defer(after=domains[-1].pk)
