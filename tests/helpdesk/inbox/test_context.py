from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from customers.embedding.tokens import sign_in
from customers.models import KnownUser, MagicLink, Mail, MailState
from customers.routing.blocks import block
from customers.routing.external_ids import set_external_id
from customers.routing.pins import pin
from helpdesk.inbox.context import PEOPLE_SHOWN, context_of
from helpdesk.inbox.waiting import waiting_for_proof
from helpdesk.models import Room, RoomKind, RoomMember
from helpdesk.rooms.access import home_of
from tests.vendors import ANA, token_of


@pytest.fixture
def link():
    """A function that makes a link of somebody, its mail in some state."""

    def link(person, state=MailState.SENT, error="", **changes) -> MagicLink:
        return MagicLink.objects.create(
            workspace=person.workspace,
            person=person,
            mail=Mail.objects.create(to=person.email, state=state, error=error),
            form=uuid4(),
            mailbox=person.email,
            **changes,
        )

    return link


def page(world, as_agent, room):
    return as_agent(world.grace).get(world.url(f"rooms/{room.pk}")).content.decode()


def test_a_person_of_the_inbox_is_explained(world, as_agent, eve, eves_room):
    about = context_of(eves_room)
    assert about.why == "gmail.com gives mailboxes to everybody, so it names no customer."
    assert about.home is None
    shown = page(world, as_agent, eves_room)
    assert "Why here?" in shown
    assert "mailbox proven" in shown


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (MailState.QUEUED, "mail queued"),
        (MailState.SENT, "mail sent"),
        (MailState.RETRYING, "mail will be tried again"),
        (MailState.FAILED, "mail undeliverable"),
    ],
)
def test_the_state_of_the_newest_mail_is_said_in_words(
    world, as_agent, eve, eves_room, link, state, words
):
    link(eve, superseded_at=timezone.now())
    link(eve, state=state)
    assert words in page(world, as_agent, eves_room)


def test_what_the_mail_server_said_is_shown(world, as_agent, eve, eves_room, link):
    link(eve, state=MailState.FAILED, error="550 no such mailbox")
    assert "550 no such mailbox" in page(world, as_agent, eves_room)


def test_somebody_whom_the_domain_of_two_claims_may_be_given_to_either(world):
    world.domain(world.birch, "acme.com")
    about = context_of(home_of(world.person("ana@acme.com")))
    assert about.why == "acme.com belongs to Acme and Birch."
    assert about.weighed == [world.acme, world.birch]
    assert about.others == []


def test_somebody_who_moved_on_is_shown_with_their_home(world, as_agent, eve, eves_room, triage):
    pin(eve, world.acme, by=world.grace)
    about = context_of(eves_room)
    assert about.home == world.acme
    assert about.is_pinned
    assert about.rooms == [triage(world.acme)]
    assert "Why Acme?" in page(world, as_agent, eves_room)


def test_somebody_blocked_is_marked_and_may_be_unblocked(world, as_agent, eve, eves_room):
    block(eve, by=world.grace)
    shown = page(world, as_agent, eves_room)
    assert f"people/{eve.pk}/unblock" in shown
    assert f"people/{eve.pk}/pin" not in shown
    assert context_of(eves_room).rooms == []


def test_blocking_asks_once_and_names_the_person(world, as_agent, eves_room):
    assert "Block Eve?" in page(world, as_agent, eves_room)


def test_a_customers_room_lists_who_can_read_it(world, triage):
    for name in ("Ana", "Amy"):
        person = world.person(f"{name.lower()}@acme.com", name)
        type(person).objects.filter(pk=person.pk).prove()
    world.person("unproven@acme.com")
    known = world.person("carl@gmail.com", "Carl")
    KnownUser.objects.create(workspace=world.workspace, customer=world.acme, person=known)
    about = context_of(triage(world.acme))
    assert [str(person) for person in about.people] == ["Amy", "Ana", "Carl"]
    assert about.count == 3
    assert about.unlisted == 0
    assert about.domains == ["acme.com"]


