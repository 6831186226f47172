from html.parser import HTMLParser

from helpdesk.rooms.authors import initials_of
from helpdesk.rooms.rendering import rendered
from tests.helpdesk.rooms.conftest import say


class Words(HTMLParser):
    """The text of a fragment."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words += data.split()


def test_a_fragment_says_who_when_and_what_and_no_word_of_ours(triage, ana):
    message = say(triage, ana, "Hi there")[0]
    parser = Words()
    html = rendered(message)
    parser.feed(html)
    at = message.created_at.strftime("%H:%M")
    assert parser.words == ["A", "Ana", "ana@acme.com", at, "Hi", "there"]
    assert f'data-author="p{ana.pk}"' in html
    assert 'data-side="person"' in html
    assert f'data-client-id="{message.client_id}"' in html


def test_an_agents_address_is_nobodys_business(triage, world):
    assert "@" not in rendered(say(triage, world.ada, "Hi")[0])


def test_who_has_no_name_is_called_by_their_address_once(triage, world):
    nameless = world.person("bo@acme.com")
    assert rendered(say(triage, nameless, "Hi")[0]).count("bo@acme.com") == 1


def test_nothing_typed_becomes_markup(triage, ana):
    html = rendered(say(triage, ana, "<script>alert(1)</script> & \"x\" 'y'")[0])
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_initials_come_from_the_name_or_the_address(world):
    assert initials_of(world.ada) == "AQ"
    assert initials_of(world.person("bob.stone@birch.io")) == "BS"
    assert initials_of(world.person("x@birch.io")) == "X"
