"""Messages written again in another room: in order, once, with who wrote them and when."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from helpdesk.models import Room, RoomKind
from helpdesk.rooms.access import home_of
from helpdesk.rooms.destinations import PAGE
from helpdesk.rooms.editing import delete, edit
from helpdesk.rooms.forwarding import MOST, forward
from helpdesk.rooms.posting import post
from helpdesk.rooms.refusals import Refused
from helpdesk.rooms.rendering import rendered
from tests.helpdesk.rooms.conftest import in_thread, say


def make_room(customer, name="Billing", **more) -> Room:
    return Room.objects.create(
        workspace=customer.workspace,
        customer=customer,
        customer_kind=customer.kind,
        kind=RoomKind.PUBLIC,
        name=name,
        **more,
    )


@pytest.fixture
def billing(world):
    return make_room(world.acme)


def test_each_becomes_a_message_in_order_with_its_author_and_time(triage, billing, ana, world):
    originals = [*say(triage, ana, "one", "two"), *say(triage, world.ada, "three")]
    delete(triage, ana, 2)
    forward(triage, 1, 3, billing, world.grace, uuid4())
    written = list(billing.messages.all())
    assert [message.text for message in written] == ["one", "three"]
    assert [message.agent for message in written] == [world.grace] * 2
    authors = [message.original_author for message in written]
    assert authors == ["Ana · ana@acme.com", "Ada Quill"]
    assert written[0].original_at == originals[0].created_at
    assert 'data-word="forwarded"' in rendered(written[0])


def test_an_address_does_not_leave_its_customer(triage, ana, eve, world):
    say(triage, ana, "one")
    forward(triage, 1, 1, world.birch.rooms.get(), world.ada, uuid4())
    assert world.birch.rooms.get().messages.get().original_author == "Ana"


def test_nor_does_it_by_a_second_forwarding(triage, billing, ana, world):
    say(triage, ana, "one")
    forward(triage, 1, 1, billing, world.ada, uuid4())
    forward(billing, 1, 1, world.birch.rooms.get(), world.ada, uuid4())
    assert world.birch.rooms.get().messages.get().original_author == "Ana"


def test_people_of_the_shared_email_inbox_learn_no_others_address(world):
    rooms = []
    for name in ("Eve", "Max"):
        person = world.person(f"{name.lower()}@gmail.com", name)
        rooms.append(home_of(person))
        say(rooms[-1], person, "one")
    forward(rooms[0], 1, 1, rooms[1], world.ada, uuid4())
    assert rooms[1].messages.last().original_author == "Eve"


def test_who_goes_by_an_address_has_no_name_where_it_is_not_known(triage, billing, world):
    eve, zoe = world.person("eve@gmail.com"), world.person("zoe@acme.com")
    own, maxs = home_of(eve), home_of(world.person("max@gmail.com"))
    say(own, eve, "one")
    say(triage, zoe, "two")
    forward(triage, 1, 1, billing, world.ada, uuid4())
    assert billing.messages.get().original_author == "zoe@acme.com"
    forward(own, 1, 1, maxs, world.ada, uuid4())
    forward(maxs, 1, 1, world.birch.rooms.get(), world.ada, uuid4())
    for room in (triage, billing):
        forward(room, 1, 1, maxs, world.ada, uuid4())
    for message in [*maxs.messages.all(), *world.birch.rooms.get().messages.all()]:
        html = rendered(message)
        assert 'data-word="visitor"' in html and "zoe@" not in html and "eve@" not in html
        with pytest.raises(Refused, match="not_yours"):
            edit(message.room, world.ada, message.seq, "other words")


def test_what_was_forwarded_before_keeps_its_first_author(triage, billing, ana, world):
    say(triage, ana, "one")
    forward(triage, 1, 1, billing, world.ada, uuid4())
    other = make_room(world.acme, "Other")
    forward(billing, 1, 1, other, world.grace, uuid4())
    assert other.messages.get().original_author == "Ana · ana@acme.com"


def test_what_another_one_said_cant_be_edited_after_it_was_forwarded(triage, billing, ana, world):
    say(triage, ana, "one")
    forward(triage, 1, 1, billing, world.ada, uuid4())
    with pytest.raises(Refused, match="not_yours"):
        edit(billing, world.ada, 1, "two")
    delete(billing, world.ada, 1)
    assert "Ana" not in rendered(billing.messages.get())


def test_a_request_that_is_sent_again_writes_nothing_twice(triage, billing, ana, world):
    say(triage, ana, "one", "two")
    request = uuid4()
    for _ in range(2):
        forward(triage, 1, 2, billing, world.ada, request)
    assert billing.messages.count() == 2
    forward(triage, 1, 2, billing, world.ada, uuid4())
    assert billing.messages.count() == 4


def test_a_mention_is_words_where_it_is_forwarded_to(triage, billing, ana, world):
    post(triage, world.ada, uuid4(), "@Ana", mentions=[f"p{ana.pk}"])
    forward(triage, 1, 1, billing, world.ada, uuid4())
    assert "<mark" not in rendered(billing.messages.get())


@pytest.mark.django_db(transaction=True)
def test_what_is_being_deleted_meanwhile_is_left_out(triage, billing, ana, world):
    say(triage, ana, "one", "two")

    def go() -> list[str]:
        try:
            return [m.text for m in forward(triage, 1, 2, billing, world.ada, uuid4())]
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            delete(triage, ana, 1)
            forwarding = pool.submit(go)
            while not (forwarding.done() or somebody_waits()):
                pass
        assert forwarding.result() == ["two"]
    assert [message.text for message in billing.messages.all()] == ["two"]


def somebody_waits() -> bool:
    """Whether a connection waits for a lock of ours."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return cursor.fetchone()[0]


