"""The widget's frame on a vendor's page, and who is signed in in it."""

import json
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from django.urls import reverse

from customers.models import Person, PersonSession
from customers.proof.frame_sessions import frame_cookie_name
from customers.proof.sessions import NewSession, new_session
from tests.helpdesk.rooms.conftest import ana, as_person, bob, eve, triage
from tests.helpdesk.widget.frames import INSIDE, OURS, PAGE, PARAMETERS, bearing
from tests.vendors import bare_token

__all__ = ["ana", "as_person", "bob", "eve", "triage"]


@pytest.fixture
def widget(world) -> str:
    """The address that all pages of Fernhill's widget are below."""
    return f"/widget/{world.workspace.widget_id}/"


@pytest.fixture
def in_frame() -> Callable[..., NewSession]:
    """A function that signs somebody in in a frame; a browser that is given keeps its cookie."""

    def sign_in(person: Person, browser: Client | None = None, **details: object) -> NewSession:
        new = new_session(person, in_frame=True, **details)
        if browser:
            browser.cookies[frame_cookie_name(person.workspace.widget_id)] = new.key
        return new

    return sign_in


@pytest.fixture
def ask(world, ana, triage, in_frame) -> Callable[..., HttpResponse]:
    """A function that asks for a page by its name, in a frame in which Ana is signed in."""
    browser = Client(enforce_csrf_checks=True)

    def ask(name, method="get", data=None, content_type=MULTIPART_CONTENT, **headers):
        in_frame(ana, browser)
        given = {"widget_id": world.workspace.widget_id, "room": triage.pk, "seq": 1, "preview": 1}
        address = reverse(name, kwargs={key: given[key] for key in PARAMETERS[name]})
        sent = (OURS if method == "post" else {}) | headers
        given_headers = {header: value for header, value in sent.items() if value is not None}
        how = {"content_type": content_type} if method == "post" else {}
        return getattr(browser, method)(address, data, headers=given_headers, **how)

    ask.browser = browser
    return ask


@pytest.fixture
def session(ana, in_frame) -> PersonSession:
    """Ana's, in a frame."""
    return in_frame(ana).session


@pytest.fixture
def get(client, widget, session) -> Callable[..., HttpResponse]:
    """A function that asks for a page below the widget's rooms, as Ana's frame or whoever's."""

    def get(path="", who=session, browser=client):
        headers = {} if who is None else bearing(who)
        return browser.get(f"{widget}rooms/{path}", headers=INSIDE | headers)

    return get


@pytest.fixture
def open_with(client, widget) -> Callable[..., HttpResponse]:
    """A function that opens the frame with a token, as the shell does."""

    def open_with(token, headers=INSIDE, **more):
        text = token if isinstance(token, str) else json.dumps(token)
        fields = {"token": text, "origin": PAGE, "headless": "false"} | more
        return client.post(f"{widget}open", fields, headers=OURS | headers)

    return open_with


@pytest.fixture
def bare(world) -> dict[str, str]:
    """An unknown user's token."""
    return bare_token(world.workspace)