def test_who_is_blocked_or_belongs_elsewhere_reads_nothing(world, triage):
    for name in ("Ana", "Amy"):
        person = world.person(f"{name.lower()}@acme.com", name)
        type(person).objects.filter(pk=person.pk).prove()
    block(world.person("ana@acme.com"), by=world.ada)
    pin(world.person("amy@acme.com"), world.birch, by=world.ada)
    about = context_of(triage(world.acme))
    assert (about.people, about.count) == ([], 0)
    assert [str(person) for person in context_of(triage(world.birch)).people] == ["Amy"]


def test_a_private_room_lists_its_members(world):
    ana = world.person("ana@acme.com", "Ana")
    world.person("amy@acme.com", "Amy")
    type(ana).objects.filter(workspace=world.workspace).prove()
    room = Room.objects.create(
        workspace=world.workspace,
        customer=world.acme,
        customer_kind=world.acme.kind,
        kind=RoomKind.PRIVATE,
        name="Contract",
    )
    RoomMember.objects.create(workspace=world.workspace, room=room, person=ana)
    assert context_of(room).people == [ana]


def test_long_lists_of_people_are_cut_and_the_rest_is_counted(world, triage):
    for number in range(PEOPLE_SHOWN + 5):
        world.person(f"p{number}@acme.com")
    world.workspace.people.prove()
    about = context_of(triage(world.acme))
    assert (len(about.people), about.unlisted) == (PEOPLE_SHOWN, 5)


def test_people_wait_for_proof_until_they_use_their_newest_link(world, link):
    now = timezone.now()
    waits, used, old = (world.person(f"{name}@nowhere.io") for name in ("waits", "used", "old"))
    link(waits, superseded_at=now)
    newest = link(waits)
    link(used, redeemed_at=now)
    MagicLink.objects.filter(pk=link(old).pk).update(requested_at=now - timedelta(days=8))
    link(world.person("eve@gmail.com", workspace=world.otter))
    assert list(waiting_for_proof(world.workspace)) == [newest]


def test_the_roster_shows_who_waits_and_what_became_of_their_mail(world, as_agent, link):
    link(world.person("waits@nowhere.io"), state=MailState.FAILED)
    shown = as_agent(world.rita).get(world.url()).content.decode()
    assert "Waiting for proof" in shown
    assert "waits@nowhere.io" in shown
    assert "mail undeliverable" in shown


def test_whom_a_token_signs_in_is_listed_and_marked_where_they_read_along(world, as_agent, triage):
    set_external_id(world.acme, ANA["customerId"])
    signed_in = sign_in(
        world.workspace, token_of(world.workspace, ANA | {"userEmail": "b@birch.io"})
    )
    about = context_of(triage(world.acme))
    assert about.people == [signed_in.binding.known_user.person]
    assert about.count == 1
    shown = page(world, as_agent, triage(world.acme))
    assert "arrived with a signed token" in shown
    assert "has not come yet" not in shown


def test_whom_a_token_signs_in_reads_nothing_once_they_are_blocked(world, triage):
    set_external_id(world.acme, ANA["customerId"])
    binding = sign_in(world.workspace, token_of(world.workspace)).binding
    block(binding.known_user.person, by=world.ada)
    about = context_of(triage(world.acme))
    assert (about.people, about.count) == ([], 0)


def test_why_somebody_is_here_says_where_tokens_sign_them_in(world, as_agent, eve, eves_room):
    set_external_id(world.acme, ANA["customerId"])
    sign_in(world.workspace, token_of(world.workspace, ANA | {"userEmail": eve.email}))
    words = "Arrived with a signed token of Acme, and reads along there."
    assert context_of(eves_room).signed == words
    assert words in page(world, as_agent, eves_room)
    block(eve, by=world.ada)
    assert context_of(eves_room).signed == ""


@pytest.mark.parametrize(
    ("email", "badge"),
    [
        ("ana@mailinator.com", "disposable address"),
        ("ana@mx.mailinator.com", "disposable address"),
        ("ana@xn--cme-5cd.com", "looks like acme.com"),
        ("ana@gmail.com", ""),
    ],
)
def test_agents_see_beside_the_room_what_is_odd_about_an_address(world, as_agent, email, badge):
    room = home_of(world.person(email))
    html = as_agent(world.rita).get(world.url(f"rooms/{room.pk}")).content.decode()
    assert [word for word in ("disposable address", "looks like") if word in html] == [
        word for word in ("disposable address", "looks like") if word in badge
    ]
    assert badge in html
