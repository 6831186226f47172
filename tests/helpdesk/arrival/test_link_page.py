"""The magic link's page."""

import re

import pytest
from django.core import mail
from django.test import Client

from customers.models import Block, MagicLink, Person
from customers.proof import links
from tests.customers.proof.test_links import at_once, mailed_code
from tests.helpdesk.widget.test_form import OURS, hidden, text_of
from tests.jobs import do_jobs


def press(client, path, clicked="1", **headers):
    nonce = hidden(client.get(path), "nonce")
    return client.post(path, {"nonce": nonce, "clicked": clicked}, headers=OURS | headers)


def type_code(client, path, code, **headers):
    """Sends the page's form as a browser without JavaScript does."""
    fields = {"nonce": hidden(client.get(path), "nonce"), "clicked": "", "code": code}
    return client.post(path, fields, headers=OURS | headers)


def other_than(code):
    return f"{(int(code) + 1) % 10**6:06}"


def is_unspent():
    return MagicLink.objects.unspent().exists()


def test_it_names_the_vendor_and_a_masked_address_and_has_one_button(client, ask):
    page = text_of(client.get(ask()))
    assert "Fernhill" in page
    assert "a•••@acme.com" in page
    assert "ana@acme.com" not in page
    assert page.count("<button") == 1
    assert "Continue" in page


def test_looking_changes_nothing_however_often(client, ask):
    path = ask()
    for method in (client.get, client.head, client.options):
        for _ in range(5):
            assert not method(path).cookies
    assert is_unspent()


def test_one_press_opens_the_room(client, ask, world):
    response = press(client, ask())
    triage = world.acme.rooms.get()
    assert response.status_code == 303
    assert response.url == f"/rooms/{triage.pk}/"
    assert client.get(response.url).status_code == 200


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client, ask, world):
    cookie = press(client, ask()).cookies[f"person-{world.workspace.widget_id}"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_nobody_claims_it_and_the_room_bears_the_address(client, ask, world):
    response = press(client, ask("eve@gmail.com"))
    room = world.inbox.rooms.get()
    assert response.url == f"/rooms/{room.pk}/"
    assert (room.name, room.kind, room.person.email) == (
        "eve@gmail.com",
        "private",
        "eve@gmail.com",
    )


def test_where_they_belong_is_decided_when_it_is_redeemed(client, ask, world):
    path = ask()
    world.acme.domains.all().delete()
    press(client, path)
    assert world.inbox.rooms.get().name == "ana@acme.com"


@pytest.mark.catalogue("AZ-13")
def test_it_opens_once_and_says_so_afterwards(client, ask):
    path = ask()
    press(client, path)
    response = Client().get(path)
    assert response.status_code == 410
    assert "used already" in text_of(response)


def test_whoever_is_in_already_is_shown_the_way(client, ask):
    path = ask()
    press(client, path)
    assert "Go to your room" in text_of(client.get(path))


@pytest.mark.catalogue("AZ-16")
def test_an_older_link_says_that_there_is_a_newer(client, ask):
    old, _new = ask(), ask()
    response = client.get(old)
    assert response.status_code == 410
    assert "newer link" in text_of(response)


def test_an_expired_link_sends_a_new_one_on_request(client, ask, settings):
    settings.LINK_LIFETIME = 0
    path = ask()
    page = client.get(path)
    assert page.status_code == 410
    assert "expired" in text_of(page)
    settings.LINK_LIFETIME = 60
    again = client.post(f"{path}again", {"nonce": hidden(page, "nonce")}, headers=OURS)
    do_jobs()
    assert again.status_code == 202
    assert len(mail.outbox) == 2
    assert press(client, re.search(r"/link/\S+/", mail.outbox[-1].body)[0]).status_code == 303


def test_a_broken_link_says_so_and_knows_where_to_ask(client, ask, world):
    path = ask()
    response = client.get(path[:-4] + "/")
    assert response.status_code == 404
    assert f"/widget/{world.workspace.widget_id}/" in text_of(response)


def test_a_link_of_rubbish_says_that_it_is_broken(client, db):
    assert client.get("/link/rubbish/").status_code == 404
    assert client.post("/link/rubbish/", headers=OURS).status_code == 404
    assert client.post("/link/rubbish/again", headers=OURS).status_code == 404


def test_a_scripted_press_opens_nothing(client, ask):
    assert press(client, ask(), clicked="").status_code == 403
    assert is_unspent()


@pytest.mark.catalogue("AZ-20")
@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_a_press_from_elsewhere_opens_nothing(client, ask, origin):
    assert press(client, ask(), Origin=origin).status_code == 403
    assert is_unspent()


def test_a_press_without_origin_opens_nothing(client, ask):
    path = ask()
    fields = {"nonce": hidden(client.get(path), "nonce"), "clicked": "1"}
    assert client.post(path, fields).status_code == 403
    assert is_unspent()


def test_another_links_nonce_opens_nothing(client, ask):
    mine, theirs = ask(), ask("bob@birch.io")
    nonce = hidden(client.get(theirs), "nonce")
    response = client.post(mine, {"nonce": nonce, "clicked": "1"}, headers=OURS)
    assert response.status_code == 403
    assert MagicLink.objects.unspent().count() == 2


def test_the_page_is_kept_by_nobody_and_tells_no_path(client, ask):
    response = client.get(ask())
    assert "no-store" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "strict-origin"


@pytest.mark.catalogue("AZ-21")
def test_it_asks_where_somebody_else_is_signed_in(client, ask):
    press(client, ask())
    page = text_of(client.get(ask("bob@acme.com")))
    assert "You are here as a•••@acme.com" in page


def test_signing_in_as_another_ends_the_session_before(client, ask):
    press(client, ask())
    press(client, ask("bob@acme.com"))
    ana = Person.objects.get(email="ana@acme.com")
    assert not ana.sessions.open().exists()


def test_the_blocked_get_no_room(client, ask, world):
    path = ask()
    Block.objects.create(workspace=world.workspace, person=Person.objects.get())
    response = press(client, path)
    assert response.url == "/rooms/"
    page = client.get("/rooms/")
    assert "Acme" not in text_of(page)
    assert world.inbox.rooms.count() == 0


def test_two_workspaces_live_side_by_side_in_one_browser(client, ask, world):
    press(client, ask())
    press(client, ask(workspace=world.otter))
    assert len([name for name in client.cookies if name.startswith("person-")]) == 2


def test_a_link_of_another_installation_finds_nothing(ask, settings):
    path = ask()
    settings.SECRET_KEY = "another" * 10
    assert links.find_link(path.split("/")[2]) is None


def test_without_javascript_it_asks_for_the_code_of_the_mail(client, ask):
    page = client.get(ask()).content.decode()
    [inside] = re.findall(r"<noscript>(.*?)</noscript>", page, re.DOTALL)
    assert '<label for="id_code">Code</label>' in inside
    assert 'autocomplete="one-time-code"' in inside
    assert "Code" not in re.sub(r"<noscript>.*?</noscript>", "", page, flags=re.DOTALL)


def test_the_code_opens_the_room_without_javascript(client, ask, world):
    response = type_code(client, ask(), mailed_code())
    assert response.status_code == 303
    assert response.url == f"/rooms/{world.acme.rooms.get().pk}/"
    assert client.get(response.url).status_code == 200
    assert not is_unspent()


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "1" * 10_000, "123\x00456"])
def test_what_is_no_code_is_asked_for_again(client, ask, typed):
    response = type_code(client, ask(), typed)
    assert response.status_code == 422
    assert 'aria-invalid="true"' in text_of(response)
    assert MagicLink.objects.get().code_tries == 0


