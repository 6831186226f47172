"""People who asked for a link and have not used it, with what became of their mail."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from customers.models import MagicLink, Person, Workspace

LOOKED_BACK = timedelta(days=7)
SHOWN = 20


def waiting_for_proof(workspace: Workspace) -> QuerySet[MagicLink]:
    """The newest unused links of this week, one a person, newest first, at most twenty."""
    return (
        MagicLink.objects.unspent()
        .filter(workspace=workspace, requested_at__gt=timezone.now() - LOOKED_BACK)
        .select_related("person", "mail")
        .order_by("-requested_at")[:SHOWN]
    )


def newest_link(person: Person) -> MagicLink | None:
    """The link that ``person`` asked for last, with its mail."""
    return person.links.select_related("mail").order_by("-requested_at").first()
