"""People's sessions inside a vendor's page."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db.models.functions import Now
from django.http import HttpResponse
from django.test import RequestFactory

from customers.embedding.credentials import end_grace, rotate
from customers.embedding.switch import switch_off, switch_on
from customers.embedding.token_sessions import session_by_token
from customers.embedding.tokens import TokenRefused, sign_in
from customers.models import CredentialKind, PersonSession
from customers.proof import frame_sessions
from customers.proof.frame_sessions import (
    bearer_of,
    forget_frame_cookie,
    frame_cookie_name,
    frame_session,
    session_of_bearer,
    set_frame_cookie,
)
from customers.proof.sessions import end_session, is_open, new_session
from customers.routing.known_users import remove_known_user
from tests.vendors import ANA, token_of

HALF = timedelta(seconds=settings.SESSION_LIFETIME / 2)


@pytest.fixture
def ana(world):
    return world.person("ana@acme.com")


@pytest.fixture
def new(ana):
    return new_session(ana, in_frame=True)


@pytest.fixture
def widget_id(world):
    return world.workspace.widget_id


@pytest.fixture
def come(world):
    """A function that lets somebody in by a signed token. Returns the session."""

    def come(token=None, **claims):
        signed_in = sign_in(world.workspace, token or token_of(world.workspace, ANA | claims))
        return session_by_token(signed_in)

    return come


def test_a_secret_rotated_away_since_the_token_was_read_begins_no_session(world):
    signed_in = sign_in(world.workspace, token_of(world.workspace))
    rotate(world.workspace, CredentialKind.SECRET, timedelta(0))
    with pytest.raises(TokenRefused) as refused:
        session_by_token(signed_in)
    assert refused.value.code == "bad_signature"
    assert not PersonSession.objects.exists()


def test_a_secret_retired_since_the_token_was_read_marks_the_session(world):
    signed_in = sign_in(world.workspace, token_of(world.workspace))
    rotate(world.workspace, CredentialKind.SECRET, timedelta(days=7))
    session = session_by_token(signed_in)
    assert session.retired_secret == world.workspace.retired_credentials.get()


def expire_in(session, left):
    PersonSession.objects.filter(pk=session.pk).update(expires_at=Now() + left)
    session.refresh_from_db()
    return session.expires_at


def expiry_of(session):
    return PersonSession.objects.get(pk=session.pk).expires_at


def test_a_bearer_names_its_session(new, widget_id, ana):
    found = session_of_bearer(bearer_of(new.session), widget_id)
    assert (found, found.person) == (new.session, ana)


def test_a_bearer_holds_neither_the_key_nor_the_person(new):
    bearer = bearer_of(new.session)
    assert new.key not in bearer
    assert "ana" not in bearer


def test_a_bearer_counts_in_its_own_workspace_alone(new, world):
    assert session_of_bearer(bearer_of(new.session), world.otter.widget_id) is None


@pytest.mark.parametrize(
    "bearer", ["", ".", "..", "x", "w.1.x", "\x00", "é", "\ud800", "w.\ud800.x", "." * 10_000]
)
def test_what_nobody_has_signed_names_nobody(new, widget_id, bearer):
    assert session_of_bearer(bearer, widget_id) is None


def test_another_installations_bearer_names_nobody(new, widget_id, settings):
    bearer = bearer_of(new.session)
    settings.SECRET_KEY = "another" * 10
    assert session_of_bearer(bearer, widget_id) is None


def test_what_is_signed_for_something_else_is_no_bearer(new, widget_id, monkeypatch):
    bearer = bearer_of(new.session)
    forged = frame_sessions.Signer(salt="unknown-user.magic-link", sep=".").sign(
        bearer.rpartition(".")[0]
    )
    assert session_of_bearer(forged, widget_id) is None


def test_a_bearer_counts_as_long_as_its_session(new, widget_id, world):
    bearer = bearer_of(new.session)
    switch_off(world.workspace)
    assert session_of_bearer(bearer, widget_id) is None
    switch_on(world.workspace)
    assert session_of_bearer(bearer, widget_id)
    end_session(new.session)
    assert session_of_bearer(bearer, widget_id) is None


def test_a_session_at_top_level_has_no_bearer_that_counts(ana, widget_id):
    assert session_of_bearer(bearer_of(new_session(ana).session), widget_id) is None


@pytest.mark.parametrize("key", ["", "x", "é", "\x00"])
def test_a_cookie_that_is_no_key_says_nobody(new, widget_id, key):
    request = RequestFactory().get("/")
    request.COOKIES[frame_cookie_name(widget_id)] = key
    assert frame_session(request, widget_id) is None
    request.COOKIES[frame_cookie_name(widget_id)] = new.key
    assert frame_session(request, widget_id) == new.session


def test_setting_and_forgetting_the_cookie_name_the_same_one(new, widget_id):
    response = HttpResponse()
    set_frame_cookie(response, new.session, new.key)
    cookie = response.cookies[frame_cookie_name(widget_id)]
    before = {name: cookie[name] for name in ("path", "domain", "samesite", "partitioned")}
    assert before == {"path": "/", "domain": "", "samesite": "None", "partitioned": True}
    forget_frame_cookie(response, widget_id)
    cookie = response.cookies[frame_cookie_name(widget_id)]
    assert {name: cookie[name] for name in before} == before
    assert (cookie.value, cookie["max-age"]) == ("", 0)


def test_all_tabs_of_a_tokens_user_share_a_session(come):
    assert come() == come()
    assert PersonSession.objects.count() == 1


def test_every_user_and_every_customer_has_a_session_of_its_own(come):
    sessions = [
        come(),
        come(userId="u_2", userEmail="amy@juniper.example"),
        come(userId="u_3"),
        come(customerId="org_2"),
    ]
    assert len(set(sessions)) == 4


def test_a_session_by_token_is_in_a_frame_and_is_no_mailboxs(come, ana):
    by_mailbox = new_session(ana, in_frame=True).session
    by_token = come(userEmail="ana@acme.com")
    assert by_token != by_mailbox
    assert by_token.in_frame


def test_a_session_by_token_is_renewed_once_half_its_life_is_over(come):
    session = come()
    early = expire_in(session, HALF + timedelta(minutes=1))
    assert come() == session
    assert expiry_of(session) == early
    late = expire_in(session, HALF - timedelta(minutes=1))
    assert come() == session
    assert expiry_of(session) >= late + HALF


@pytest.mark.parametrize("end", [end_session, lambda session: expire_in(session, timedelta(0))])
def test_one_that_is_over_is_followed_by_another(come, end):
    session = come()
    end(session)
    assert come() != session
    assert not is_open(session)


def test_a_session_goes_with_the_known_user_and_comes_back_as_another(come):
    session = come()
    remove_known_user(session.binding.customer, session.binding.known_user_id)
    assert not is_open(session)
    assert come() != session


def test_a_session_ends_when_its_user_is_moved_to_another_address(come):
    session = come()
    moved = come(userEmail="amy@juniper.example")
    assert moved.person != session.person
    assert not is_open(session)


def test_a_session_ends_with_the_secret_that_signed_it(come, world):
    old = token_of(world.workspace)
    before = come(old)
    rotate(world.workspace, CredentialKind.SECRET, timedelta(days=7))
    assert come(old) == before, "in its grace it goes on"
    fresh = come()
    assert fresh != before
    end_grace(world.workspace, world.workspace.retired_credentials.get().pk)
    assert not is_open(before)
    assert is_open(fresh)
    assert come() == fresh


def test_a_stranger_vendors_secret_ends_nothing_here(come, world):
    session = come()
    rotate(world.otter, CredentialKind.SECRET, timedelta(0))
    assert is_open(session)
