"""What the worker does for routing. Jobs carry ids."""

from django.db.models import Exists, OuterRef, Q
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from customers.models import AuditEntry, PastDecision
from customers.routing.past_decisions import BATCH, note_decisions
from customers.routing.reach import within_reach

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
    people = within_reach(entry).filter(Q(proven_at__isnull=False) | kept)
    people = people.order_by("pk")
    last = 0
    while batch := list(people.filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        note_decisions(entry.workspace, batch, dict.fromkeys(batch, entry))
        last = batch[-1]
