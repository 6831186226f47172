import pytest

from customers.routing.customers import archive_customer
from helpdesk.inbox.roster import (
    PAGE,
    Filter,
    Show,
    rooms_aside,
    roster,
    unread_rooms,
)
from helpdesk.rooms.reading import mark_read


def names(page):
    return [(group.customer.name, [room.name for room in group.rooms]) for group in page.groups]


@pytest.fixture
def busy(world, say, triage, add_room, eves_room, eve):
    """Acme wrote last, then Eve, then Birch, then Acme in another room."""
    ana = world.person("ana@acme.com", "Ana")
    bob = world.person("bob@birch.io", "Bob")
    billing = add_room(world.acme, "Billing")
    say(ana, billing, "An invoice", minutes_ago=40)
    say(bob, triage(world.birch), "Hello from Birch", minutes_ago=30)
    say(eve, eves_room, "Is anybody there?", minutes_ago=20)
    say(ana, triage(world.acme), "First", minutes_ago=11)
    say(ana, triage(world.acme), "It works now", minutes_ago=10)
    return world


def test_rooms_are_grouped_by_customer_and_the_newest_come_first(busy):
    assert names(roster(busy.workspace, busy.ada)) == [
        ("Acme", ["Triage", "Billing"]),
        ("Shared Email Inbox", ["eve@gmail.com"]),
        ("Birch", ["Triage"]),
    ]


def test_each_room_shows_its_newest_message_and_who_wrote_it(busy):
    room = roster(busy.workspace, busy.ada).groups[0].rooms[0]
    assert (room.newest.preview, str(room.newest.author)) == ("It works now", "Ana")


def test_the_newest_message_is_shown_without_its_marks(busy, say, triage):
    say(busy.ada, triage(busy.acme), "**Done**, see [here](https://fernhill.io)")
    room = roster(busy.workspace, busy.ada).groups[0].rooms[0]
    assert room.newest.preview == "Done, see here"


def test_unread_counts_are_the_agents_own(busy, triage):
    room = triage(busy.acme)
    mark_read(room, busy.grace, 1)
    unread = {
        agent: roster(busy.workspace, agent).groups[0].rooms[0].unread
        for agent in (busy.ada, busy.grace)
    }
    assert unread == {busy.ada: 2, busy.grace: 1}


def test_the_sidebar_counts_rooms_in_one_query(busy, triage, django_assert_num_queries):
    mark_read(triage(busy.acme), busy.ada, 2)
    with django_assert_num_queries(1):
        assert unread_rooms(busy.workspace, busy.ada) == 3


def test_my_own_message_is_no_news_to_me(busy, say, triage):
    say(busy.ada, triage(busy.acme))
    assert unread_rooms(busy.workspace, busy.ada) == 3
    assert unread_rooms(busy.workspace, busy.grace) == 4


def test_rooms_of_archived_customers_are_neither_listed_nor_counted(busy):
    archive_customer(busy.birch)
    assert "Birch" not in dict(names(roster(busy.workspace, busy.ada)))
    assert unread_rooms(busy.workspace, busy.ada) == 3


def test_quiet_rooms_are_counted_apart(busy):
    busy.customer("Cedar")
    assert rooms_aside(busy.workspace)["quiet"] == 1
    assert "Cedar" not in dict(names(roster(busy.workspace, busy.ada)))
    quiet = roster(busy.workspace, busy.ada, Filter(Show.QUIET))
    assert names(quiet) == [("Cedar", ["Triage"])]


def test_the_unread_filter_leaves_out_what_was_read(busy, triage):
    mark_read(triage(busy.birch), busy.ada, 1)
    unread = roster(busy.workspace, busy.ada, Filter(Show.UNREAD))
    assert [customer for customer, _rooms in names(unread)] == ["Acme", "Shared Email Inbox"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("bill", [("Acme", ["Billing"])]),
        ("acme triage", [("Acme", ["Triage"])]),
        ("EVE", [("Shared Email Inbox", ["eve@gmail.com"])]),
        ("birch", [("Birch", ["Triage"])]),
        ("100%", []),
    ],
)
def test_search_finds_rooms_by_their_name_their_customers_and_their_persons(busy, words, found):
    assert names(roster(busy.workspace, busy.ada, Filter(words=words))) == found


def test_search_finds_quiet_rooms_too(busy):
    busy.customer("Cedar")
    assert names(roster(busy.workspace, busy.ada, Filter(words="cedar"))) == [("Cedar", ["Triage"])]


def test_pages_follow_one_another_by_key_without_gap_or_repeat(world, say, add_room):
    ana = world.person("ana@acme.com", "Ana")
    for number in range(PAGE + 3):
        say(ana, add_room(world.acme, f"Room {number:02}"), minutes_ago=number)
    first = roster(world.workspace, world.ada)
    second = roster(world.workspace, world.ada, Filter(before=first.more))
    listed = [room.name for page in (first, second) for g in page.groups for room in g.rooms]
    assert listed == [f"Room {number:02}" for number in range(PAGE + 3)]
    assert second.more == ""


def test_quiet_rooms_are_paged_too(world):
    for number in range(PAGE + 1):
        world.customer(f"Customer {number}")
    first = roster(world.workspace, world.ada, Filter(Show.QUIET))
    second = roster(world.workspace, world.ada, Filter(Show.QUIET, before=first.more))
    assert len(first.groups) + len(second.groups) == PAGE + 3


@pytest.mark.parametrize("key", ["nonsense", "~", "2026-13-45~1", "~x", "2026-01-01~99999999999"])
def test_a_key_that_is_none_starts_from_the_top_or_finds_nothing(busy, key):
    assert len(roster(busy.workspace, busy.ada, Filter(before=key)).groups) in {0, 3}


def test_the_number_of_queries_does_not_grow_with_rooms(
    world, say, add_room, django_assert_num_queries
):
    ana = world.person("ana@acme.com", "Ana")
    for number in range(12):
        say(ana if number % 2 else world.grace, add_room(world.acme, f"Room {number}"))
    with django_assert_num_queries(3):
        for group in roster(world.workspace, world.ada).groups:
            for room in group.rooms:
                assert f"{room.unread} {room.mentions} {room.newest.author} {room.customer.name}"


def test_another_vendors_rooms_are_never_listed(busy):
    assert roster(busy.otter, busy.oscar).groups == []
