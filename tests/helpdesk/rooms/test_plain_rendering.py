import pytest

from helpdesk.rooms.plain_rendering import _form, plain_fragment
from helpdesk.rooms.rendering import fragment, shown
from tests.helpdesk.rooms.conftest import say

HOSTILE = "<b>\"&' {{ 7 }} \\1 %s 12:30"


@pytest.fixture(autouse=True)
def forget():
    _form.cache_clear()


def test_it_is_what_the_template_gives(world, triage, ana):
    amy = world.person("amy@acme.com", HOSTILE)
    for author in (ana, amy, world.person("nameless@acme.com"), world.ada):
        for message in say(triage, author, "one", HOSTILE, "a\n\nb https://acme.com/?a=1&b=2"):
            assert plain_fragment(shown(message)) == fragment(shown(message))
    assert _form.cache_info().misses == 4  # each author's is made once


def test_what_is_more_than_text_is_the_templates(triage, ana):
    plain, revised, answer, follower = (
        shown(m) for m in say(triage, ana, "one", "two", "three", "four")
    )
    revised.revision, answer.original_author, follower.follows = 1, "Bob", True
    for message in (plain, revised, answer, follower):
        assert plain_fragment(message) == fragment(message)
    assert _form.cache_info().misses == 1


def test_the_template_is_a_form_that_can_be_filled_in(world, triage, ana, caplog):
    message = shown(say(triage, ana, "one")[0])
    plain_fragment(message)
    assert not caplog.records


def test_a_changed_name_is_shown_at_once(world, triage, ana):
    first = shown(say(triage, ana, "one")[0])
    assert ">Ana<" in plain_fragment(first)
    ana.name = "Anne"
    assert ">Anne<" in plain_fragment(shown(say(triage, ana, "two")[0]))


def test_a_template_that_is_no_form_is_used_as_it_is(monkeypatch, triage, ana):
    messages = [shown(message) for message in say(triage, ana, "one", "three")]

    def long_texts(message: object) -> str:
        return f"{message.seq} {len(str(message.body))} {message.body}"

    monkeypatch.setattr("helpdesk.rooms.plain_rendering.fragment", long_texts)
    for message in messages:
        assert plain_fragment(message) == long_texts(message)
