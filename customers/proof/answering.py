"""What becomes of a request for a link: the worker's part, which nobody who asks can see."""

from django.db import transaction
from django.db.models.functions import Now

from customers.models import LinkRequest, MagicLink, Mail, Outcome, Person
from customers.proof import limits
from customers.proof.suppressions import suppressions_of


@transaction.atomic
def answer(request_id: int) -> MagicLink | None:
    """Make the link that was asked for; links that its person had before are superseded.

    Returns None, and leaves everything as it was, where no mail is due: the request has been
    answered, a robot made it, its mailbox has had its share, or mail to it is stopped.
    """
    waiting = LinkRequest.objects.select_related("workspace").select_for_update(of=("self",))
    request = waiting.filter(pk=request_id, outcome=Outcome.WAITING).first()
    if request is None:
        return None
    outcome = _outcome(request)
    LinkRequest.objects.filter(pk=request.pk).update(outcome=outcome)
    return _link(request) if outcome is Outcome.MAILED else None


def _outcome(request: LinkRequest) -> Outcome:
    if suppressions_of(request.workspace, request.address).exists():
        return Outcome.SUPPRESSED
    limits.take_turn(f"mailbox {request.mailbox}")
    if not limits.mailbox_may_be_written_to(request.mailbox):
        return Outcome.LIMITED
    return Outcome.MAILED


def _link(request: LinkRequest) -> MagicLink:
    person = Person.objects.of_address(request.workspace, request.address)
    # Links before people, as redeeming takes them: the other way round the two could deadlock.
    MagicLink.objects.filter(person=person).unspent().update(superseded_at=Now())
    return MagicLink.objects.create(
        workspace=request.workspace,
        person=person,
        mail=Mail.objects.create(to=person.email),
        form=request.form,
        # Theirs only once they come by this link: anybody can type anybody's address.
        name=request.name,
        invites=request.invites,
        mailbox=request.mailbox,
    )
