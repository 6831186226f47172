"""What a client may say at ``/ws/``, and what it is told."""

import asyncio
from random import Random
from uuid import uuid4

import pytest

from customers.routing.access import bump_epoch
from helpdesk.models import Reading
from helpdesk.rooms import catching_up, outbox
from helpdesk.rooms.houses import House
from helpdesk.rooms.reading import read_up_to
from tests.helpdesk.rooms.conftest import Line, cookies_of, home, in_thread, say, seqs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(
    "origin", ["", "null", "https://evil.example", "http://localhost.evil.example"]
)
async def test_a_page_of_another_origin_is_not_connected(line, origin):
    assert not await Line(origin=origin).connect()


async def test_who_has_said_hello_is_welcome_under_their_key(line, world, ana):
    anas = await line(ana, world.workspace)
    assert await anas.until("welcome") == {"type": "welcome", "me": f"p{ana.pk}", "epoch": 1}
    adas = await line(world.ada, world.workspace)
    assert (await adas.until("welcome"))["me"] == f"a{world.ada.pk}"


async def test_without_a_session_the_socket_closes(line, world):
    nobody = Line()
    await nobody.connect()
    await nobody.say("hello", side="person", workspace=world.workspace.widget_id)
    await nobody.until("error", code="not_signed_in")
    assert await nobody.closing() == 4401


async def test_a_side_is_never_guessed_from_cookies(line, world, ana):
    for who, side in ((ana, "agent"), (world.ada, "person")):
        other = Line(await in_thread(cookies_of, who))
        await other.connect()
        await other.say("hello", side=side, workspace=world.workspace.widget_id)
        await other.until("error", code="not_signed_in")
        assert await other.closing() == 4401


async def test_another_vendors_agent_and_another_workspaces_person_are_not_let_in(line, world, ana):
    for who, workspace in ((world.oscar, world.workspace), (ana, world.otter)):
        stranger = await line(who, workspace)
        await stranger.until("error", code="not_signed_in")
        assert await stranger.closing() == 4401


async def test_a_stranger_can_neither_hear_nor_write_nor_type(line, world, bob, ana, triage):
    oscars = await line(world.oscar, world.otter)
    bobs = await line(bob, world.workspace)
    anas = await line(ana, world.workspace, triage)
    for stranger in (oscars, bobs):
        await stranger.until("welcome")
        await stranger.say("subscribe", room=triage.pk, after=0)
        await stranger.until("error", code="not_found", room=triage.pk)
        client_id = str(uuid4())
        await stranger.say("post", room=triage.pk, client_id=client_id, text="hi")
        await stranger.until("error", code="not_found", client_id=client_id)
        await stranger.say("typing", room=triage.pk)
        await stranger.say("read", room=triage.pk, seq=1)
    await bobs.say("watch")
    await bobs.until("error", code="not_found")
    assert await anas.receive_nothing(0.1)
    assert not await in_thread(triage.messages.exists)
    assert not await in_thread(Reading.objects.exists)


async def test_a_room_of_another_that_does_not_exist_looks_the_same(line, world, bob, triage):
    bobs = await line(bob, world.workspace)
    await bobs.until("welcome")
    await bobs.say("subscribe", room=10**12, after=0)
    assert await bobs.until("error") == {"type": "error", "code": "not_found", "room": 10**12}


async def test_a_message_reaches_both_sides_and_is_acknowledged(line, world, ana, triage):
    anas, adas = [await line(who, world.workspace, triage) for who in (ana, world.ada)]
    client_id = str(uuid4())
    await anas.say("post", room=triage.pk, client_id=client_id, text="Hello")
    message = await adas.until("message")
    assert (message["seq"], message["author"]) == (1, f"p{ana.pk}")
    assert message["client_id"] == client_id
    assert "Hello" in message["html"]
    while len(anas.heard) < 4:
        await anas.hear()
    assert {"type": "posted", "room": triage.pk, "client_id": client_id, "seq": 1} in anas.heard
    assert message in anas.heard, "one text for everybody"


