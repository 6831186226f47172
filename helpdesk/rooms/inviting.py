"""An email address is invited into a room: a colleague's becomes a member, any other a guest.

A guest proves the mailbox first, by a mail in which nothing stands that a visitor typed.
"""

from datetime import timedelta
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from customers.models import MagicLink, Person
from customers.proof.addresses import canonical_address, is_own_address
from customers.proof.asking import Asked, TooMany, request_link
from customers.routing.changes import access_change
from customers.routing.colleagues import belonging
from helpdesk.models import Room, RoomInvitation
from helpdesk.rooms.access import rooms_for_person
from helpdesk.rooms.authors import Author
from helpdesk.rooms.membership import take_in

# Mails that a person has sent to others in 24 hours
MOST_INVITED = 20


def invite(
    room: Room,
    typed: str,
    by: Author,
    ip: str | None = None,
    *,
    colleagues_only: bool = False,
) -> None:
    """Let whoever has the mailbox of a typed address into ``room``, once they have proven it.

    ``ip`` is the network that asks. With ``colleagues_only`` nobody becomes a guest. Raises
    ValidationError for an address that is none or is ours, and where too many mails were asked for.
    """
    address = canonical_address(typed)
    if is_own_address(address):
        raise ValidationError(_("This is an address of ours, which nobody reads."), code="own")
    try:
        with access_change(room.workspace):
            person = Person.objects.of_address(room.workspace, address)
            is_colleague = bool(belonging(room.customer, [person]))
            if colleagues_only and not is_colleague:
                raise _not_a_colleague(room)
            _let_in(room, person, by, is_colleague=is_colleague)
            if not is_colleague or person.proven_at is None:
                _send(room, person, by, ip)
    except TooMany as many:
        raise _too_many_mails(many) from None


def _let_in(room: Room, person: Person, by: Author, *, is_colleague: bool) -> None:
    if room.is_private or not is_colleague:
        take_in(room, person, by, is_guest=not is_colleague)


def _not_a_colleague(room: Room) -> ValidationError:
    return ValidationError(
        _("This address is not of %(customer)s. Who made the room can invite guests."),
        code="guest",
        params={"customer": room.customer.name},
    )


def _send(room: Room, person: Person, by: Author, ip: str | None) -> None:
    """Have the mail sent, if any is due: what becomes of it only the worker knows (asking.py)."""
    form = uuid4()
    inviter = {"by_person": by} if isinstance(by, Person) else {"by_agent": by}
    if isinstance(by, Person):
        _refuse_too_many(by)
    RoomInvitation.objects.create(
        workspace_id=room.workspace_id, room=room, person=person, form=form, **inviter
    )
    request_link(Asked(room.workspace, form, person.email, ip=ip, invites=True))


def _refuse_too_many(by: Person) -> None:
    lately = RoomInvitation.objects.filter(by_person=by, created_at__gt=Now() - timedelta(days=1))
    if lately.count() >= MOST_INVITED:
        raise ValidationError(
            _("You have invited %(number)d times since yesterday. Invite more tomorrow."),
            code="too_many",
            params={"number": MOST_INVITED},
        )


def _too_many_mails(many: TooMany) -> ValidationError:
    minutes = max(1, -(-int(many.wait.total_seconds() + 1) // 60))
    return ValidationError(
        ngettext(
            "Many mails were asked for just now. Try again in a minute.",
            "Many mails were asked for just now. Try again in %(minutes)d minutes.",
            minutes,
        ),
        code="too_many_mails",
        params={"minutes": minutes},
    )


def invited_to(link: MagicLink) -> Room | None:
    """The room into which the mail of ``link`` has invited, if it is open to its person now."""
    invitation = RoomInvitation.objects.filter(form=link.form, person=link.person_id).first()
    if invitation is None:
        return None
    return rooms_for_person(link.person).filter(pk=invitation.room_id).first()


@transaction.atomic
def invite_again(link: MagicLink, form: UUID) -> None:
    """The link that ``form`` asks for instead of ``link`` leads where that one would have. It is
    none of the mails that their inviter has sent."""
    for former in RoomInvitation.objects.filter(form=link.form):
        former.pk, former.form, former.by_person = None, form, None
        former.save(force_insert=True)
