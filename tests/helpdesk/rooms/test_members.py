"""A room's own page says who can read it, and tells people nothing that they need not know."""

import pytest

from customers.models import Block, KnownUser
from customers.routing.customers import archive_customer
from helpdesk.models import Room, RoomKind
from helpdesk.rooms import members
from helpdesk.rooms.access import home_of
from helpdesk.rooms.dialogs import begin_dialog
from helpdesk.rooms.inviting import invite
from helpdesk.rooms.making import archive_room, make_room, rename_room, unarchive_room
from helpdesk.rooms.membership import add_member, remove_member
from helpdesk.rooms.moving import move
from helpdesk.rooms.readers import line_for_agent, line_for_person
from helpdesk.rooms.sharing import share
from tests.helpdesk.rooms.conftest import in_thread, proven, say


@pytest.fixture
def amy(world):
    return proven(world.person("amy@acme.com", "Amy"))


@pytest.fixture
def board(world, ana) -> Room:
    return make_room(world.acme, "Board", RoomKind.PRIVATE, ana)


def listed(room: Room, after: int = 0) -> list[str]:
    return [one.person.email for one in members.members_of(room, after).members]


def test_of_a_shared_room_the_customers_people_and_its_guests_are_listed(world, ana, amy, triage):
    KnownUser.objects.create(
        workspace=world.workspace, customer=world.acme, person=world.person("uma@gmail.com")
    )
    world.person("ned@acme.com")  # never proved the mailbox
    Block.objects.create(workspace=world.workspace, person=proven(world.person("bea@acme.com")))
    invite(triage, "gus@gmail.com", world.grace)
    assert listed(triage)[0] == "gus@gmail.com"
    assert set(listed(triage)) == {"ana@acme.com", "amy@acme.com", "uma@gmail.com", "gus@gmail.com"}


def test_of_a_private_room_its_members_are(world, ana, amy, bob, board):
    invite(board, "gus@gmail.com", ana)
    add_member(board, amy, ana)
    assert listed(board) == ["ana@acme.com", "amy@acme.com", "gus@gmail.com"]
    Block.objects.create(workspace=world.workspace, person=amy)
    assert listed(board) == ["ana@acme.com", "gus@gmail.com"]


def test_pages_follow_one_another_and_lack_nobody(world, ana, amy, triage, board, monkeypatch):
    monkeypatch.setattr(members, "PAGE", 2)
    for number in range(5):
        add_member(board, proven(world.person(f"p{number}@acme.com")), ana)
    for room, number in ((triage, 7), (board, 6)):
        seen, after = [], 0
        while True:
            page = members.members_of(room, after)
            seen += [one.person.pk for one in page.members]
            after = page.after
            if not after:
                break
        assert len(seen) == len(set(seen)) == number


def test_a_page_costs_no_more_with_many_people(
    world, ana, triage, django_assert_max_num_queries, as_person
):
    browser = as_person(ana)
    for number in range(20):
        proven(world.person(f"p{number}@acme.com"))
    with django_assert_max_num_queries(30):
        assert browser.get(f"/rooms/{triage.pk}/about").text.count("@acme.com") == 21


def test_people_see_names_of_agents_who_wrote_and_nobodys_address(world, ana, triage, as_person):
    say(triage, world.grace, "Hello")
    page = as_person(ana).get(f"/rooms/{triage.pk}/about").text
    assert "Grace Lund" in page
    assert "Alan" not in page
    assert "fernhill.io" not in page


def test_agents_see_the_team_with_roles(world, triage, as_agent):
    page = as_agent(world.rita).get(world.url(f"rooms/{triage.pk}/about")).text
    page = page.partition("Support team</h2>")[2]
    assert page.index("Ada Quill") < page.index("Alan Birk") < page.index("Rita Moss")
    assert "Oscar" not in page


def test_a_stranger_gets_the_404_of_no_room(world, triage, board, amy, bob, as_person, as_agent):
    for path in ("about", "state", "archived", "new"):
        assert as_person(bob).get(f"/rooms/{triage.pk}/{path}").status_code == 404
        assert as_person(amy).get(f"/rooms/{board.pk}/{path}").status_code == 404
        assert as_agent(world.oscar).get(world.url(f"rooms/{board.pk}/{path}")).status_code == 404


def test_the_line_over_a_room_says_that_guests_read_along(world, ana, amy, triage, board):
    assert line_for_person(board, ana) == "Only you and Fernhill's support team can read this"
    add_member(board, amy, ana)
    invite(board, "gus@gmail.com", ana)
    gus = world.workspace.people.get(email="gus@gmail.com")
    assert line_for_person(board, ana) == (
        "Only you, 1 colleague and 1 guest from elsewhere, "
        "and Fernhill's support team can read this"
    )
    assert line_for_person(board, gus) == (
        "You are a guest here: Acme and Fernhill's support team read this"
    )
    assert line_for_agent(board) == (
        "2 people of Acme, 1 guest from elsewhere and your team can read this"
    )
    invite(triage, "gus@gmail.com", world.grace)
    assert line_for_person(triage, ana) == (
        "You joined Acme's helpdesk; 1 colleague and 1 guest from elsewhere can read this"
    )


