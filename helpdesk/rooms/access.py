"""Who may enter which room: the rules of routing, applied to rooms. Computed at each asking."""

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Exists, OuterRef, Q, QuerySet

from customers.models import Customer, CustomerKind, Person, Workspace
from customers.routing.facts import decision_for, decisions_for
from helpdesk.models import Room, RoomKind, RoomMember


def rooms_for_person(person: Person) -> QuerySet[Room]:
    """The rooms that this person may enter, now.

    Those of the customer that routing decides for, private ones only as a member; and a room of
    one's own in the Shared Email Inbox, which stays one's own wherever one belongs later.
    """
    decision = decision_for(person.workspace, person.email)
    if decision.is_shut_out:
        return Room.objects.none()
    is_member = Exists(RoomMember.objects.filter(room=OuterRef("pk"), person=person))
    in_customer = Q(customer=decision.customer) & (~Q(kind=RoomKind.PRIVATE) | is_member)
    own = Q(person=person)
    return Room.objects.filter(own if decision.customer is None else own | in_customer)


def rooms_for_people(workspace: Workspace, people: Collection[Person]) -> dict[int, frozenset[int]]:
    """The ids of the rooms of each of these people of one workspace, by person id.

    The same as rooms_for_person, in five queries for however many.
    """
    decisions = decisions_for(workspace, [person.email for person in people])
    let_in = [person for person in people if not decisions[person.email].is_shut_out]
    rooms: dict[int, set[int]] = {person.pk: set() for person in people}
    shared = _shared_rooms({decision.customer for decision in decisions.values()})
    private = _private_rooms(let_in)
    for person in let_in:
        customer = decisions[person.email].customer
        rooms[person.pk] = shared[customer] | private[person.pk, customer]
    for owner, room in Room.objects.filter(person__in=let_in).values_list("person", "pk"):
        rooms[owner].add(room)
    return {person: frozenset(ids) for person, ids in rooms.items()}


def rooms_for_agent(workspace: Workspace) -> QuerySet[Room]:
    """The rooms that the agents of a workspace may enter: all, those of archived customers too."""
    return Room.objects.filter(workspace=workspace)


def home_of(person: Person) -> Room | None:
    """The room to open first: Triage, or one's own in the Shared Email Inbox. None if shut out.

    A room of one's own is made when it is first needed.
    """
    decision = decision_for(person.workspace, person.email)
    if decision.is_shut_out:
        return None
    if decision.customer is not None:
        return Room.objects.get(customer=decision.customer, kind=RoomKind.TRIAGE)
    return _own_room(person)


def _own_room(person: Person) -> Room:
    inbox = Customer.objects.get(workspace=person.workspace_id, kind=CustomerKind.INBOX)
    return Room.objects.get_or_create(
        person=person,
        customer=inbox,
        customer_kind=inbox.kind,
        defaults={
            "workspace_id": person.workspace_id,
            "kind": RoomKind.PRIVATE,
            "name": person.email,
        },
    )[0]


def _shared_rooms(customers: set[int | None]) -> dict[int | None, set[int]]:
    """The ids of the rooms that everybody in each of these customers may enter."""
    found: dict[int | None, set[int]] = defaultdict(set)
    rooms = Room.objects.shared().filter(customer__in=customers - {None})
    for customer, room in rooms.values_list("customer", "pk"):
        found[customer].add(room)
    return found


def _private_rooms(people: Collection[Person]) -> dict[tuple[int, int | None], set[int]]:
    """The ids of the private rooms that people are members of, by person and customer."""
    found: dict[tuple[int, int | None], set[int]] = defaultdict(set)
    members = RoomMember.objects.filter(person__in=people)
    for person, customer, room in members.values_list("person", "room__customer", "room"):
        found[person, customer].add(room)
    return found
