"""The six digits, typed where the form was: they open the room right there."""

import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from customers.models import Block, MagicLink, Person, PersonSession
from customers.proof.frame_sessions import frame_cookie_name, session_of_bearer
from customers.proof.sessions import is_open
from tests.customers.proof.test_links import mailed_code
from tests.helpdesk.arrival.test_link_page import other_than, press
from tests.helpdesk.widget.frames import FRAMED, INSIDE, OURS, bearing, state_of, words_of
from tests.helpdesk.widget.test_form import hidden
from tests.jobs import do_jobs

WRONG = "This code doesn't open the room."


@pytest.fixture
def ask_code(widget, settings):
    """A function that sends the form and has the mail sent. Returns what the page goes on with."""
    settings.MAILBOX_LIMITS = [(60, 100)]

    def ask(email="ana@acme.com", widget=widget):
        form = hidden(Client().get(widget), "form")
        page = Client().post(widget, {"email": email, "name": "", "form": form}, headers=OURS)
        do_jobs()
        return {name: hidden(page, name) for name in ("email", "name", "form")}

    return ask


@pytest.fixture
def type_code(client, widget):
    """A function that types a code on the page that said where the mail went."""

    def type(fields, code, browser=client, widget=widget, **headers):
        sent = OURS | INSIDE | headers
        return browser.post(f"{widget}code", fields | {"code": code}, headers=sent)

    return type


def mailed_link():
    return re.search(r"/link/\S+/", mail.outbox[-1].body)[0]


def test_the_code_opens_the_room_in_place(world, ask_code, type_code, triage):
    response = type_code(ask_code(), mailed_code())
    assert response.status_code == 200
    assert f'data-room="{triage.pk}"' in response.text
    assert "Not you? Leave" in words_of(response)
    assert Person.objects.proven().get().email == "ana@acme.com"


def test_somebody_whom_nobody_claims_gets_a_room_of_their_own(ask_code, type_code):
    response = type_code(ask_code("eve@gmail.com"), mailed_code())
    assert "eve@gmail.com" in words_of(response)
    assert "Only you and Fernhill&#x27;s support team can read this" in response.text


def test_the_cookie_is_for_this_site_alone_and_for_no_script(world, ask_code, type_code):
    [cookie] = type_code(ask_code(), mailed_code()).cookies.values()
    given = cookie.OutputString().split("; ")
    assert given[0] == f"frame-{world.workspace.widget_id}={cookie.value}"
    assert {part for part in given[1:] if not part.startswith("expires=")} == {
        "HttpOnly",
        f"Max-Age={settings.SESSION_LIFETIME}",
        "Partitioned",
        "Path=/",
        "SameSite=None",
        "Secure",
    }


def test_scripts_learn_the_bearer_and_that_the_tab_may_keep_it(
    client, world, ask_code, type_code, widget
):
    state = state_of(type_code(ask_code(), mailed_code()))
    assert state["keep"] is True
    session = session_of_bearer(state["bearer"], world.workspace.widget_id)
    assert session.person.email == "ana@acme.com"
    assert session.in_frame
    cookie = client.cookies[frame_cookie_name(world.workspace.widget_id)].value
    assert cookie not in state["bearer"]
    assert Client().get(f"{widget}rooms/", headers=bearing(state["bearer"])).status_code == 200


def test_the_frame_remembers_by_its_cookie(client, world, ask_code, type_code, widget):
    type_code(ask_code(), mailed_code())
    key = {"key": world.workspace.widget_key}
    assert "Triage" in client.get(widget, key, headers=FRAMED).text


def test_a_wrong_code_opens_nothing_and_keeps_address_and_form(ask_code, type_code):
    fields = ask_code()
    response = type_code(fields, other_than(mailed_code()))
    assert response.status_code == 422
    assert WRONG in response.text.replace("&#x27;", "'")
    assert {name: hidden(response, name) for name in fields} == fields
    assert not response.cookies
    assert state_of(response) is None
    assert not PersonSession.objects.exists()
    assert type_code(fields, mailed_code()).status_code == 200


def test_asked_again_before_another_mail_is_due_the_first_mails_code_still_counts(
    client, widget, ask_code, type_code, settings
):
    first = ask_code()
    settings.MAILBOX_LIMITS = [(60, 1)]
    fresh = hidden(client.get(widget), "form")
    again = first | {"form": fresh, "before": first["form"]}
    page = client.post(widget, again, headers=OURS)
    do_jobs()
    assert len(mail.outbox) == 1
    asked = {name: hidden(page, name) for name in ("email", "form", "before")}
    assert asked["form"] == fresh
    assert type_code(asked, mailed_code()).status_code == 200


def test_however_often_it_was_asked_again_the_mails_code_counts(
    client, widget, ask_code, type_code, settings
):
    asked = ask_code()
    settings.MAILBOX_LIMITS = [(60, 1)]
    for _ in range(3):
        before = f"{asked['form']} {asked.get('before', '')}"
        again = asked | {"form": hidden(client.get(widget), "form"), "before": before}
        page = client.post(widget, again, headers=OURS)
        asked = {name: hidden(page, name) for name in ("email", "form", "before")}
    do_jobs()
    assert len(mail.outbox) == 1
    assert type_code(asked, mailed_code()).status_code == 200


def test_the_code_of_another_addresss_form_before_opens_nothing(
    client, widget, ask_code, type_code, settings
):
    bobs = ask_code("bob@acme.com")
    fresh = hidden(client.get(widget), "form")
    asked = {"email": "ana@acme.com", "name": "", "form": fresh, "before": bobs["form"]}
    settings.MAILBOX_LIMITS = [(60, 1)]
    client.post(widget, asked, headers=OURS)
    assert type_code(asked, mailed_code()).status_code == 422
    assert MagicLink.objects.get().code_tries == 0


