"""What somebody is to a room that is open to them, and with it what they may do there."""

from dataclasses import dataclass

from customers.models import Agent, Customer, Person, PersonSession
from customers.routing.decision import Decision
from customers.routing.facts import decision_for
from helpdesk.models import Room, RoomMember
from helpdesk.rooms.authors import Author
from helpdesk.rooms.rights import Act, Sort, Who, may, may_make_rooms, sort_of


@dataclass(frozen=True)
class Footing:
    """Who somebody is to a room, which is ``archived`` itself or with its customer. ``customer`` is
    the id of the one that a person belongs to."""

    who: Who
    sort: Sort
    archived: bool
    customer: int | None = None

    def may(self, act: Act) -> bool:
        """Whether they may do this."""
        return may(act, self.who, self.sort, archived=self.archived)


def footing_of(
    room: Room, author: Author, session: PersonSession | None = None, *, may_write: bool = True
) -> Footing:
    """What ``author`` is to ``room``, now: two or three queries.

    A person's ``session`` says whether the vendor's token has let them in. Of an agent
    ``may_write`` tells readers from the others.
    """
    membership = RoomMember.objects.open().filter(room=room)
    if isinstance(author, Agent):
        is_own = room.is_private and membership.filter(is_own=True).exists()
        who = Who.TEAM if may_write else Who.READER
        return Footing(who, sort_of(room, is_own=is_own), room.is_archived)
    mine = membership.filter(person=author).first()
    customer = customer_of(author, session)
    who = _who(room, author, mine, customer)
    sort = sort_of(room, is_own=who is Who.OWNER)
    return Footing(who, sort, room.is_archived, customer)


def customer_of(
    person: Person, session: PersonSession | None = None, decision: Decision | None = None
) -> int | None:
    """The id of the customer that a person belongs to in a session; None in the Shared Email
    Inbox, and for somebody who is shut out. Who has just been given the ``decision`` passes it
    on."""
    if session is not None and session.binding is not None:
        return session.binding.customer_id
    return (decision or decision_for(person.workspace, person.email)).customer


def _who(room: Room, person: Person, mine: RoomMember | None, customer: int | None) -> Who:
    if room.person_id == person.pk or (mine and mine.is_own and room.is_private):
        return Who.OWNER
    if customer is None or customer != room.customer_id:
        return Who.GUEST if mine and mine.is_guest else Who.STRANGER
    if room.is_private and mine is None:
        return Who.STRANGER
    if room.made_by_id == person.pk:
        return Who.MAKER
    return Who.MEMBER if room.is_private else Who.COLLEAGUE


def place_for_rooms(room: Room, footing: Footing) -> Customer | None:
    """The customer in which somebody who is in ``room`` may make rooms; None for nowhere.

    People make them where they belong, agents where they are.
    """
    if footing.who in {Who.TEAM, Who.READER}:
        customer = room.customer
        may_make = may_make_rooms(footing.who, in_inbox=customer.is_inbox)
        return customer if may_make and customer.archived_at is None else None
    if footing.customer is None:
        return None
    return Customer.objects.active().filter(pk=footing.customer).first()
