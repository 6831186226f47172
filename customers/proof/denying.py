"""“This wasn't me”: the owner of a mailbox, whom our mail told that somebody typed its address."""

from django.db import transaction

from customers.models import MagicLink, Suppression, SuppressionReason
from customers.proof import links
from customers.proof.suppressions import suppress, suppressions_of


@transaction.atomic
def deny(link: MagicLink) -> None:
    """Stop mail of this workspace to the mailbox, and have what is out open nothing any more.

    Twice is once; an agent may lift it (suppressions.lift).
    """
    # Links before what stops them, as tasks.send_link takes them: else the two could deadlock.
    links.stop(MagicLink.objects.filter(workspace=link.workspace_id, mailbox=link.mailbox))
    suppress(link.person.workspace, link.person.email, SuppressionReason.NOT_ME)


def denial_of(link: MagicLink) -> Suppression | None:
    """What its owner said of the mailbox of this link, if that still stands."""
    stopped = suppressions_of(link.person.workspace, link.person.email)
    return stopped.filter(reason=SuppressionReason.NOT_ME).first()