async def test_a_post_sent_again_is_acknowledged_again_and_told_once(line, world, ana, triage):
    anas = await line(ana, world.workspace, triage)
    client_id = str(uuid4())
    for _ in range(2):
        await anas.say("post", room=triage.pk, client_id=client_id, text="Hello")
        await anas.until("posted", seq=1)
    assert await anas.receive_nothing(0.1)
    assert seqs(anas.heard) in ([1], [])
    assert await in_thread(triage.messages.count) == 1


async def test_who_lost_a_room_cannot_write_there_whether_or_not_they_were_told(
    line, world, ana, triage, monkeypatch
):
    anas = await line(ana, world.workspace, triage)
    monkeypatch.setattr(House, "unchecked", lambda house: [])  # the hub looks away
    await in_thread(world.acme.domains.all().delete)
    await in_thread(bump_epoch, world.workspace)
    client_id = str(uuid4())
    await anas.say("post", room=triage.pk, client_id=client_id, text="Hello")
    await anas.until("error", code="not_found", client_id=client_id)
    assert not await in_thread(triage.messages.exists)


async def test_a_refused_text_names_the_post(line, world, ana, triage):
    anas = await line(ana, world.workspace, triage)
    for text, code in (("", "empty"), ("x" * 10_001, "too_long"), ("a\0", "unreadable")):
        client_id = str(uuid4())
        await anas.say("post", room=triage.pk, client_id=client_id, text=text)
        await anas.until("error", code=code, room=triage.pk, client_id=client_id)


async def test_a_reader_reads_and_never_writes(line, world, ana, triage):
    ritas = await line(world.rita, world.workspace, triage)
    anas = await line(ana, world.workspace, triage)
    await ritas.say("post", room=triage.pk, client_id=str(uuid4()), text="hi")
    await ritas.until("error", code="read_only")
    await ritas.say("typing", room=triage.pk)
    await ritas.until("error", code="read_only")
    assert await anas.receive_nothing(0.05)
    await in_thread(say, triage, ana, "hello")
    await ritas.until("message", seq=1)


async def test_typing_is_told_to_the_others(line, world, ana, triage):
    await in_thread(say, triage, world.ada, "hello")
    anas, adas = [await line(who, world.workspace, triage) for who in (ana, world.ada)]
    await adas.say("typing", room=triage.pk)
    frame = await anas.until("typing")
    assert frame == {
        "type": "typing",
        "room": triage.pk,
        "who": f"a{world.ada.pk}",
        "name": "Ada Quill",
    }
    assert await adas.receive_nothing(0.05)


async def test_reading_is_noted(line, world, ana, triage):
    await in_thread(say, triage, world.ada, "a", "b")
    anas = await line(ana, world.workspace, triage)
    await anas.say("read", room=triage.pk, seq=2)
    await anas.say("subscribe", room=triage.pk, after=2)
    await anas.until("subscribed")
    assert await in_thread(read_up_to, triage, ana) == 2


async def test_who_comes_back_gets_what_was_missed(line, world, ana, triage):
    await in_thread(say, triage, world.ada, *"abcde")
    anas = await line(ana, world.workspace)
    await anas.until("welcome")
    await anas.say("subscribe", room=triage.pk, after=2)
    assert await anas.until("subscribed") == {
        "type": "subscribed",
        "room": triage.pk,
        "last_seq": 5,
        "revision": 0,
    }
    assert seqs(anas.heard) == [3, 4, 5]


async def test_much_that_was_missed_comes_in_pages(line, world, ana, triage, monkeypatch):
    monkeypatch.setattr(catching_up, "PAGE", 4)
    await in_thread(say, triage, world.ada, *"abcdefghij")
    anas = await line(ana, world.workspace)
    await anas.until("welcome")
    await anas.say("subscribe", room=triage.pk, after=0)
    while (await anas.until("subscribed")).get("more"):
        await anas.say("after", room=triage.pk, after=seqs(anas.heard)[-1])
    assert seqs(anas.heard) == list(range(1, 11))
    await in_thread(say, triage, world.ada, "k")
    await anas.until("message", seq=11)


