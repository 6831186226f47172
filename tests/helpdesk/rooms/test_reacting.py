"""Emoji below messages: real ones, a bounded number, by those who may write there."""

import pytest

from helpdesk.rooms.reacting import MOST, react
from helpdesk.rooms.refusals import Refused
from helpdesk.rooms.rendering import rendered
from tests.helpdesk.rooms.conftest import in_thread, say

MANY = "😀😁😂🤣😃😄😅😆😉😊😋😎😍😘😗😙😚🙂🤗🤔"


@pytest.fixture
def message(triage, ana):
    return say(triage, ana, "hello")[0]


def test_reactions_show_how_many_and_who_and_the_same_to_everybody(triage, ana, world, message):
    react(triage, world.ada, 1, "👍", on=True)
    react(triage, ana, 1, "👍", on=True)
    react(triage, ana, 1, "🎉", on=True)
    message.refresh_from_db()
    html = rendered(message)
    assert f'data-who="a{world.ada.pk} p{ana.pk}"' in html
    assert 'aria-label="👍 2: Ada Quill, Ana"' in html
    assert html.index("👍") < html.index("🎉")


def test_the_same_again_and_taking_away_what_is_not_there_change_nothing(triage, ana, message):
    react(triage, ana, 1, "👍", on=True)
    react(triage, ana, 1, "👍", on=True)
    react(triage, ana, 1, "🎉", on=False)
    message.refresh_from_db()
    assert message.revision == 1
    react(triage, ana, 1, "👍", on=False)
    assert not message.reactions.exists()


@pytest.mark.parametrize("text", ["", "x", "👍👍", "👍x", ":tada:", "<b>", "1", "\u200d"])
def test_what_is_not_exactly_one_emoji_is_refused(triage, ana, message, text):
    with pytest.raises(Refused, match="no_emoji"):
        react(triage, ana, 1, text, on=True)


@pytest.mark.parametrize("emoji", ["👍🏽", "👨‍👩‍👧‍👦", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "1️⃣", "❤️", "🇩🇪"])
def test_emoji_of_many_parts_are_one(triage, ana, message, emoji):
    react(triage, ana, 1, emoji, on=True)
    assert message.reactions.get().emoji == emoji


def test_twenty_different_ones_are_enough_but_anybody_may_join_one(triage, ana, world, message):
    assert len(MANY) == MOST
    for emoji in MANY:
        react(triage, ana, 1, emoji, on=True)
    with pytest.raises(Refused, match="too_many"):
        react(triage, ana, 1, "👍", on=True)
    react(triage, world.ada, 1, MANY[0], on=True)
    assert message.reactions.count() == MOST + 1


@pytest.mark.django_db(transaction=True)
async def test_who_may_not_write_may_not_react(world, triage, message, bob, line):
    for who, workspace, code in (
        (world.rita, world.workspace, "read_only"),
        (bob, world.workspace, "not_found"),
        (world.oscar, world.otter, "not_found"),
    ):
        theirs = await line(who, workspace)
        await theirs.until("welcome")
        await theirs.say("react", room=triage.pk, seq=1, emoji="👍", on=True)
        await theirs.until("error", code=code, of="react")
    assert not await in_thread(message.reactions.exists)


@pytest.mark.django_db(transaction=True)
async def test_a_reaction_is_heard_by_all(world, triage, ana, message, line):
    anas = await line(ana, world.workspace, triage)
    adas = await line(world.ada, world.workspace, triage)
    await adas.say("react", room=triage.pk, seq=1, emoji="🎉", on=True)
    assert "🎉" in (await anas.until("changed", seq=1))["html"]
    await adas.say("react", room=triage.pk, seq=1, emoji="🎉", on=False)
    assert "🎉" not in (await anas.until("changed", revision=2))["html"]
