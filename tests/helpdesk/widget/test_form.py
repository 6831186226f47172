"""The form in the vendor's frame."""

import re

import pytest
from django.core import mail

from customers.models import MagicLink, Person
from tests.jobs import do_jobs

OURS = {"Origin": "http://localhost:8000"}


@pytest.fixture
def form_url(world):
    return f"/widget/{world.workspace.widget_id}/"


@pytest.fixture
def send(client, form_url):
    """Opens the form and sends it, as a browser does without JavaScript."""

    def send(email="ana@acme.com", name="", token=None, **headers):
        token = token or hidden(client.get(form_url), "form")
        fields = {"email": email, "name": name, "form": token}
        return client.post(form_url, fields, headers=OURS | headers)

    return send


def hidden(response, name):
    return re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())[1]


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_the_form_may_be_framed_and_nothing_else_may(client, form_url):
    form, elsewhere = client.get(form_url), client.get("/admin/account/login/")
    assert "frame-ancestors *" in form.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in form.headers
    assert "frame-ancestors 'none'" in elsewhere.headers["Content-Security-Policy"]
    assert elsewhere.headers["X-Frame-Options"] == "DENY"


def test_the_form_sets_no_cookie(client, form_url, send):
    assert not client.get(form_url).cookies
    assert not send().cookies


def test_an_unknown_widget_is_not_found(client, world):
    assert client.get("/widget/w000/").status_code == 404


def test_a_wrong_key_is_refused_with_what_to_do(client, form_url):
    response = client.get(form_url, {"key": "pk_other"})
    assert response.status_code == 403
    assert "copy the snippet again" in text_of(response)


def test_the_right_key_opens_the_form(client, world, form_url):
    assert client.get(form_url, {"key": world.workspace.widget_key}).status_code == 200


def test_sending_it_says_that_mail_is_on_its_way_and_to_whom(send):
    response = send()
    assert response.status_code == 202
    assert "ana@acme.com" in text_of(response)
    assert "is on its way" in text_of(response)
    do_jobs()
    assert [message.to for message in mail.outbox] == [["ana@acme.com"]]


def test_a_double_click_is_one_request(client, form_url, send, settings):
    settings.MAILBOX_LIMITS = [(60, 100)]
    token = hidden(client.get(form_url), "form")
    assert [send(token=token).status_code for _ in range(2)] == [202, 202]
    assert MagicLink.objects.count() == 1


def test_a_mailbox_over_its_limit_is_answered_like_any_other(send):
    answers = [re.sub(r'value="w[^"]*"', "", text_of(send())) for _ in range(2)]
    assert MagicLink.objects.count() == 1
    assert answers[0] == answers[1]


def test_an_error_stands_beside_the_field_and_nothing_typed_is_lost(send):
    response = send("ana@acme", "Ana <b>")
    page = text_of(response)
    assert response.status_code == 422
    assert 'aria-invalid="true"' in page
    assert 'value="ana@acme"' in page
    assert 'value="Ana &lt;b&gt;"' in page
    assert Person.objects.count() == 0


def test_no_address_asks_for_one(send):
    assert "Type your email address." in text_of(send(""))


@pytest.mark.parametrize("name", ["A\0na", "Ana\r\nBcc: v@x.com", "Ana\u2028", "x" * 81])
def test_an_unfit_name_is_refused(send, name):
    assert send(name=name).status_code == 422


def test_a_form_that_stood_open_too_long_keeps_what_was_typed(send, monkeypatch):
    monkeypatch.setattr("helpdesk.widget.form_tokens.LIFETIME", -1)
    response = send("ana@acme.com", "Ana")
    assert response.status_code == 422
    assert "Press the button again." in text_of(response)
    assert 'value="ana@acme.com"' in text_of(response)


def test_another_widgets_form_token_is_no_good(client, world, send):
    other = hidden(client.get(f"/widget/{world.otter.widget_id}/"), "form")
    assert send(token=other).status_code == 422
    assert MagicLink.objects.count() == 0


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_a_form_from_elsewhere_is_refused(send, origin):
    assert send(Origin=origin).status_code == 403
    assert MagicLink.objects.count() == 0


def test_the_address_can_be_corrected(client, form_url):
    typed = {"email": "ana@acme.con", "name": "Ana"}
    response = client.post(f"{form_url}correct", typed, headers=OURS)
    assert 'value="ana@acme.con"' in text_of(response)
    assert 'value="Ana"' in text_of(response)


def test_a_network_that_asks_too_often_is_told_how_long_to_wait(send, settings):
    settings.IP_LIMITS = [(300, 1)]
    send()
    response = send("bob@acme.com")
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 301
    assert "5 minutes" in text_of(response)


def test_a_form_token_of_rubbish_is_no_server_error(send):
    assert send(token="rubbish").status_code == 422
