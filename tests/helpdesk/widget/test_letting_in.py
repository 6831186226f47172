"""Who is let into a room in the vendor's page: by the frame's bearer or cookie, and no other."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from customers.models import PersonSession
from customers.proof.frame_sessions import bearer_of, frame_cookie_name
from customers.proof.sessions import cookie_name, end_session, new_session
from helpdesk.models import Room, RoomMember
from helpdesk.rooms.access import home_of
from tests.helpdesk.widget.frames import OURS, bearing, words_of


@pytest.fixture
def private(world) -> Room:
    return Room.objects.create(
        workspace=world.workspace,
        customer=world.acme,
        customer_kind=world.acme.kind,
        kind="private",
        name="Board",
    )


def test_bearer_and_cookie_each_let_in(client, get, triage, ana, in_frame):
    assert get(f"{triage.pk}/").status_code == 200
    assert get(f"{triage.pk}/", who=None).status_code == 401
    in_frame(ana, client)
    assert get(f"{triage.pk}/", who=None).status_code == 200


def test_the_bearer_wins_over_the_cookie(client, get, bob, world, in_frame):
    in_frame(bob, client)
    assert "Acme" in words_of(get())
    assert "Birch" in words_of(get(who=None))


@pytest.mark.parametrize("bearer", ["", "x", "w.1:x", "é", "..", "a" * 5000])
def test_a_bad_bearer_is_not_rescued_by_a_cookie(client, get, ana, in_frame, triage, bearer):
    in_frame(ana, client)
    for path in ("", f"{triage.pk}/", f"{triage.pk}/others", f"{triage.pk}/history"):
        assert get(path, who=bearer).status_code == 401


@pytest.mark.parametrize("header", ["Bearer", "bearer x", "BEARER "])
def test_however_it_is_spelled_a_bearer_is_one(client, widget, ana, in_frame, header):
    in_frame(ana, client)
    assert client.get(f"{widget}rooms/", headers={"Authorization": header}).status_code == 401


def test_what_a_proxys_password_says_is_no_bearer(client, widget, ana, in_frame):
    in_frame(ana, client)
    proxys = {"Authorization": "Basic YWRhOmFkYQ=="}
    assert client.get(f"{widget}rooms/", headers=proxys).status_code == 200


def test_a_tampered_bearer_opens_nothing(get, session, ana, in_frame):
    mine, other = (bearer_of(one).split(".") for one in (session, in_frame(ana).session))
    assert get(who=".".join([mine[0], other[1], mine[2]])).status_code == 401
    assert get(who=".".join(mine)[:-1]).status_code == 401


def test_a_bearer_of_another_workspace_opens_nothing(get, world, in_frame):
    theirs = in_frame(world.person("ana@acme.com", workspace=world.otter)).session
    assert get(who=theirs).status_code == 401


@pytest.mark.parametrize("shows_bearer", [True, False])
def test_a_session_that_has_ended_or_expired_opens_nothing(
    client, get, ana, in_frame, triage, shows_bearer
):
    for end in (end_session, _expire):
        new = in_frame(ana, client)
        who = new.session if shows_bearer else None
        assert get(f"{triage.pk}/", who=who).status_code == 200
        end(new.session)
        assert get(f"{triage.pk}/", who=who).status_code == 401


def _expire(session):
    PersonSession.objects.filter(pk=session.pk).update(expires_at=Now() - timedelta(seconds=1))


def test_a_session_at_top_level_opens_no_frame(client, get, ana, triage, world):
    top = new_session(ana)
    assert get(f"{triage.pk}/", who=top.session).status_code == 401
    client.cookies[frame_cookie_name(world.workspace.widget_id)] = top.key
    client.cookies[cookie_name(world.workspace.widget_id)] = top.key
    assert get(f"{triage.pk}/", who=None).status_code == 401
    assert get(f"{triage.pk}/", who=top.key).status_code == 401


def test_a_frames_key_opens_nothing_at_top_level(client, ana, triage, world, in_frame):
    new = in_frame(ana, client)
    client.cookies[cookie_name(world.workspace.widget_id)] = new.key
    assert client.get(f"/rooms/{triage.pk}/").status_code == 404
    assert client.get(f"/rooms/{triage.pk}/", headers=bearing(new.session)).status_code == 404
    assert "Open your link" in client.get("/rooms/").text


def test_a_frames_cookie_of_another_widget_is_not_asked(client, get, world, in_frame, triage):
    theirs = in_frame(world.person("ana@acme.com", workspace=world.otter))
    client.cookies[frame_cookie_name(world.workspace.widget_id)] = theirs.key
    assert get(f"{triage.pk}/", who=None).status_code == 401


def test_strangers_get_the_same_page_for_a_room_and_for_none(
    get, world, ana, bob, in_frame, triage, private
):
    theirs = home_of(world.person("ana@acme.com", workspace=world.otter))
    bobs, anas = in_frame(bob).session, in_frame(ana).session
    for path in ("", "others", "history"):
        for who, room in ((bobs, triage), (bobs, private), (anas, private), (anas, theirs)):
            there, nowhere = (get(f"{pk}/{path}", who=who) for pk in (room.pk, 10**30))
            assert there.status_code == nowhere.status_code == 404
            assert there.content == nowhere.content
        signed_out = [get(f"{pk}/{path}", who=None) for pk in (triage.pk, 10**30)]
        assert [answer.status_code for answer in signed_out] == [401, 401]
        assert signed_out[0].content == signed_out[1].content


def test_a_strangers_post_is_not_written(client, widget, bob, in_frame, triage):
    for headers in ({}, bearing(in_frame(bob).session)):
        url = f"{widget}rooms/{triage.pk}/messages"
        response = client.post(url, {"text": "hi"}, headers=OURS | headers)
        assert response.status_code in {401, 404}
    assert not triage.messages.exists()


def test_a_private_room_opens_to_its_member(get, world, ana, private):
    RoomMember.objects.create(workspace=world.workspace, room=private, person=ana)
    assert get(f"{private.pk}/").status_code == 200
