"""A feed delivers by number, whatever the order in which it hears."""

import json
import os

import pytest

from helpdesk.rooms.events import Activity, MessageHint
from helpdesk.rooms.feeds import A_TURN, MOST_AHEAD, MOST_TOGETHER, Feed


class Ear:
    """A socket that only remembers."""

    def __init__(self) -> None:
        self.heard: list[int] = []
        self.together: list[int] = []  # how many came at once
        self.outbox = self

    def put(self, event) -> None:
        self.heard.append(json.loads(event["text"])["seq"])

    def put_all(self, together) -> None:
        self.together.append(len(together.events))
        for event in together.events:
            self.put(event)


def hint(seq: int, epoch: int = 1) -> MessageHint:
    activity = Activity(room=1, seq=seq, author="p1", side="person", name="Ana", text="x", at="")
    return MessageHint(
        type="message", workspace=1, epoch=epoch, client_id="c", html="<p>", activity=activity
    )


@pytest.fixture
def checked():
    """The epoch as of which access has been checked."""
    return [1]


@pytest.fixture
def ear():
    return Ear()


@pytest.fixture
def feed(ear, checked):
    feed = Feed(1, lambda: checked[0])
    feed.sockets[ear] = 0
    feed.open_at(0)
    return feed


def test_out_of_order_and_doubled_hints_are_delivered_once_and_in_order(feed, ear):
    for seq in (3, 1, 1, 2, 3, 5, 2, 4):
        feed.hear(hint(seq))
    assert ear.heard == [1, 2, 3, 4, 5]
    assert feed.missing() is None


def test_a_gap_holds_back_what_follows_and_is_named(feed, ear):
    for seq in (1, 4, 5):
        feed.hear(hint(seq))
    assert ear.heard == [1]
    assert feed.missing() == (1, 0)
    feed.hear(hint(2))
    assert feed.missing() == (2, 0)
    feed.hear(hint(3))
    assert ear.heard == [1, 2, 3, 4, 5]


def test_a_number_alone_shows_what_the_layer_lost(feed):
    feed.hear_of(2)
    assert feed.missing() == (0, 0)


def test_a_feed_misses_as_before_until_something_of_it_comes(feed):
    feed.hear_of(3)
    before = feed.missing()
    feed.hear(hint(2))
    assert feed.misses_as_before(before)
    feed.hear(hint(1))
    assert not feed.misses_as_before(before)
    assert feed.misses_as_before(feed.missing())


def test_changes_that_stay_away_are_missed_though_messages_come(feed):
    feed.hear_of(3, revision=2)
    before = feed.missing()
    feed.hear(hint(1))
    assert feed.misses_as_before(before)
    feed.take_changes([], up_to=1)
    assert not feed.misses_as_before(before)
    feed.hear(hint(2), hint(3))
    feed.take_changes([], up_to=2)
    assert not feed.misses_as_before((1, 1))


def test_a_message_waits_for_the_check_of_its_epoch_and_so_do_those_behind_it(feed, ear, checked):
    feed.hear(hint(1, epoch=2))
    feed.hear(hint(2, epoch=1))
    assert ear.heard == []
    assert feed.missing() is None
    checked[0] = 2
    feed.deliver()
    assert ear.heard == [1, 2]


def test_who_came_later_hears_only_what_they_do_not_know(feed, ear):
    feed.hear(hint(1))
    late = Ear()
    feed.sockets[late] = 3
    for seq in (2, 3, 4):
        feed.hear(hint(seq))
    assert (ear.heard, late.heard) == ([1, 2, 3, 4], [4])


def test_what_is_heard_at_once_is_told_at_once_and_in_order(feed, ear):
    feed.hear(*map(hint, (3, 1, 2, 5)))
    assert (ear.heard, ear.together) == ([1, 2, 3], [3])
    feed.hear(*map(hint, range(4, 5 + 2 * MOST_TOGETHER)))
    assert ear.heard == list(range(1, 5 + 2 * MOST_TOGETHER))
    assert max(ear.together) == MOST_TOGETHER


def test_who_came_in_the_middle_of_what_is_told_at_once_hears_the_rest(feed, ear):
    late = Ear()
    feed.sockets[late] = 2
    feed.hear(*map(hint, (1, 2, 3, 4)))
    assert (ear.heard, late.heard) == ([1, 2, 3, 4], [3, 4])


def test_what_is_told_at_once_stops_at_what_is_not_checked_yet(feed, ear, checked):
    feed.hear(hint(1), hint(2, epoch=2), hint(3))
    assert ear.heard == [1]
    checked[0] = 2
    feed.deliver()
    assert ear.heard == [1, 2, 3]


def test_what_comes_before_the_first_subscriber_knows_the_number_is_not_lost(ear):
    feed = Feed(1, lambda: 1)
    feed.sockets[ear] = 4
    for seq in (4, 5):
        feed.hear(hint(seq))
    feed.open_at(4)
    assert ear.heard == [5]


def test_what_is_held_is_bounded_and_a_full_feed_still_moves_on(feed, ear):
    for seq in range(2, MOST_AHEAD + 100):
        feed.hear(hint(seq))
    feed.hear(hint(1))
    assert ear.heard == list(range(1, MOST_AHEAD + 2))
    assert feed.missing() == (MOST_AHEAD + 1, 0)


def test_readers_get_their_turn_before_all_are_written_to(feed, monkeypatch):
    ears = [Ear() for _ in range(2 * A_TURN)]
    feed.sockets = dict.fromkeys(ears, 0)
    written_to = []
    monkeypatch.setattr(
        os, "sched_yield", lambda: written_to.append(sum(bool(ear.heard) for ear in ears))
    )
    feed.hear(hint(1))
    assert written_to == [A_TURN - 1, 2 * A_TURN - 1]
