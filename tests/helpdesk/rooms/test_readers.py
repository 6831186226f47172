from customers.models import Block, KnownUser, Pin
from helpdesk.models import Room, RoomMember
from helpdesk.rooms.access import home_of
from helpdesk.rooms.readers import line_for_agent, line_for_person, people_who_read
from tests.helpdesk.rooms.conftest import proven


def test_who_never_proved_their_mailbox_does_not_count(world, ana, triage):
    world.person("amy@acme.com")
    assert people_who_read(triage) == 1


def test_colleagues_are_counted_in_the_line(world, ana, triage):
    assert line_for_person(triage) == "You joined Acme's helpdesk; no colleague has joined yet"
    proven(world.person("amy@acme.com"))
    assert line_for_person(triage) == "You joined Acme's helpdesk; 1 colleague can read this"
    proven(world.person("ari@acme.com"))
    assert line_for_person(triage) == "You joined Acme's helpdesk; 2 colleagues can read this"


def test_a_known_user_counts_before_they_have_come(world, ana, triage, eve):
    unseen = world.person("uma@gmail.com")
    KnownUser.objects.create(workspace=world.workspace, customer=world.acme, person=unseen)
    assert people_who_read(triage) == 2


def test_the_domains_people_who_belong_elsewhere_do_not_count(world, ana, triage):
    pinned, blocked, known = (
        proven(world.person(f"{name}@acme.com")) for name in ("pia", "bea", "kim")
    )
    Pin.objects.create(workspace=world.workspace, person=pinned, customer=world.birch)
    Block.objects.create(workspace=world.workspace, person=blocked)
    KnownUser.objects.create(workspace=world.workspace, customer=world.birch, person=known)
    proven(world.person("postmaster@acme.com"))
    assert people_who_read(triage) == 1


def test_subdomains_count_where_they_are_included(world, ana, triage):
    proven(world.person("ana@eu.acme.com"))
    assert people_who_read(triage) == 1
    world.acme.domains.update(with_subdomains=True)
    assert people_who_read(triage) == 2


def test_a_thousand_colleagues_cost_no_more_than_one(
    world, ana, triage, django_assert_max_num_queries
):
    for number in range(20):
        proven(world.person(f"p{number}@acme.com"))
    with django_assert_max_num_queries(9):
        assert people_who_read(triage) == 21


def test_only_members_count_in_a_private_room(world, ana):
    room = Room.objects.create(
        workspace=world.workspace,
        customer=world.acme,
        customer_kind=world.acme.kind,
        kind="private",
        name="Board",
    )
    proven(world.person("amy@acme.com"))
    RoomMember.objects.create(workspace=world.workspace, room=room, person=ana)
    assert people_who_read(room) == 1


def test_a_room_of_ones_own_says_so(eve):
    room = home_of(eve)
    assert line_for_person(room) == "Only you and Fernhill's support team can read this"
    assert line_for_agent(room) == "Only eve@gmail.com and your team can read this"