def test_what_was_done_to_a_room_is_said_where_one_comes_back(
    as_person, as_agent, amy, board, world, ana
):
    for browser, address in (
        (as_person(ana), f"/rooms/{board.pk}"),
        (as_agent(world.grace), world.url(f"rooms/{board.pk}")),
    ):
        for act, posted, said in (
            ("members/add", {"person": amy.pk}, "Added. They can read this room now."),
            ("members/remove", {"person": amy.pk}, "Removed. They can&#x27;t read this room"),
            ("members/invite", {"email": "gus@gmail.com"}, "Invited. Who has not been here yet"),
            ("rename", {"name": "<b>"}, "This room is called &lt;b&gt; now."),
            ("archive", {}, "The room is archived."),
            ("unarchive", {}, "The room is back."),
        ):
            assert said in browser.post(f"{address}/{act}", posted, follow=True).text


def test_an_old_address_says_nothing_that_is_not_so(as_person, ana, board):
    archived = as_person(ana).post(f"/rooms/{board.pk}/archive").url
    unarchive_room(board, ana)
    assert "The room is archived." not in as_person(ana).get(archived).text
    assert 'role="status" tabindex' not in as_person(ana).get(f"/rooms/{board.pk}/?done=x").text


def test_a_room_of_ones_own_lists_its_person(eve):
    assert listed(home_of(eve)) == ["eve@gmail.com"]


@pytest.mark.django_db(transaction=True)
async def test_open_pages_hear_of_a_name_an_archive_and_a_member(line, world, ana, bob):
    launch = await in_thread(make_room, world.acme, "Launch", RoomKind.PUBLIC, ana)
    anas, bobs = await line(ana, world.workspace, launch), await line(bob, world.workspace)
    graces = await line(world.grace, world.workspace)
    await graces.say("watch")
    await bobs.until("welcome")
    for change in (
        (rename_room, launch, "Big launch", ana),
        (archive_room, launch, ana),
        (invite, launch, "gus@gmail.com", world.grace),
    ):
        await in_thread(*change)
        assert await anas.until("room") == {"type": "room", "room": launch.pk}
    await graces.until("room", room=launch.pk)
    assert not [frame for frame in bobs.heard if frame["type"] == "room"]


@pytest.mark.django_db(transaction=True)
async def test_open_pages_hear_that_a_dialog_is_back_and_a_room_is_shared(line, world, ana):
    dialog = await in_thread(begin_dialog, ana, world.grace)
    await in_thread(archive_room, dialog, world.grace)
    ida = await in_thread(lambda: proven(world.person("ida@cedar.dev", "Ida")))
    own = await in_thread(home_of, ida)
    await in_thread(say, own, ida, "Hello")
    await in_thread(world.domain, world.acme, "cedar.dev")
    await in_thread(move, own, world.grace)
    anas, idas = await line(ana, world.workspace, dialog), await line(ida, world.workspace, own)
    await in_thread(begin_dialog, ana, world.grace)
    await anas.until("room", room=dialog.pk)
    await in_thread(share, own, ida)
    await idas.until("room", room=own.pk)


@pytest.mark.django_db(transaction=True)
async def test_who_is_taken_out_loses_the_room_at_once(line, world, ana, amy, board):
    await in_thread(add_member, board, amy, ana)
    amys = await line(amy, world.workspace, board)
    await in_thread(remove_member, board, amy, ana)
    await amys.until("lost", room=board.pk)


def test_a_guest_sees_who_wrote_in_a_shared_room_and_no_address_book(
    world, ana, amy, eve, triage, as_person
):
    say(triage, ana, "Hello")
    for guest in ("eve@gmail.com", "gus@gus.dev"):
        invite(triage, guest, world.grace)
    page = as_person(eve).get(f"/rooms/{triage.pk}/about").text
    assert "ana@acme.com" in page and "eve@gmail.com" in page
    assert "amy@acme.com" not in page and "gus@gus.dev" not in page
    assert "Everybody else at Acme can read it, too." in page


def test_a_guests_room_stands_after_ones_own_with_its_customers_name(world, bob, triage, as_person):
    invite(triage, "bob@birch.io", world.grace)
    page = as_person(bob).get(f"/rooms/{home_of(bob).pk}/others").text
    assert page.count("guest of Acme") == 1
    assert page.index(f'data-room="{home_of(bob).pk}"') < page.index(f'data-room="{triage.pk}"')


def test_the_desk_names_the_guests_of_a_room(world, board, ana, as_agent):
    invite(board, "gus@gmail.com", ana)
    pane = as_agent(world.rita).get(world.url(f"rooms/{board.pk}/pane")).text
    assert "1 person can read this" in pane
    assert "guest, has not come yet" in pane


def test_in_an_archived_customer_nobody_is_asked_in(world, board, as_agent):
    archive_customer(world.acme)
    grace = as_agent(world.grace)
    for act in ("members/invite", "members/add", "rename"):
        assert grace.post(world.url(f"rooms/{board.pk}/{act}")).status_code == 403
    assert grace.post(world.url(f"rooms/{board.pk}/new"), {"name": "No"}).status_code == 403
