"""Makes the demo's world: a vendor and its team, customers and their people, and what they said."""

from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from customers.models import (
    Agent,
    Customer,
    CustomerKind,
    Domain,
    Membership,
    PastDecision,
    Person,
    Workspace,
)
from customers.routing.past_decisions import note_decisions
from customers.team.vendors import add_vendor, add_workspace
from helpdesk.demo.cast import (
    CUSTOMERS,
    LABS_WIDGET,
    PEOPLE,
    PRIVATE_ROOMS,
    PROFILES,
    PUBLIC_ROOMS,
    WIDGET,
)
from helpdesk.demo.story import CONVERSATIONS, Conversation
from helpdesk.models import Message, Room, RoomKind
from helpdesk.rooms.access import home_of
from helpdesk.rooms.authors import Author
from helpdesk.rooms.files.accepting import accept
from helpdesk.rooms.making import make_room
from helpdesk.rooms.membership import add_member
from helpdesk.rooms.posting import post
from helpdesk.rooms.reading import mark_read

ARRIVED = timedelta(days=3)  # ago
NEWS = 60  # minutes; what is older than that the agents have read


class NameTakenError(Exception):
    """An agent outside the demo has the address of one of its agents."""


def make_world() -> Workspace:
    """The demo's first workspace with all that belongs to it, and a second one to switch to.

    Its agents have no password yet. Raises NameTakenError.
    """
    workspace = _make_team()
    _make_customers(workspace)
    people = _make_people(workspace)
    _make_private_rooms(workspace, people)
    _note_arrivals(workspace)
    _tell(workspace, {**people, **_agents(workspace)})
    labs = add_workspace(workspace.vendor, "Fernhill Labs")
    _name_widget(labs, LABS_WIDGET)
    Customer.objects.create(workspace=labs, name="Acme")
    return workspace


def _make_team() -> Workspace:
    emails = [profile.email for profile in PROFILES]
    if taken := Agent.objects.filter(email__in=emails).first():
        raise NameTakenError(taken.email)
    owner, *others = [Agent.objects.create_agent(p.email, p.name, None) for p in PROFILES]
    workspace = add_vendor("Fernhill", owner)
    for agent, profile in zip(others, PROFILES[1:], strict=True):
        Membership.objects.create(agent=agent, vendor=workspace.vendor, role=profile.role)
    _name_widget(workspace, WIDGET)
    return workspace


def _name_widget(workspace: Workspace, widget_id: str) -> None:
    workspace.widget_id = widget_id
    workspace.save(update_fields=["widget_id"])


def _make_customers(workspace: Workspace) -> None:
    for name, domains in CUSTOMERS.items():
        customer = Customer.objects.create(workspace=workspace, name=name)
        for domain in domains:
            Domain.objects.create(
                workspace=workspace,
                customer=customer,
                name=domain.removeprefix("*."),
                with_subdomains=domain.startswith("*."),
            )
        for room in PUBLIC_ROOMS[name]:
            Room.objects.create(
                workspace=workspace,
                customer=customer,
                customer_kind=CustomerKind.ORGANISATION,
                kind=RoomKind.PUBLIC,
                name=room,
            )


def _make_people(workspace: Workspace) -> dict[str, Person]:
    return {
        first: Person.objects.create(
            workspace=workspace,
            email=email,
            mail_domain=email.rpartition("@")[2],
            name=name,
            proven_at=timezone.now() - ARRIVED,
        )
        for first, (name, email) in PEOPLE.items()
    }


def _make_private_rooms(workspace: Workspace, people: dict[str, Person]) -> None:
    for customer, name, members in PRIVATE_ROOMS:
        first, *others = [people[member] for member in members]
        room = make_room(workspace.customers.get(name=customer), name, RoomKind.PRIVATE, first)
        for person in others:
            add_member(room, person, first)


def _note_arrivals(workspace: Workspace) -> None:
    """They came when they proved their mailboxes: noting one dates it now."""
    note_decisions(workspace, workspace.people.values_list("pk", flat=True))
    PastDecision.objects.filter(person__workspace=workspace).update(
        decided_at=timezone.now() - ARRIVED
    )


def _agents(workspace: Workspace) -> dict[str, Author]:
    members = workspace.vendor.memberships.select_related("agent")
    return {member.agent.get_short_name(): member.agent for member in members}


def _tell(workspace: Workspace, authors: dict[str, Author]) -> None:
    for conversation in CONVERSATIONS:
        room = _room_of(workspace, conversation, authors)
        for number, (author, _minutes, text) in enumerate(conversation.lines, start=1):
            picture = conversation.pictures.get(number)
            files = [accept(room, authors[author], picture()).pk] if picture else []
            post(
                room,
                authors[author],
                uuid5(NAMESPACE_URL, f"{room.pk}/{number}"),
                text,
                files=files,
            )
        _date(room, conversation)
        if min(minutes for _author, minutes, _text in conversation.lines) > NEWS:
            _read(room, authors)


def _room_of(workspace: Workspace, conversation: Conversation, authors: dict[str, Author]) -> Room:
    if conversation.customer:
        return Room.objects.get(
            workspace=workspace, customer__name=conversation.customer, name=conversation.room
        )
    person = authors[conversation.room]
    room = home_of(person) if isinstance(person, Person) else None
    if room is None:
        raise ValueError(f"{conversation.room} has no room of their own")
    return room


def _date(room: Room, conversation: Conversation) -> None:
    """Spreads a conversation over the past: posting dates everything now."""
    now = timezone.now()
    for seq, (_author, minutes, _text) in enumerate(conversation.lines, start=1):
        at = now - timedelta(minutes=minutes)
        Message.objects.filter(room=room, seq=seq).update(created_at=at)
        Room.objects.filter(pk=room.pk).update(last_message_at=at)


def _read(room: Room, authors: dict[str, Author]) -> None:
    room.refresh_from_db()
    for author in authors.values():
        if isinstance(author, Agent):
            mark_read(room, author, room.last_seq)