@pytest.mark.parametrize("code", ["", "12345", "x" * 100, "\x00", "🙂"])
def test_what_is_no_code_is_a_wrong_one(ask_code, type_code, code):
    assert type_code(ask_code(), code).status_code == 422


def test_a_mailbox_over_its_limit_is_answered_in_the_same_words(ask_code, type_code, settings):
    fields = ask_code()
    wrong = other_than(mailed_code())
    settings.MAILBOX_LIMITS = [(60, 1)]
    unsent = ask_code()
    settings.MAILBOX_LIMITS = [(60, 100)]
    assert MagicLink.objects.count() == len(mail.outbox) == 1
    answers = [type_code(asked, wrong) for asked in (fields, unsent)]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert words_of(answers[0]) == words_of(answers[1])


def test_a_code_of_another_form_opens_nothing(ask_code, type_code):
    fields = ask_code()
    code = mailed_code()
    newer = ask_code()
    assert type_code(newer, code).status_code == 422 or code == mailed_code()
    assert type_code(fields, mailed_code()).status_code == 422


def test_a_code_of_another_person_opens_nothing(ask_code, type_code):
    ask_code("bob@birch.io")
    code = mailed_code()
    fields = ask_code()
    assert type_code(fields, code).status_code == 422 or code == mailed_code()
    # The address in the form is for reading: whose mailbox is proven, the mail's link says
    response = type_code(fields | {"email": "bob@birch.io"}, mailed_code())
    assert Person.objects.proven().get().email == "ana@acme.com"
    assert "bob@birch.io" not in response.text


def test_a_form_of_another_widget_opens_nothing_here_nor_there(world, ask_code, type_code):
    others = f"/widget/{world.otter.widget_id}/"
    fields = ask_code()
    assert type_code(fields, mailed_code(), widget=others).status_code == 422
    there = ask_code(widget=others)
    assert type_code(there, mailed_code()).status_code == 422
    assert not PersonSession.objects.exists()


def test_a_link_that_is_used_ends_its_code(ask_code, type_code):
    fields = ask_code()
    press(Client(), mailed_link())
    assert type_code(fields, mailed_code()).status_code == 422


def test_a_code_that_is_used_ends_its_link(ask_code, type_code):
    type_code(ask_code(), mailed_code())
    assert Client().get(mailed_link()).status_code == 410


def test_a_code_opens_one_frame(ask_code, type_code):
    fields = ask_code()
    assert type_code(fields, mailed_code(), browser=Client()).status_code == 200
    assert type_code(fields, mailed_code(), browser=Client()).status_code == 422


def test_sent_again_the_code_shows_the_room_that_it_has_opened(ask_code, type_code):
    fields = ask_code()
    type_code(fields, mailed_code())
    again = type_code(fields, mailed_code())
    assert again.status_code == 200
    assert "Triage" in again.text
    assert type_code(fields | {"email": "bob@birch.io"}, mailed_code()).status_code == 422


def test_a_link_that_is_opened_elsewhere_does_not_open_the_frame(
    client, world, ask_code, type_code, widget
):
    fields = ask_code()
    press(client, mailed_link())  # on a vendor's page of our own site its cookie comes along
    assert client.get("/rooms/").status_code == 302
    key = {"key": world.workspace.widget_key}
    assert "Email me a link" in words_of(client.get(widget, key, headers=FRAMED))
    assert state_of(client.get(f"{widget}headless", key, headers=FRAMED)) is None
    assert client.get(f"{widget}rooms/", headers=INSIDE).status_code == 401
    assert client.post(f"{widget}unread", headers=OURS).json()["me"] is None
    assert type_code(fields, mailed_code()).status_code == 422


@pytest.mark.parametrize("shows_bearer", [True, False])
def test_whoever_was_in_the_frame_before_is_out(
    client, bob, in_frame, ask_code, type_code, shows_bearer
):
    before = in_frame(bob, None if shows_bearer else client).session
    elsewhere = in_frame(bob).session
    headers = bearing(before) if shows_bearer else {}
    assert type_code(ask_code(), mailed_code(), **headers).status_code == 200
    assert not is_open(before)
    assert is_open(elsewhere)


def test_a_wrong_code_ends_nobodys_session(client, bob, in_frame, ask_code, type_code):
    before = in_frame(bob, client).session
    type_code(ask_code(), other_than(mailed_code()))
    assert is_open(before)


def test_a_form_that_stood_open_too_long_is_given_again_with_what_was_typed(
    ask_code, type_code, monkeypatch
):
    fields = ask_code()
    monkeypatch.setattr("helpdesk.widget.form_tokens.LIFETIME", -1)
    response = type_code(fields, mailed_code())
    assert response.status_code == 422
    assert "That took long. Ask for a new mail." in words_of(response)
    assert 'value="ana@acme.com"' in response.text
    assert hidden(response, "form") != fields["form"]
    assert not PersonSession.objects.exists()


@pytest.mark.parametrize("form", ["", "rubbish", "\x00"])
def test_a_form_token_that_is_none_is_no_server_error(ask_code, type_code, form):
    assert type_code(ask_code() | {"form": form}, mailed_code()).status_code == 422


def test_somebody_who_is_blocked_reads_that_the_door_is_closed(world, ask_code, type_code):
    fields = ask_code()
    Block.objects.create(workspace=world.workspace, person=Person.objects.get())
    response = type_code(fields, mailed_code())
    assert response.status_code == 403
    assert "has closed this door" in words_of(response)


def test_a_reload_of_the_codes_address_leads_to_the_form(client, widget):
    response = client.get(f"{widget}code")
    assert (response.status_code, response.url) == (302, widget)
