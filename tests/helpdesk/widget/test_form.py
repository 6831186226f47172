"""The form in the vendor's frame."""

import re

import pytest
from django.core import mail
from django.utils.html import escape

from customers.models import LinkRequest, MagicLink, Person, SuppressionReason
from customers.proof.suppressions import suppress
from tests.hostile import ADDRESSES, NAMES, cases
from tests.jobs import do_jobs

OURS = {"Origin": "http://localhost:8000"}


@pytest.fixture
def form_url(world):
    return f"/widget/{world.workspace.widget_id}/"


@pytest.fixture
def send(client, form_url):
    """Opens the form and sends it, as a browser does without JavaScript."""

    def send(email="ana@acme.com", name="", token=None, subject="", **headers):
        token = token or hidden(client.get(form_url), "form")
        fields = {"email": email, "name": name, "form": token, "subject": subject}
        return client.post(form_url, fields, headers=OURS | headers)

    return send


def hidden(response, name):
    return re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())[1]


def seen_of(response):
    """Everything of an answer but the time and the forms' tokens: status, headers, body."""
    headers = {name: text for name, text in response.headers.items() if name != "Expires"}
    body = re.sub(r'value="w[^"]*"', "", response.content.decode())
    return response.status_code, str(sorted(headers.items())), body


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


@pytest.mark.catalogue("FI-16")
def test_a_double_click_is_one_request(client, form_url, send, settings):
    settings.MAILBOX_LIMITS = [(60, 100)]
    token = hidden(client.get(form_url), "form")
    assert [send(token=token).status_code for _ in range(2)] == [202, 202]
    do_jobs()
    assert len(mail.outbox) == Person.objects.count() == 1


@pytest.mark.catalogue("EM-63", "EM-66")
def test_known_unknown_stopped_limited_and_trapped_are_answered_alike(send, world, settings):
    address = "ana@acme.com"
    unknown = send(address)
    do_jobs()
    limited = send(address)
    do_jobs()
    settings.MAILBOX_LIMITS = [(60, 100)]
    Person.objects.prove("Ana")
    known = send(address)
    do_jobs()
    suppress(world.workspace, address, SuppressionReason.NOT_ME)
    stopped = send(address)
    trapped = send(address, subject="Buy now")
    do_jobs()
    outcomes = LinkRequest.objects.order_by("pk").values_list("outcome", flat=True)
    assert list(outcomes) == ["mailed", "limited", "mailed", "suppressed", "trapped"]
    answers = {seen_of(answer) for answer in (unknown, limited, known, stopped, trapped)}
    assert len(answers) == 1
    assert len(mail.outbox) == 2


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


@pytest.mark.catalogue("EM-65")
def test_a_network_that_asks_too_often_is_told_how_long_to_wait(send, settings):
    settings.IP_LIMITS = [(300, 1)]
    send()
    response = send("bob@acme.com")
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 301
    assert "5 minutes" in text_of(response)


def test_a_form_token_of_rubbish_is_no_server_error(send):
    assert send(token="rubbish").status_code == 422


def test_a_field_that_is_sent_twice_is_refused(client, form_url, db):
    fields = {
        "email": ["ana@acme.com", "bob@acme.com"],
        "form": hidden(client.get(form_url), "form"),
    }
    response = client.post(form_url, fields, headers=OURS)
    assert response.status_code == 422
    assert "Something was sent twice." in text_of(response)
    assert not LinkRequest.objects.exists()


@pytest.mark.catalogue("EM-46")
@pytest.mark.parametrize("body", ["{}", '{"email": []}', '{"email": 42}', "[", "email", "\x00"])
@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
def test_what_is_no_form_is_refused(client, form_url, body, kind):
    response = client.post(form_url, body, content_type=kind, headers=OURS)
    assert response.status_code == 422


def test_too_much_at_once_is_refused_on_a_page_of_the_frame(client, form_url):
    response = client.post(form_url, {"email": "a" * 300_000}, headers=OURS)
    assert response.status_code == 413
    assert "Start again" in text_of(response)
    assert "frame-ancestors *" in response.headers["Content-Security-Policy"]


def test_people_and_what_fills_in_forms_do_not_meet_the_robots_field(client, form_url):
    page = text_of(client.get(form_url))
    [trap] = re.findall(r'<div class="trap" aria-hidden="true">.*?</div>', page)
    assert 'autocomplete="off"' in trap
    assert 'tabindex="-1"' in trap


def test_a_widget_that_is_asked_too_often_says_how_long_to_wait(send, settings, world):
    settings.WIDGET_LIMITS = [(300, 1)]
    send()
    response = send("bob@acme.com")
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 301
    assert "Many people are asking for a link just now. Try again in 5 minutes." in text_of(
        response
    )


ADDRESSES_TYPED, ADDRESS_IDS = cases(ADDRESSES)
NAMES_TYPED, NAME_IDS = cases(NAMES)


@pytest.mark.parametrize("case", ADDRESSES_TYPED, ids=ADDRESS_IDS)
def test_the_form_takes_a_canonical_address_and_refuses_others_with_nothing_kept(
    send, case, settings
):
    settings.DEFAULT_FROM_EMAIL = "support@localhost.example"
    response = send(case.typed)
    do_jobs()
    if case.canonical:
        assert response.status_code == 202
        assert [message.to for message in mail.outbox] == [[case.canonical]]
        assert Person.objects.get().email == case.canonical
        assert escape(case.canonical) in text_of(response)
        return
    assert response.status_code == 422
    assert 'aria-invalid="true"' in text_of(response)
    assert not LinkRequest.objects.exists()
    assert not mail.outbox


@pytest.mark.parametrize("case", NAMES_TYPED, ids=NAME_IDS)
def test_no_name_reaches_the_mail(send, case):
    response = send(name=case.typed)
    do_jobs()
    assert response.status_code == (422 if case.refusal else 202)
    if case.refusal:
        assert not mail.outbox
        return
    [sent] = mail.outbox
    assert MagicLink.objects.get().name == case.shown
    for part in (sent.subject, str(sent.from_email), sent.body, sent.alternatives[0].content):
        assert case.shown not in part
        assert escape(case.shown) not in part
