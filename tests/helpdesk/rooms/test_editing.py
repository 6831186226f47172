"""What one has written oneself can be changed and taken back, and nothing of another's."""

from uuid import uuid4

import pytest

from helpdesk.models import Mention, MessageVersion, Reaction
from helpdesk.rooms.editing import delete, edit
from helpdesk.rooms.posting import post
from helpdesk.rooms.reacting import react
from helpdesk.rooms.refusals import Refused
from helpdesk.rooms.rendering import rendered
from helpdesk.rooms.windows import newest
from tests.helpdesk.rooms.conftest import say


def test_an_edit_shows_and_leaves_the_former_words(triage, ana):
    [message] = say(triage, ana, "hello")
    edit(triage, ana, 1, " hello *you* ")
    edit(triage, ana, 1, "hello all")
    message.refresh_from_db()
    assert (message.text, message.revision) == ("hello all", 2)
    assert message.edited_at > message.created_at
    former = MessageVersion.objects.filter(message=message)
    assert [version.text for version in former] == ["hello", "hello *you*"]
    assert former[0].written_at == message.created_at
    assert 'data-act="versions"' in rendered(message)


def test_an_edit_that_changes_nothing_is_none(triage, ana):
    [message] = say(triage, ana, "hello")
    edit(triage, ana, 1, "hello ")
    message.refresh_from_db()
    assert (message.revision, message.edited_at) == (0, None)


@pytest.mark.parametrize("change", [lambda *a: edit(*a, "mine"), delete])
def test_anothers_message_stays_as_it_is(triage, ana, world, change):
    say(triage, ana, "hello")
    ben = world.person("ben@acme.com")
    for other in (ben, world.ada):
        with pytest.raises(Refused, match="not_yours"):
            change(triage, other, 1)
    assert triage.messages.get().text == "hello"


@pytest.mark.parametrize(("text", "code"), [(" ", "empty"), ("a\0", "unreadable")])
def test_what_cant_be_posted_cant_be_edited_in(triage, ana, text, code):
    say(triage, ana, "hello")
    with pytest.raises(Refused, match=code):
        edit(triage, ana, 1, text)


def test_a_deletion_leaves_author_time_and_that_alone(triage, ana, world):
    [message] = say(triage, ana, "secret @Ada Quill")
    Mention.objects.create(message=message, agent=world.ada)
    edit(triage, ana, 1, "another secret")
    react(triage, world.ada, 1, "👍", on=True)
    delete(triage, ana, 1)
    delete(triage, ana, 1)
    message.refresh_from_db()
    assert (message.text, message.revision) == ("", 3)
    for model in (MessageVersion, Mention, Reaction):
        assert not model.objects.exists()
    html = rendered(message)
    assert "secret" not in html and "👍" not in html
    assert "data-deleted" in html and "Ana" in html
    with pytest.raises(Refused, match="no_message"):
        edit(triage, ana, 1, "again")
    with pytest.raises(Refused, match="no_message"):
        react(triage, ana, 1, "👍", on=True)


def test_a_quote_follows_its_original(triage, ana, world):
    say(triage, ana, "the **first** word")
    post(triage, world.ada, uuid4(), "yes", reply_to=1)
    post(triage, world.ada, uuid4(), "no such", reply_to=7)
    quote = newest(triage)[1].quote
    assert (quote.seq, quote.author, quote.words) == (1, ana, "the first word")
    assert newest(triage)[2].quote is None
    edit(triage, ana, 1, "another word")
    assert newest(triage)[1].quote.words == "another word"
    delete(triage, ana, 1)
    assert newest(triage)[1].quote.is_deleted
    assert newest(triage)[1].quote.words == ""


def test_a_page_of_all_sorts_costs_few_queries(triage, ana, world, django_assert_max_num_queries):
    for number in range(1, 11):
        post(
            triage,
            ana,
            uuid4(),
            "hi @Ada Quill",
            reply_to=number - 1,
            mentions=[f"a{world.ada.pk}"],
        )
        react(triage, ana, number, "👍", on=True)
        edit(triage, ana, number, f"hi @Ada Quill {number}")
    with django_assert_max_num_queries(4):
        assert all(shown.reactions for shown in newest(triage))


def test_a_page_of_plain_messages_costs_one(triage, ana, django_assert_num_queries):
    say(triage, ana, *"abc")
    with django_assert_num_queries(1):
        assert len(newest(triage)) == 3


def test_former_words_are_read_by_who_may_read_the_room(
    triage, ana, bob, as_person, as_agent, world
):
    say(triage, ana, "hello")
    edit(triage, ana, 1, "hello all")
    address = f"/rooms/{triage.pk}/versions/1"
    assert "<p>hello</p>" in as_person(ana).get(address).content.decode()
    assert as_person(bob).get(address).status_code == 404
    assert "hello" in as_agent(world.rita).get(world.url(f"rooms/{triage.pk}/versions/1")).text
    assert as_agent(world.oscar).get(world.url(f"rooms/{triage.pk}/versions/1")).status_code == 404
    delete(triage, ana, 1)
    assert "hello" not in as_person(ana).get(address).content.decode()


def test_what_one_wrote_is_given_to_oneself_alone(triage, ana, bob, as_person, as_agent, world):
    say(triage, ana, "**hello**")
    address = f"rooms/{triage.pk}/source/1"
    assert as_person(ana).get(f"/{address}").json() == {"text": "**hello**"}
    assert as_person(bob).get(f"/{address}").status_code == 404
    for agent in (world.ada, world.oscar):
        assert as_agent(agent).get(world.url(address)).status_code == 404
    delete(triage, ana, 1)
    assert as_person(ana).get(f"/{address}").status_code == 404
