"""A preview is confirmed, anew where it no longer holds, and confirms nothing else."""

import pytest

from customers.routing.domains import add_domain
from customers.routing.hypotheses import (
    adding,
    archiving,
    removing,
)
from customers.routing.mail_domains import MailDomain
from customers.routing.preview import (
    NotAsPreviewedError,
    as_previewed,
    preview_of,
    undo_token,
)
from helpdesk.rooms.access import home_of
from tests.customers.routing.test_people import proven


@pytest.fixture
def colleagues(world):
    """Two of Acme's who write from acme.de, which nobody has yet; one has a room of their own."""
    people = [proven(world, "ana@acme.de"), proven(world, "bea@acme.de")]
    home_of(people[0])
    return people


def test_nothing_is_saved_before_its_preview_is_seen(world):
    def change():
        return adding(world.acme, MailDomain("acme.de"))

    with pytest.raises(NotAsPreviewedError) as unseen, as_previewed(world.workspace, change, ""):
        add_domain(world.acme, MailDomain("acme.de"))
    with as_previewed(world.workspace, change, unseen.value.preview.token):
        add_domain(world.acme, MailDomain("acme.de"))
    assert world.acme.domains.filter(name="acme.de").exists()


def test_a_preview_that_no_longer_holds_is_shown_anew(world, colleagues):
    def change():
        return adding(world.acme, MailDomain("acme.de"))

    seen = preview_of(change())
    add_domain(world.birch, MailDomain("acme.de"))
    with (
        pytest.raises(NotAsPreviewedError) as anew,
        as_previewed(world.workspace, change, seen.token),
    ):
        add_domain(world.acme, MailDomain("acme.de"))
    assert anew.value.preview.arising
    assert not world.acme.domains.filter(name="acme.de").exists()


def test_a_change_elsewhere_disturbs_no_preview(world, colleagues):
    def change():
        return adding(world.acme, MailDomain("acme.de"))

    seen = preview_of(change())
    add_domain(world.birch, MailDomain("birch.dev"))
    with as_previewed(world.workspace, change, seen.token):
        add_domain(world.acme, MailDomain("acme.de"))
    assert world.acme.domains.filter(name="acme.de").exists()


def test_an_undo_holds_until_the_next_change(world):
    def change():
        return adding(world.acme, MailDomain("acme.de"))

    token = undo_token(change())
    with as_previewed(world.workspace, change, token):
        pass
    add_domain(world.birch, MailDomain("birch.dev"))
    with pytest.raises(NotAsPreviewedError), as_previewed(world.workspace, change, token):
        pass


def test_a_preview_confirms_its_own_change_and_no_other(world):
    seen = preview_of(adding(world.acme, MailDomain("acme.de")))
    undo = undo_token(adding(world.acme, MailDomain("acme.de")))
    for other in (
        adding(world.birch, MailDomain("acme.de")),
        adding(world.acme, MailDomain("acme.dev")),
        adding(world.acme, MailDomain("acme.de", with_subdomains=True)),
        adding(world.acme, MailDomain("acme.de"), overridden=True),
        archiving(world.acme),
        removing(world.acme.domains.get()),
    ):
        for token in (seen.token, undo):
            with (
                pytest.raises(NotAsPreviewedError),
                as_previewed(world.workspace, lambda other=other: other, token),
            ):
                pytest.fail("nobody has seen this")


@pytest.mark.parametrize("token", ["1.zzz", "{epoch}.", "{epoch}:x:y", "\ud800", "."])
def test_a_token_that_was_never_given_out_confirms_nothing(world, token):
    change = adding(world.acme, MailDomain("acme.de"))
    made_up = token.format(epoch=world.workspace.epoch)
    with (
        pytest.raises(NotAsPreviewedError),
        as_previewed(world.workspace, lambda: change, made_up),
    ):
        pytest.fail("nobody has seen this")