def test_too_many_and_none_are_refused(triage, billing, ana, world):
    say(triage, ana, "one")
    with pytest.raises(Refused, match="too_many"):
        forward(triage, 1, MOST + 1, billing, world.ada, uuid4())
    for first, last in ((2, 5), (1, 0)):
        with pytest.raises(Refused, match="no_message"):
            forward(triage, first, last, billing, world.ada, uuid4())
    assert not billing.messages.exists()


@pytest.mark.django_db(transaction=True)
async def test_both_rooms_must_be_open_and_the_other_to_be_written_in(
    world, triage, billing, ana, bob, line
):
    await in_thread(say, triage, ana, "one")
    [birchs] = await in_thread(lambda: list(world.birch.rooms.all()))
    await in_thread(say, birchs, bob, "secret")
    closed = await in_thread(lambda: make_room(world.acme, "Old", archived_at=timezone.now()))
    for who, workspace, source, target, code in (
        (ana, world.workspace, birchs, billing, "not_found"),
        (ana, world.workspace, triage, birchs, "not_found"),
        (ana, world.workspace, triage, closed, "archived"),
        (world.rita, world.workspace, triage, billing, "read_only"),
        (world.oscar, world.otter, triage, billing, "not_found"),
    ):
        theirs = await line(who, workspace)
        await theirs.until("welcome")
        fields = {"first": 1, "last": 1, "to": target.pk, "request": str(uuid4())}
        await theirs.say("forward", room=source.pk, **fields)
        await theirs.until("error", code=code, of="forward")
    assert not await in_thread(billing.messages.exists)
    anas = await line(ana, world.workspace, billing)
    fields = {"first": 1, "last": 1, "to": billing.pk, "request": str(uuid4())}
    await anas.say("forward", room=triage.pk, **fields)
    assert (await anas.until("forwarded"))["number"] == 1
    assert await in_thread(billing.messages.count) == 1


def test_rooms_to_choose_from_are_those_where_one_may_write(
    triage, billing, ana, bob, eve, as_person, as_agent, world
):
    make_room(world.acme, "Old", archived_at=timezone.now())
    home_of(eve)
    address = f"rooms/{triage.pk}/destinations"
    assert _named(as_person(ana).get(f"/{address}")) == ["Billing"]
    agents = as_agent(world.grace)
    assert set(_named(agents.get(world.url(address)))) == {"Billing", "Triage", eve.email}
    assert _named(agents.get(world.url(address), {"q": "birch tri"})) == ["Triage"]
    assert _named(as_agent(world.rita).get(world.url(address))) == []
    assert as_person(bob).get(f"/{address}").status_code == 404


def test_rooms_to_choose_from_come_by_pages(triage, as_agent, world, ana):
    for number in range(PAGE + 2):
        make_room(world.acme, f"Room {number:02}")
    say(world.acme.rooms.get(name="Room 07"), ana, "newest")
    address, agent = world.url(f"rooms/{triage.pk}/destinations"), as_agent(world.ada)
    first = agent.get(address, {"q": "room"}).json()
    assert (first["found"][0]["name"], len(first["found"])) == ("Room 07", PAGE)
    second = agent.get(address, {"q": "room", "after": first["more"]}).json()
    assert (len(second["found"]), second["more"]) == (2, "")
    names = {room["name"] for room in first["found"] + second["found"]}
    assert len(names) == PAGE + 2


@pytest.mark.parametrize(
    "key", ["x", "~", "~x", "x~5", "0001-01-01T00:00:00Z~5", "2020-01-01T00:00:00+23:59~5"]
)
def test_an_odd_key_of_a_page_of_rooms_does_no_harm(triage, ana, as_person, key):
    address = f"/rooms/{triage.pk}/destinations"
    assert as_person(ana).get(address, {"after": key}).status_code == 200


def _named(response) -> list[str]:
    return [room["name"] for room in response.json()["found"]]