async def test_who_unsubscribed_hears_no_more(line, world, ana, triage):
    anas = await line(ana, world.workspace, triage)
    await anas.say("unsubscribe", room=triage.pk)
    await anas.say("subscribe", room=10**12, after=0)
    await anas.until("error")
    await in_thread(say, triage, world.ada, "a")
    assert await anas.receive_nothing(0.1)


async def test_bad_frames_are_named_and_end_the_connection_when_they_go_on(line, world, ana):
    anas = await line(ana, world.workspace)
    await anas.until("welcome")
    for text in ("{", '{"type": "x"}', '{"type": "subscribe"}', "[]"):
        await anas.say_text(text)
        await anas.until("error", code="bad_frame")
    await anas.say("hello", side="person", workspace=world.workspace.widget_id)
    await anas.until("error", code="bad_frame")
    assert await anas.closing() == 4400


async def test_nothing_is_done_before_hello(line, world, ana, triage):
    anas = Line(await in_thread(cookies_of, ana))
    await anas.connect()
    await anas.say("subscribe", room=triage.pk, after=0)
    await anas.until("error", code="bad_frame")


async def test_a_person_of_the_inbox_and_the_team_are_alone(line, world, eve, ana):
    room = await home(eve)
    eves = await line(eve, world.workspace, room)
    adas = await line(world.ada, world.workspace, room)
    anas = await line(ana, world.workspace)
    await anas.until("welcome")
    await anas.say("subscribe", room=room.pk, after=0)
    await anas.until("error", code="not_found")
    await adas.say("post", room=room.pk, client_id=str(uuid4()), text="Hello Eve")
    await eves.until("message", seq=1)


async def test_who_does_not_read_is_dropped_and_holds_up_nobody(
    line, world, ana, triage, monkeypatch
):
    monkeypatch.setattr(outbox, "MOST_FRAMES", 20)
    anas, adas = [await line(who, world.workspace, triage) for who in (ana, world.ada)]
    anas.output_queue._maxsize = 1  # from now on it takes one frame and no more
    await in_thread(say, triage, world.ada, *(str(number) for number in range(40)))
    await adas.until("message", seq=40)
    await asyncio.wait_for(asyncio.shield(anas.future), 1)
    back = await line(ana, world.workspace, triage)
    assert seqs(back.heard) == list(range(1, 41))


async def test_twenty_people_and_two_agents_write_at_once_and_all_end_with_the_same(
    line, world, triage
):
    people = [await in_thread(world.person, f"p{n}@acme.com", f"P{n}") for n in range(20)]
    writers = [*people, world.ada, world.grace]
    lines = [await line(who, world.workspace, triage) for who in writers]
    each, chance = 10, Random(7)
    total = each * len(writers)

    async def write(line: Line, number: int) -> None:
        for n in range(each):
            client_id = str(uuid4())
            for _ in range(1 + (chance.random() < 0.2)):  # some lose the answer and send it twice
                await line.say("post", room=triage.pk, client_id=client_id, text=f"{number}.{n}")

    async def listen(line: Line) -> list[tuple[int, str]]:
        while len(seqs(line.heard)) < total:
            await line.hear()
        return [(f["seq"], f["client_id"]) for f in line.heard if f["type"] == "message"]

    async with asyncio.timeout(20):
        *_, logs = await asyncio.gather(
            *(write(line, number) for number, line in enumerate(lines)),
            asyncio.gather(*(listen(line) for line in lines)),
        )
    assert [seq for seq, _ in logs[0]] == list(range(1, total + 1))
    assert all(log == logs[0] for log in logs)
    assert len({client_id for _, client_id in logs[0]}) == total
    stored = await in_thread(
        lambda: [(m.seq, str(m.client_id)) for m in triage.messages.order_by("seq")]
    )
    assert stored == logs[0]
    texts = await in_thread(lambda: list(triage.messages.values_list("text", flat=True)))
    for number in range(len(writers)):
        own = [text for text in texts if text.startswith(f"{number}.")]
        assert own == [f"{number}.{n}" for n in range(each)], "each in the order of its writing"
