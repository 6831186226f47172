"""“This wasn't me”: it stops mails by a person's press, and by nothing else."""

import re

import pytest
from django.core import mail
from django.test import Client

from customers.models import AuditEntry, MagicLink, Suppression, SuppressionReason
from customers.proof.suppressions import lift, suppressions_of
from tests.customers.proof.test_links import mailed_code
from tests.helpdesk.arrival.test_link_page import press
from tests.helpdesk.widget.test_form import OURS, hidden, text_of


@pytest.fixture
def mailed(ask):
    """Asks for a link. Returns its path, and that of "This wasn't me" in the same mail."""

    def mailed(*asked, **given):
        path = ask(*asked, **given)
        return path, re.search(r"/not-me/\S+/", mail.outbox[-1].body)[0]

    return mailed


def say_so(client, path, headers=OURS, **fields):
    nonce = hidden(client.get(path), "nonce")
    return client.post(path, {"nonce": nonce, "clicked": "1"} | fields, headers=headers)


def stopped(world, address="ana@acme.com"):
    return suppressions_of(world.workspace, address).exists()


def test_it_stands_in_both_texts_of_the_mail(mailed):
    _link, path = mailed()
    [sent] = mail.outbox
    assert path in sent.alternatives[0].content
    assert "This wasn't me" in sent.body


def test_the_page_names_the_vendor_and_a_masked_address_and_has_one_button(client, mailed):
    page = text_of(client.get(mailed()[1]))
    assert "Fernhill" in page
    assert "a•••@acme.com" in page
    assert "ana@acme.com" not in page
    assert page.count("<button") == 1


def test_one_press_stops_mails_and_spends_link_and_code(client, mailed, world):
    link, path = mailed()
    assert say_so(client, path).url == path
    assert stopped(world)
    assert not MagicLink.objects.unspent().exists()
    assert press_refused(client, link)
    page = text_of(client.get(path))
    assert "Mails are stopped" in page
    assert "<button" not in page


def press_refused(client, link):
    page = client.get(link)
    return page.status_code == 410 and "This link was stopped" in text_of(page)


def test_the_code_opens_nothing_any_more(client, mailed):
    link, path = mailed()
    code, nonce = mailed_code(), hidden(client.get(link), "nonce")
    say_so(client, path)
    fields = {"nonce": nonce, "clicked": "", "code": code}
    assert client.post(link, fields, headers=OURS).status_code == 410


def test_other_spellings_of_the_mailbox_are_stopped_with_their_links(client, mailed, world):
    mailed("e.ve@gmail.com")
    _link, path = mailed("eve+x@gmail.com")
    say_so(client, path)
    assert stopped(world, "e.v.e@gmail.com")
    assert not MagicLink.objects.unspent().exists()


def test_the_same_address_in_another_workspace_is_not(client, mailed, world):
    theirs, _path = mailed(workspace=world.otter)
    say_so(client, mailed()[1])
    assert press(client, theirs).status_code == 303


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_a_look_stops_nothing(client, mailed, world, method):
    _link, path = mailed()
    for _ in range(20):
        assert getattr(client, method)(path).status_code in {200, 204}
    assert not stopped(world)


@pytest.mark.parametrize(
    "form",
    [
        {"clicked": ""},  # as a program sends it that runs scripts, or none, and presses nothing
        {"clicked": "", "sure": ""},
        {"nonce": ""},
        {"nonce": "rubbish"},
    ],
)
def test_a_form_that_nobody_pressed_stops_nothing(client, mailed, world, form):
    answer = say_so(client, mailed()[1], **form)
    assert answer.status_code == 403
    assert "Nothing is stopped yet" in text_of(answer)
    assert not stopped(world)


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_a_press_from_elsewhere_stops_nothing(client, mailed, world, origin):
    answer = say_so(client, mailed()[1], OURS | {"Origin": origin})
    assert answer.status_code == 403
    assert not stopped(world)


def test_neither_the_links_nonce_nor_another_mails_is_of_use(client, mailed, world):
    link, path = mailed()
    for nonce in (hidden(client.get(link), "nonce"), hidden(client.get(mailed()[1]), "nonce")):
        assert say_so(client, path, nonce=nonce).status_code == 403
    assert not stopped(world)


def test_without_javascript_a_box_has_to_be_ticked(client, mailed, world):
    _link, path = mailed()
    [inside] = re.findall(r"<noscript>(.*?)</noscript>", text_of(client.get(path)), re.DOTALL)
    assert 'type="checkbox"' in inside
    assert "checked" not in inside.replace('type="checkbox"', "")
    assert say_so(client, path, clicked="", sure="1").status_code == 303
    assert stopped(world)


def test_it_works_long_after_the_link_was_used_and_the_room_stays(client, mailed, world):
    link, path = mailed()
    room = press(client, link).url
    say_so(Client(), path)
    assert stopped(world)
    assert client.get(room).status_code == 200


def test_twice_is_once_and_an_agent_can_lift_it(client, mailed, world):
    _link, path = mailed()
    nonce = hidden(client.get(path), "nonce")
    for _twice in range(2):
        client.post(path, {"nonce": nonce, "clicked": "1"}, headers=OURS)
    [row] = Suppression.objects.all()
    assert (row.reason, AuditEntry.objects.count()) == (SuppressionReason.NOT_ME, 1)
    lift(row, world.grace)
    assert "<button" in text_of(client.get(path))


@pytest.mark.parametrize("token", ["rubbish", "a.b", "%00"])
def test_a_broken_one_says_so(client, db, token):
    assert client.get(f"/not-me/{token}/").status_code in {400, 404}
    assert client.post(f"/not-me/{token}/", headers=OURS).status_code in {400, 404}


def test_a_links_token_stops_nothing(client, mailed):
    link, _path = mailed()
    assert client.get(link.replace("/link/", "/not-me/")).status_code == 404


def test_the_page_is_kept_by_nobody_and_tells_no_path(client, mailed):
    answer = client.get(mailed()[1])
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "strict-origin"


def test_a_stopped_mailbox_gets_no_link(client, mailed, ask):
    say_so(client, mailed()[1])
    sent = len(mail.outbox)
    ask()
    assert len(mail.outbox) == sent
