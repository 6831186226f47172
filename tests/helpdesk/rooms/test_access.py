import pytest
from django.utils import timezone

from customers.models import Block, KnownUser, Pin
from helpdesk.models import Room, RoomMember
from helpdesk.rooms.access import home_of, rooms_for_agent, rooms_for_people, rooms_for_person


@pytest.fixture
def rooms(world, triage):
    """Acme's rooms by name: Triage, one for all, one for members."""

    def add(name: str, kind: str) -> Room:
        return Room.objects.create(
            workspace=world.workspace,
            customer=world.acme,
            customer_kind=world.acme.kind,
            kind=kind,
            name=name,
        )

    return {
        "Triage": triage,
        "Billing": add("Billing", "public"),
        "Board": add("Board", "private"),
    }


def names(person) -> set[str]:
    """The names of somebody's rooms; both ways to ask say the same."""
    found = set(rooms_for_person(person))
    at_once = rooms_for_people(person.workspace, [person])[person.pk]
    assert at_once == {room.pk for room in found}
    return {room.name for room in found}


def pin(person, customer):
    Pin.objects.create(workspace=person.workspace, person=person, customer=customer)


def test_a_customers_people_enter_triage_and_every_room_that_is_not_private(rooms, ana):
    assert names(ana) == {"Triage", "Billing"}
    assert home_of(ana) == rooms["Triage"]


def test_a_private_room_opens_to_its_members_alone(rooms, world, ana):
    RoomMember.objects.create(workspace=world.workspace, room=rooms["Board"], person=ana)
    assert names(ana) == {"Triage", "Billing", "Board"}
    assert names(world.person("amy@acme.com")) == {"Triage", "Billing"}


def test_a_member_who_belongs_elsewhere_now_does_not_enter_the_private_room(rooms, world, ana):
    RoomMember.objects.create(workspace=world.workspace, room=rooms["Board"], person=ana)
    pin(ana, world.birch)
    assert "Board" not in names(ana)


def test_a_person_of_the_inbox_is_alone_in_a_room_that_bears_their_address(world, eve):
    room = home_of(eve)
    assert (room.name, room.customer, room.is_private) == ("eve@gmail.com", world.inbox, True)
    assert home_of(eve) == room
    assert names(eve) == {"eve@gmail.com"}


def test_the_inboxs_people_never_enter_one_anothers_rooms(world, eve):
    home_of(eve)
    mallory = world.person("mallory@gmail.com")
    home_of(mallory)
    assert names(mallory) == {"mallory@gmail.com"}


def test_somebody_who_gets_a_customer_keeps_the_room_of_before(world, eve):
    home_of(eve)
    KnownUser.objects.create(workspace=world.workspace, customer=world.acme, person=eve)
    assert names(eve) == {"Triage", "eve@gmail.com"}
    assert home_of(eve).name == "Triage"


@pytest.mark.catalogue("EM-55")
def test_of_customers_who_share_a_domain_nobody_there_sees_a_room(world, ana, as_person):
    world.domain(world.birch, "acme.com")
    own = home_of(ana)
    assert names(ana) == {"ana@acme.com"}
    page = as_person(ana).get(f"/rooms/{own.pk}/").text
    assert "Acme" not in page and "Birch" not in page and "Triage" not in page


def test_a_pin_decides(world, ana):
    pin(ana, world.birch)
    assert list(rooms_for_person(ana)) == list(world.birch.rooms.all())


def test_a_pin_to_the_inbox_decides(world, ana):
    pin(ana, None)
    assert home_of(ana).name == "ana@acme.com"
    assert names(ana) == {"ana@acme.com"}


def test_an_archived_customers_rooms_are_closed(world, ana):
    world.acme.archived_at = timezone.now()
    world.acme.save()
    assert names(ana) == set()
    assert home_of(ana).customer == world.inbox


def test_a_block_shuts_out_of_everything(world, eve):
    home_of(eve)
    Block.objects.create(workspace=world.workspace, person=eve)
    assert names(eve) == set()
    assert home_of(eve) is None


def guest_of(room: Room, person) -> None:
    RoomMember.objects.create(workspace=room.workspace, room=room, person=person, is_guest=True)


@pytest.mark.parametrize("name", ["Billing", "Board", "Triage"])
def test_a_guest_enters_the_one_room_and_stays_at_home_where_routing_says(rooms, world, bob, name):
    guest_of(rooms[name], bob)
    assert names(bob) == {name, "Triage"}
    assert home_of(bob).customer == world.birch
    assert names(world.person("bea@birch.io")) == {"Triage"}


def test_a_guest_of_the_inbox_keeps_a_room_of_their_own(rooms, world, eve):
    guest_of(rooms["Board"], eve)
    assert home_of(eve).customer == world.inbox
    assert names(eve) == {"Board", "eve@gmail.com"}


def test_a_blocked_guest_enters_nothing(rooms, world, bob):
    guest_of(rooms["Board"], bob)
    Block.objects.create(workspace=world.workspace, person=bob)
    assert names(bob) == set()


def test_with_the_customer_the_guests_rooms_are_archived_and_a_rooms_own_archive_is_read(
    rooms, world, bob
):
    guest_of(rooms["Board"], bob)
    Room.objects.filter(pk=rooms["Board"].pk).update(archived_at=timezone.now())
    assert names(bob) == {"Board", "Triage"}
    world.acme.archived_at = timezone.now()
    world.acme.save()
    assert names(bob) == {"Triage"}


def test_what_is_sealed_to_a_guest_stays_closed(rooms, bob):
    guest_of(rooms["Board"], bob)
    RoomMember.objects.update(sealed_at=timezone.now())
    assert names(bob) == {"Triage"}


def test_the_same_address_in_another_workspace_enters_nothing_here(world, ana, rooms):
    stranger = world.person("ana@acme.com", workspace=world.otter)
    assert names(stranger) == set()
    assert home_of(stranger).workspace == world.otter


def test_agents_enter_all_rooms_of_their_workspace_and_no_other(world, rooms, eve):
    home_of(eve)
    assert set(rooms_for_agent(world.workspace)) == set(world.workspace.rooms.all())
    assert not rooms_for_agent(world.otter).exists()


def test_many_people_are_asked_about_at_once(
    world, rooms, ana, bob, eve, django_assert_max_num_queries
):
    home_of(eve)
    guest_of(rooms["Board"], bob)
    people = [ana, bob, eve]
    with django_assert_max_num_queries(6):
        at_once = rooms_for_people(world.workspace, people)
    for person in people:
        assert at_once[person.pk] == set(rooms_for_person(person).values_list("pk", flat=True))
