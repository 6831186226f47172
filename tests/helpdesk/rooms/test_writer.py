"""People's posts, by the ORM and in batches: the same has to hold for both ways."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from customers.models import Domain, Person, PersonSession
from customers.proof.sessions import end_session, start_session
from customers.routing.access import bump_epoch
from helpdesk.models import LONGEST_TEXT, Reading, Room, RoomKind
from helpdesk.rooms.answers import WritingConnection
from helpdesk.rooms.asking import Asker
from helpdesk.rooms.catching_up import NotSignedIn
from helpdesk.rooms.commands.posting import POST, post_plain
from helpdesk.rooms.making import make_room
from helpdesk.rooms.markdown import LONGEST_QUICK
from helpdesk.rooms.posting import post
from helpdesk.rooms.posts import Post, Written
from helpdesk.rooms.refusals import Refused
from helpdesk.rooms.threads import for_socket as in_thread
from helpdesk.rooms.writer import LINES, connection_parameters, writer
from helpdesk.rooms.writing import prepare
from helpdesk.rooms.writing import write as write_by
from tests.faults.waiting import wait_until
from tests.helpdesk.rooms.conftest import asker_of, proven

pytestmark = pytest.mark.django_db(transaction=True)

WAITS = """
    SELECT EXISTS (
        SELECT FROM pg_stat_activity
        WHERE wait_event_type = 'Lock' AND datname = current_database()
    )
"""

type Write = Callable[[Asker, Room, UUID, str], Awaitable[int]]


@pytest.fixture(params=["alone", "beside another", "by the ORM"])
async def write(request, running, world) -> Write:
    """A function that posts in this way, and returns the number."""
    elsewhere = await somewhere_else(world) if request.param == "beside another" else None

    async def post(asker: Asker, room: Room, client_id: UUID, text: str) -> int:
        values = {"room": room.pk, "client_id": client_id, "text": text}
        in_loop = [] if request.param == "by the ORM" else [post_plain(asker, **values)]
        if elsewhere:
            in_loop.append(writer.write(elsewhere[0]._replace(client_id=uuid4()), elsewhere[1]))
        answers = await asyncio.gather(*in_loop, return_exceptions=True)
        if answers and isinstance(answers[0], Exception):
            raise answers[0]
        answer = answers[0] if answers else None
        return (answer or await in_thread(POST.run, asker, **values))["seq"]

    return post


async def somewhere_else(world) -> tuple[Post, Person]:
    """A post of somebody of another customer, in a room whose posts stand in the same line."""

    def make() -> tuple[Post, Person]:
        author = proven(world.person("eli@birch.io"))
        line, rooms = (
            world.acme.rooms.get(kind="triage").pk % LINES,
            world.birch.rooms.order_by("pk"),
        )
        while (room := rooms.last()).pk % LINES != line:
            make_room(world.birch, f"Room {rooms.count()}", RoomKind.PUBLIC, author)
        author.workspace.refresh_from_db()
        session = start_session(author)[0].pk
        return Post(room.pk, author.pk, session, author.workspace.epoch, uuid4(), "x"), author

    return await in_thread(make)


async def session_of(asker: Asker) -> PersonSession:
    found = PersonSession.objects.select_related("person__workspace")
    return await in_thread(found.get, pk=asker.badge.session)


async def test_messages_are_numbered_and_their_author_has_read_them(write, triage, ana):
    asker = await asker_of(ana)
    assert [await write(asker, triage, uuid4(), text) for text in ("a", "b")] == [1, 2]
    await in_thread(triage.refresh_from_db)
    newest = await in_thread(triage.messages.get, seq=2)
    assert (newest.text, newest.person_id, triage.last_seq) == ("b", ana.pk, 2)
    assert triage.last_message_at == newest.created_at
    assert (await in_thread(Reading.objects.get, person=ana)).seq == 2


async def test_the_same_client_id_of_an_author_is_one_message(write, triage, world, ana):
    amy = await in_thread(lambda: proven(world.person("amy@acme.com")))
    client_id = uuid4()
    anas, amys = await asker_of(ana), await asker_of(amy)
    seqs = [await write(who, triage, client_id, "a") for who in (anas, anas, amys, anas)]
    assert seqs == [1, 1, 2, 1]


async def test_many_at_once_leave_no_gap_and_no_double(write, triage, world):
    people = await in_thread(lambda: [proven(world.person(f"p{n}@acme.com")) for n in range(4)])
    askers = [await asker_of(person) for person in people]
    # Each one twice, as a client does that has lost the answer
    posts = [(asker, uuid4()) for asker in askers for _ in range(5)] * 2
    seqs = await asyncio.gather(*(write(asker, triage, key, "x") for asker, key in posts))
    assert seqs[:20] == seqs[20:]
    assert sorted(seqs[:20]) == list(range(1, 21))
    stored = await in_thread(lambda: list(triage.messages.values_list("seq", flat=True)))
    assert stored == list(range(1, 21))


async def test_times_go_with_numbers_also_of_who_waited_for_their_turn(write, triage, ana, world):
    """Somebody has the room while another's post arrives, and writes only then."""
    asker = await asker_of(ana)
    has_it, waits = threading.Event(), threading.Event()

    def keep_and_write() -> None:
        with transaction.atomic():
            locked = Room.objects.select_for_update(no_key=True).get(pk=triage.pk)
            has_it.set()
            assert waits.wait(10)
            post(locked, world.ada, uuid4(), "first")

    def look() -> bool:
        with connection.cursor() as cursor:
            cursor.execute(WAITS)
            return cursor.fetchone()[0]

    keeping = asyncio.create_task(in_thread(keep_and_write))
    await asyncio.to_thread(has_it.wait, 10)
    writing = asyncio.create_task(write(asker, triage, uuid4(), "second"))
    await in_thread(wait_until, look, 10)
    waits.set()
    await asyncio.gather(keeping, writing)
    found = await in_thread(lambda: list(triage.messages.order_by("seq")))
    assert [message.text for message in found] == ["first", "second"]
    assert found[0].created_at < found[1].created_at


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("\n ", "empty"),
        ("a\0", "unreadable"),
        ("\ud800", "unreadable"),
        ("x" * (LONGEST_TEXT + 1), "too_long"),
    ],
)
async def test_what_is_no_text_is_refused(write, triage, ana, text, code):
    with pytest.raises(Refused) as refusal:
        await write(await asker_of(ana), triage, uuid4(), text)
    assert refusal.value.code == code
    assert not await in_thread(triage.messages.exists)


