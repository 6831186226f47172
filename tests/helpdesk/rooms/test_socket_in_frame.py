"""The socket of a vendor's frame: let in by its bearer, and ended when that counts no more."""

from datetime import timedelta
from uuid import uuid4

import pytest

from customers.embedding.credentials import end_grace, rotate
from customers.embedding.switch import switch_off
from customers.embedding.token_sessions import session_by_token
from customers.embedding.tokens import sign_in
from customers.models import CredentialKind
from customers.proof.frame_sessions import bearer_of, frame_cookie_name
from customers.proof.sessions import cookie_name, end_session, new_session
from customers.routing.customers import archive_customer
from customers.routing.known_users import remove_known_user
from helpdesk.rooms import hub
from helpdesk.rooms.access import home_in
from tests.helpdesk.rooms.conftest import Line, cookies_of, in_thread, say
from tests.vendors import token_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def frame(line, world, monkeypatch):
    """A function that connects a frame with its bearer, whatever cookies come along."""
    monkeypatch.setattr(hub, "POLL", 0.2)
    lines = []

    async def connect(bearer, cookies="", **more):
        frame = Line(cookies)
        lines.append(frame)
        assert await frame.connect()
        hello = {"side": "person", "workspace": world.workspace.widget_id} | more
        await frame.say("hello", **hello, bearer=bearer)
        return frame

    return connect


def _bearer(person, in_frame=True):
    return bearer_of(new_session(person, in_frame=in_frame).session)


async def bearer_for(person, **details):
    """The bearer of a session that has just begun."""
    return await in_thread(lambda: _bearer(person, **details))


def _by_token(workspace):
    signed_in = sign_in(workspace, token_of(workspace))
    return session_by_token(signed_in)


async def by_token(workspace):
    return await in_thread(_by_token, workspace)


async def test_a_bearer_lets_in(frame, world, ana, triage):
    anas = await frame(await bearer_for(ana))
    assert (await anas.until("welcome"))["me"] == f"p{ana.pk}"
    await anas.say("subscribe", room=triage.pk, after=0)
    await anas.until("subscribed")
    await in_thread(say, triage, world.ada, "Hello")
    assert "Hello" in (await anas.until("message"))["html"]
    client_id = str(uuid4())
    await anas.say("post", room=triage.pk, client_id=client_id, text="hi")
    await anas.until("posted", client_id=client_id)


@pytest.mark.parametrize("bearer", ["", "x", "..", "é", "\x00", "\ud800", "w.\ud800.x", "x" * 256])
async def test_a_wrong_bearer_is_not_rescued_by_a_cookie(frame, ana, bearer):
    stranger = await frame(bearer, await in_thread(cookies_of, ana))
    await stranger.until("error", code="not_signed_in")
    assert await stranger.closing() == 4401


async def test_a_tampered_or_foreign_or_ended_bearer_lets_nobody_in(frame, world, ana):
    def make():
        ended = new_session(ana, in_frame=True).session
        end_session(ended)
        widget, number, signature = _bearer(ana).split(".")
        return [
            f"{widget}.{int(number) - 1}.{signature}",
            bearer_of(ended),
            _bearer(ana, in_frame=False),
            _bearer(world.person("ana@acme.com", workspace=world.otter)),
        ]

    for bearer in await in_thread(make):
        stranger = await frame(bearer)
        await stranger.until("error", code="not_signed_in")
        assert await stranger.closing() == 4401


@pytest.mark.parametrize("bearer", [None, 1, True, [], {}, "x" * 257])
async def test_what_is_no_bearer_is_a_bad_frame(frame, bearer):
    stranger = await frame(bearer)
    await stranger.until("error", code="bad_frame")


async def test_a_bearer_says_nothing_on_the_agents_side(frame, ana):
    stranger = await frame(await bearer_for(ana), side="agent")
    await stranger.until("error", code="not_signed_in")


@pytest.mark.parametrize("name", [frame_cookie_name, cookie_name])
async def test_a_frames_key_opens_no_socket_by_itself(line, world, ana, name):
    new = await in_thread(lambda: new_session(ana, in_frame=True))
    stranger = Line(f"{name(world.workspace.widget_id)}={new.key}")
    await stranger.connect()
    await stranger.say("hello", side="person", workspace=world.workspace.widget_id)
    await stranger.until("error", code="not_signed_in")


async def test_who_came_by_a_token_hears_their_customers_rooms_only(frame, world, triage):
    session = await by_token(world.workspace)
    junipers = await frame(bearer_of(session))
    await junipers.until("welcome")
    await junipers.say("subscribe", room=triage.pk, after=0)
    await junipers.until("error", code="not_found", room=triage.pk)
    client_id = str(uuid4())
    await junipers.say("post", room=triage.pk, client_id=client_id, text="hi")
    await junipers.until("error", code="not_found", client_id=client_id)
    home = await in_thread(home_in, session)
    await junipers.say("subscribe", room=home.pk, after=0)
    await junipers.until("subscribed")
    await in_thread(say, triage, world.ada, "for Acme")
    await in_thread(say, home, world.ada, "for Juniper")
    assert "for Juniper" in (await junipers.until("message"))["html"]


def remove(workspace, session):
    remove_known_user(session.binding.customer, session.binding.known_user_id)


def rotate_at_once(workspace, session):
    rotate(workspace, CredentialKind.SECRET, timedelta(0))


def rotate_and_end_the_grace(workspace, session):
    rotate(workspace, CredentialKind.SECRET, timedelta(days=7))
    end_grace(workspace, workspace.retired_credentials.get().pk)


def turn_off(workspace, session):
    switch_off(workspace)


def leave(workspace, session):
    end_session(session)


@pytest.mark.parametrize(
    "change", [remove, rotate_at_once, rotate_and_end_the_grace, turn_off, leave]
)
async def test_the_socket_ends_with_what_let_it_in(frame, world, change):
    session = await by_token(world.workspace)
    junipers = await frame(bearer_of(session))
    await junipers.until("welcome")
    await in_thread(change, world.workspace, session)
    await junipers.until("error", code="not_signed_in")
    assert await junipers.closing() == 4401


async def test_a_secret_in_its_grace_ends_nothing(frame, world):
    session = await by_token(world.workspace)
    junipers = await frame(bearer_of(session))
    await junipers.until("welcome")
    await in_thread(rotate, world.workspace, CredentialKind.SECRET, timedelta(days=7))
    assert await junipers.receive_nothing(0.5)


async def test_switched_off_frames_end_and_top_level_goes_on(frame, line, world, ana, triage):
    framed = await frame(await bearer_for(ana))
    at_top = await line(ana, world.workspace, triage)
    await framed.until("welcome")
    await in_thread(switch_off, world.workspace)
    assert await framed.closing() == 4401
    late = await frame(await bearer_for(ana))
    assert await late.closing() == 4401
    await in_thread(say, triage, world.ada, "still here")
    assert "still here" in (await at_top.until("message"))["html"]


async def test_an_archived_customers_rooms_are_lost(frame, world):
    session = await by_token(world.workspace)
    home = await in_thread(home_in, session)
    junipers = await frame(bearer_of(session))
    await junipers.until("welcome")
    await junipers.say("subscribe", room=home.pk, after=0)
    await junipers.until("subscribed")
    await in_thread(archive_customer, session.binding.customer)
    await junipers.until("lost", room=home.pk)