def test_a_wrong_code_is_asked_for_again_and_counted(client, ask, world):
    path, right = ask(), mailed_code()
    response = type_code(client, path, other_than(right))
    assert response.status_code == 422
    assert "This code opens nothing" in text_of(response)
    assert f"/widget/{world.workspace.widget_id}/" in text_of(response)
    assert MagicLink.objects.get().code_tries == 1
    assert type_code(client, path, right).status_code == 303


def test_after_five_wrong_codes_the_right_one_gets_the_same_answer(client, ask):
    path, right = ask(), mailed_code()
    answers = [type_code(client, path, other_than(right)) for _ in range(5)]
    answers.append(type_code(client, path, right))
    assert {answer.status_code for answer in answers} == {422}
    assert all("This code opens nothing" in text_of(answer) for answer in answers)
    assert press(client, path).status_code == 303


def test_another_links_code_opens_nothing(client, ask):
    mine, right = ask(), mailed_code()
    ask("bob@birch.io")
    theirs = mailed_code()
    if theirs != right:
        assert type_code(client, mine, theirs).status_code == 422
    assert MagicLink.objects.unspent().count() == 2


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_a_right_code_from_elsewhere_opens_nothing(client, ask, origin):
    assert type_code(client, ask(), mailed_code(), Origin=origin).status_code == 403
    assert is_unspent()


def test_a_right_code_with_another_links_nonce_opens_nothing(client, ask):
    mine, right = ask(), mailed_code()
    nonce = hidden(client.get(ask("bob@birch.io")), "nonce")
    assert client.post(mine, {"nonce": nonce, "code": right}, headers=OURS).status_code == 403
    assert MagicLink.objects.get(person__email="ana@acme.com").code_tries == 0


@pytest.mark.catalogue("FI-18")
def test_a_program_that_submits_the_form_as_it_stands_opens_nothing(client, ask):
    path = ask()
    assert press(client, path, clicked="").status_code == 403
    assert type_code(client, path, "").status_code == 422
    assert is_unspent()


@pytest.mark.django_db(transaction=True)
def test_a_code_sent_many_times_at_once_opens_one_room_and_says_so_to_the_others(client, ask):
    path, right = ask(), mailed_code()
    fields = {"nonce": hidden(client.get(path), "nonce"), "code": right}
    statuses = at_once(lambda _number: Client().post(path, fields, headers=OURS).status_code, 4)
    assert sorted(statuses) == [303, 410, 410, 410]
