"""A message that changes is told to who is there, and to who comes back."""

from time import sleep

import pytest

from helpdesk.models import Message
from helpdesk.rooms import catching_up, fitting
from helpdesk.rooms import hub as hub_module
from helpdesk.rooms.changing import change
from helpdesk.rooms.events import change_hint
from helpdesk.rooms.hub import hub
from helpdesk.rooms.refusals import Refused
from tests.helpdesk.rooms.conftest import in_thread, say

pytestmark = pytest.mark.django_db(transaction=True)


def reword(text):
    def apply(message: Message) -> bool:
        is_different = message.text != text
        message.text = text
        return is_different

    return apply


def test_changes_are_numbered_in_their_room_and_nothing_else_is(world, triage, ana):
    say(triage, ana, "one", "two")
    assert change(triage, 2, reword("two and a half")).revision == 1
    assert change(triage, 1, reword("one and a half")).revision == 2
    assert change(triage, 1, reword("one and a half")).revision == 2  # nothing is different
    triage.refresh_from_db()
    assert (triage.last_seq, triage.last_revision) == (2, 2)


def test_what_is_not_there_cant_be_changed(world, triage):
    with pytest.raises(Refused, match="no_message"):
        change(triage, 1, reword("x"))
    triage.refresh_from_db()
    assert triage.last_revision == 0


async def test_who_is_there_hears_of_a_change_once(world, triage, ana, line):
    await in_thread(say, triage, world.ada, "one")
    anas = await line(ana, world.workspace, triage)
    await in_thread(change, triage, 1, reword("another"))
    changed = await anas.until("changed")
    assert (changed["seq"], changed["revision"]) == (1, 1)
    assert "another" in changed["html"]
    await in_thread(change, triage, 1, reword("yet another"))
    assert (await anas.until("changed"))["revision"] == 2


async def test_who_comes_back_hears_what_changed_meanwhile(world, triage, ana, line):
    await in_thread(say, triage, world.ada, "one", "two", "three")
    await in_thread(change, triage, 1, reword("uno"))
    await in_thread(change, triage, 3, reword("tre"))
    anas = await line(ana, world.workspace)
    await anas.until("welcome")
    await anas.say("subscribe", room=triage.pk, after=2, revision=0)
    subscribed = await anas.until("subscribed")
    assert subscribed["revision"] == 2
    heard = [(f["type"], f["seq"]) for f in anas.heard if f["type"] in ("message", "changed")]
    # What is told whole needs no word of its change
    assert heard == [("message", 3), ("changed", 1)]


async def test_who_names_no_revision_hears_of_no_change_of_before(world, triage, ana, line):
    await in_thread(say, triage, world.ada, "one")
    await in_thread(change, triage, 1, reword("uno"))
    anas = await line(ana, world.workspace)
    await anas.until("welcome")
    await anas.say("subscribe", room=triage.pk, after=1)
    await anas.until("subscribed")
    assert not [frame for frame in anas.heard if frame["type"] == "changed"]


async def test_a_change_whose_hint_is_lost_is_found_in_the_database(
    world, triage, ana, line, monkeypatch
):
    await in_thread(say, triage, world.ada, "one")
    anas = await line(ana, world.workspace, triage)
    monkeypatch.setattr("helpdesk.rooms.events._tell", lambda hint: None)
    await in_thread(change, triage, 1, reword("uno"))
    await in_thread(change, triage, 1, reword("eins"))
    await hub.look()
    changed = await anas.until("changed")
    assert (changed["revision"], "eins" in changed["html"]) == (2, True)


async def test_a_message_that_arrives_late_is_not_as_it_was_before_its_change(
    world, triage, ana, line
):
    anas = await line(ana, world.workspace, triage)
    await in_thread(say, triage, world.ada, "one")
    await anas.until("message", seq=1)
    await in_thread(change, triage, 1, reword("uno"))
    missed = await in_thread(catching_up.missed, triage.pk, 0, 0)
    assert "uno" in missed.messages[0]["html"]
    await anas.until("changed", revision=1)


def test_many_changes_come_by_pages(world, triage, ana, monkeypatch):
    monkeypatch.setattr(catching_up, "PAGE", 2)
    say(triage, ana, *"abcde")
    for seq in range(1, 6):
        change(triage, seq, reword(f"{seq}!"))
    first = catching_up.missed(triage.pk, 5, 0)
    assert ([hint["seq"] for hint in first.changes], first.revision, first.more) == (
        [1, 2],
        2,
        True,
    )
    last = catching_up.missed(triage.pk, 5, 4)
    assert ([hint["seq"] for hint in last.changes], last.revision, last.more) == ([5], 5, False)


def test_long_texts_come_by_smaller_pages(world, triage, ana, monkeypatch):
    monkeypatch.setattr(fitting, "MOST_CHARACTERS", 8)
    say(triage, ana, "four", "four", "longer than that", "one")
    pages = [catching_up.missed(triage.pk, after) for after in (0, 2, 3)]
    numbers = [[hint["activity"]["seq"] for hint in page.messages] for page in pages]
    assert numbers == [[1, 2], [3], [4]]
    assert [page.more for page in pages] == [True, True, False]
    for seq in (1, 2, 3):
        change(triage, seq, reword("longer than that, too"))
    first = catching_up.missed(triage.pk, 4, 0)
    assert ([hint["seq"] for hint in first.changes], first.revision, first.more) == ([1], 1, True)


def test_a_change_hint_carries_the_message_as_it_is(world, triage, ana):
    [message] = say(triage, ana, "one")
    change(triage, 1, reword("uno"))
    message.refresh_from_db()
    hint = change_hint(message, 7)
    assert (hint["room"], hint["seq"], hint["revision"], hint["epoch"]) == (triage.pk, 1, 1, 7)


@pytest.mark.parametrize("after", [0, 1])  # who has missed a message, and who has not
async def test_what_changes_while_somebody_joins_is_told_to_them_too(
    world, triage, ana, line, monkeypatch, after
):
    """Others listen already, so that the hub has told of it when the one who joins is added."""
    await in_thread(say, triage, world.ada, "one")
    await line(world.ada, world.workspace, triage)
    anas = await line(ana, world.workspace)
    await anas.until("welcome")
    reads = []

    def overtaken(read):
        def read_and_be_overtaken(*asked):
            found = read(*asked)
            reads.append(found)
            if len(reads) == 1:
                change(triage, 1, reword("another"))
                while hub.houses[world.workspace.pk].feeds[triage.pk].changed < 1:
                    sleep(0.005)
            return found

        return read_and_be_overtaken

    if after:
        monkeypatch.setattr(hub.arrivals, "answer_all", overtaken(hub.arrivals.answer_all))
    else:
        monkeypatch.setattr(hub_module, "missed_by", overtaken(hub_module.missed_by))
    await anas.say("subscribe", room=triage.pk, after=after, revision=0)
    assert (await anas.until("subscribed"))["revision"] == 1
    assert [frame["revision"] for frame in anas.heard if frame["type"] == "changed"] == [1]
    assert len(reads) > 1
