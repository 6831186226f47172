"""Old private rooms of somebody who was away for long stay closed until an agent confirms.

Whoever proves the mailbox after months may have got it with the domain. They get what routing gives
them now; what its former owner wrote in private opens only by an agent's word.
"""

from django.db.models import F, QuerySet
from django.db.models.functions import Now

from customers.models import Action, Agent, Person, Workspace
from customers.proof.presence import was_away
from customers.routing import audit
from customers.routing.changes import access_change
from helpdesk.models import Room, RoomMember


def seal_after_absence(person: Person) -> None:
    """Close the old private rooms of ``person``, as loaded before they came back, if away for long.

    To be called in the transaction in which they prove the mailbox again.
    """
    if not was_away(person):
        return
    own = Room.objects.own_of(person).filter(last_seq__gt=0)
    member = RoomMember.objects.open().filter(person=person)
    if not (own.exists() or member.exists()):
        return
    with access_change(person.workspace):
        own.order_by().update(sealed_at=Now(), is_former=True)
        member.update(sealed_at=Now())
        audit.note(person.workspace, Action.ROOMS_CLOSED, person=person)


def reopen(person: Person, by: Agent) -> None:
    """An agent's word that it is the same person: their old rooms open again. Twice is once."""
    with access_change(person.workspace):
        own = Room.objects.filter(person=person).exclude(sealed_at=None).update(sealed_at=None)
        member = RoomMember.objects.filter(person=person).exclude(sealed_at=None)
        if own + member.update(sealed_at=None):
            audit.note(person.workspace, Action.ROOMS_REOPENED, by, person=person)


def sealed_rooms(person: Person) -> list[Room]:
    """The rooms that are closed to ``person`` until somebody reopens them."""
    own = Room.objects.filter(person=person).exclude(sealed_at=None)
    member = RoomMember.objects.filter(person=person).exclude(sealed_at=None)
    rooms = own | Room.objects.filter(pk__in=member.values("room"))
    return list(rooms.select_related("customer").order_by("name"))


def people_kept_out(workspace: Workspace) -> QuerySet[Person]:
    """Those who came back after a long absence and wait for an agent's word, newest first."""
    own = Room.objects.filter(workspace=workspace).exclude(sealed_at=None)
    member = RoomMember.objects.filter(workspace=workspace).exclude(sealed_at=None)
    people = Person.objects.filter(pk__in=own.values("person"))
    people |= Person.objects.filter(pk__in=member.values("person"))
    return people.order_by(F("last_seen_at").desc(nulls_last=True), "-pk")
