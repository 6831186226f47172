"""Asking for a magic link."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from customers.models import MagicLink, Mail, Person, Workspace
from customers.proof import limits
from customers.proof.addresses import mailbox_of
from customers.proof.tasks import send_link


@dataclass(frozen=True)
class LinkRequest:
    """What a form asked for, with an address already canonical."""

    workspace: Workspace
    form: UUID
    address: str
    name: str = ""
    ip: str | None = None


class FormAnswered(Exception):
    """This form has asked for a link to another address already; a fresh one is needed."""


@transaction.atomic
def request_link(asked: LinkRequest) -> MagicLink | None:
    """Have a link mailed to the address; links that this person had before are superseded.

    Returns None, and leaves everything as it was, when the form has been answered already or the
    mailbox has had its share: whoever asked must not learn which. Raises FormAnswered where the
    form has been answered for another address.
    """
    mailbox = mailbox_of(asked.address)
    limits.take_turn(str(asked.form))
    limits.take_turn(mailbox)
    answered = MagicLink.objects.filter(form=asked.form).select_related("person").first()
    if answered is not None and answered.person.email != asked.address:
        raise FormAnswered
    if answered is not None:
        return None
    if not limits.mailbox_may_be_written_to(mailbox):
        return None
    person = _person(asked)
    # Links before people, as redeeming takes them: the other way round the two could deadlock.
    MagicLink.objects.filter(person=person).unspent().update(superseded_at=Now())
    link = MagicLink.objects.create(
        workspace=asked.workspace,
        person=person,
        mail=Mail.objects.create(to=person.email),
        form=asked.form,
        name=_name(person, asked.name),
        mailbox=mailbox,
        asked_from=asked.ip,
    )
    send_link.defer(link_id=link.pk)
    return link


def is_out(workspace: Workspace, form: UUID, address: str) -> bool:
    """Whether the mail that this form asked for, to this address, still opens something or is
    about to be sent."""
    asked = MagicLink.objects.unspent().filter(
        Q(code_expires_at=None) | Q(code_expires_at__gt=Now()),
        workspace=workspace,
        form=form,
        person__email=address,
    )
    return asked.exists()


def _person(asked: LinkRequest) -> Person:
    person, _made = Person.objects.get_or_create(
        workspace=asked.workspace,
        email=asked.address,
        defaults={"mail_domain": asked.address.rpartition("@")[2]},
    )
    return person


def _name(person: Person, typed: str) -> str:
    """Whom the form calls them. It is the person's only once they come by this link: anybody can
    type anybody's address. Asked for again without a name, it is the name typed before."""
    if typed or person.name:
        return typed
    before = MagicLink.objects.filter(person=person).exclude(name="").order_by("-pk")
    return before.values_list("name", flat=True).first() or ""