async def test_who_has_left_writes_no_more(write, triage, ana):
    asker = await asker_of(ana)
    await in_thread(end_session, await session_of(asker))
    with pytest.raises(NotSignedIn):
        await write(asker, triage, uuid4(), "a")


async def test_an_expired_session_writes_no_more_though_no_epoch_rose(write, triage, ana):
    asker = await asker_of(ana)
    await in_thread(lambda: PersonSession.objects.update(expires_at=timezone.now()))
    with pytest.raises(NotSignedIn):
        await write(asker, triage, uuid4(), "a")


async def test_who_belongs_elsewhere_by_now_writes_no_more(write, triage, ana):
    asker = await asker_of(ana)

    def remove() -> None:
        Domain.objects.filter(name="acme.com").delete()
        bump_epoch(asker.verdict.standing.workspace)

    await in_thread(remove)
    with pytest.raises(Refused, match="not_found"):
        await write(asker, triage, uuid4(), "a")


async def test_who_may_still_writes_after_access_has_changed(write, triage, ana):
    asker = await asker_of(ana)
    await in_thread(bump_epoch, asker.verdict.standing.workspace)
    assert await write(asker, triage, uuid4(), "a") == 1


async def test_a_strangers_room_is_not_found(write, triage, bob):
    with pytest.raises(Refused, match="not_found"):
        await write(await asker_of(bob), triage, uuid4(), "a")


async def test_nobody_writes_in_an_archived_room(write, triage, ana):
    asker = await asker_of(ana)
    await in_thread(lambda: Room.objects.filter(pk=triage.pk).update(archived_at=timezone.now()))
    with pytest.raises(Refused, match="archived"):
        await write(asker, triage, uuid4(), "a")


async def test_only_plain_posts_of_people_go_in_batches(running, triage, ana):
    asker = await asker_of(ana)
    plain = {"room": triage.pk, "client_id": uuid4(), "text": "a"}
    assert (await post_plain(asker, **plain))["seq"] == 1
    texts = ("ask @ada", "see https://acme.com", "[" * LONGEST_QUICK + "[")
    for other in (*({"text": text} for text in texts), {"reply_to": 1}):
        assert await post_plain(asker, **plain | other) is None


async def test_nothing_goes_in_batches_where_no_writer_runs(triage, ana):
    asker = await asker_of(ana)
    assert await post_plain(asker, triage.pk, uuid4(), "a") is None


async def test_one_bad_post_does_not_sink_those_beside_it(running, triage, ana):
    asker = await asker_of(ana)
    texts = ["a", "\0", "b"]
    posts = [Post(triage.pk, ana.pk, asker.badge.session, 1, uuid4(), text) for text in texts]
    results = await asyncio.gather(
        *(writer.write(post, ana) for post in posts), return_exceptions=True
    )
    assert [getattr(one, "seq", None) for one in results] == [1, None, 2]
    assert results[1].code == "unavailable"


async def test_what_became_of_a_post_is_what_the_table_has(running, triage, ana):
    asker = await asker_of(ana)
    written = await writer.write(Post(triage.pk, ana.pk, asker.badge.session, 1, uuid4(), "é"), ana)
    stored = await in_thread(triage.messages.get)
    assert written == Written(stored.seq, True, stored.created_at, ana.name)
    assert stored.text == "é"


async def test_a_connection_that_has_lost_what_was_prepared_still_writes(triage, ana):
    asker = await asker_of(ana)
    post = Post(triage.pk, ana.pk, asker.badge.session, 1, uuid4(), "a")
    parameters = await in_thread(connection_parameters)
    async with await WritingConnection.connect(**parameters) as own:
        await prepare(own)
        await own.execute("DEALLOCATE ALL")
        assert [one.seq for one in await write_by(own, [post])] == [1]
