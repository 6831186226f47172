"""What a change would do, said before anything is saved."""

import pytest
from django.utils import timezone

from customers.models import AuditEntry, Block, CustomerKind, Domain, Person
from customers.routing.customers import archive_customer
from customers.routing.domains import add_domain, leave_to, remove_domain
from customers.routing.facts import decisions_for
from customers.routing.hypotheses import (
    adding,
    archiving,
    leaving_out_subdomains,
    leaving_to,
    removing,
    unarchiving,
)
from customers.routing.mail_domains import MailDomain
from customers.routing.pins import pin
from customers.routing.preview import (
    Shared,
    preview_of,
)
from helpdesk.models import Room
from helpdesk.rooms.access import home_of
from tests.customers.routing.test_people import bound, known, proven


@pytest.fixture
def colleagues(world):
    """Two of Acme's who write from acme.de, which nobody has yet; one has a room of their own."""
    people = [proven(world, "ana@acme.de"), proven(world, "bea@acme.de")]
    home_of(people[0])
    return people


def moves(change):
    return [
        (str(move.source), str(move.target), move.people, move.own_rooms)
        for move in preview_of(change).moves
    ]


def room(customer, name):
    return Room.objects.create(
        workspace=customer.workspace,
        customer=customer,
        customer_kind=CustomerKind.ORGANISATION,
        kind="public",
        name=name,
    )


def test_whoever_a_new_domain_covers_moves_out_of_the_shared_email_inbox(world, colleagues):
    proven(world, "ana@acme.com")
    room(world.acme, "Invoices")
    (move,) = preview_of(adding(world.acme, MailDomain("acme.de"))).moves
    assert (move.source, move.target) == (world.inbox, world.acme)
    assert (move.people, move.own_rooms) == (2, 1)
    assert (move.loses, move.gains, move.meets) == (0, 2, 1)


def test_private_rooms_are_not_among_those_that_they_will_see(world, colleagues):
    Room.objects.filter(pk=room(world.acme, "Board").pk).update(kind="private")
    (move,) = preview_of(adding(world.acme, MailDomain("acme.de"))).moves
    assert move.gains == 1


def test_whoever_a_removed_domain_covered_moves_there(world):
    proven(world, "ana@acme.com")
    (move,) = preview_of(removing(world.acme.domains.get())).moves
    assert (move.source, move.target, move.people) == (world.acme, world.inbox, 1)
    assert (move.loses, move.gains, move.meets) == (1, 0, 0)


def test_a_shorter_domain_takes_over_when_a_longer_one_goes(world):
    proven(world, "ana@eu.acme.de")
    world.domain(world.acme, "*.acme.de")
    longer = world.domain(world.birch, "eu.acme.de")
    assert moves(removing(longer)) == [("Birch", "Acme", 1, 0)]


def test_only_the_subdomains_move_with_the_flag(world):
    proven(world, "ana@acme.com")
    proven(world, "ana@eu.acme.com")
    with_them = adding(world.acme, MailDomain("acme.com", with_subdomains=True))
    assert moves(with_them) == [("Shared Email Inbox", "Acme", 1, 0)]
    Domain.objects.filter(name="acme.com").update(with_subdomains=True)
    assert moves(leaving_out_subdomains(world.acme.domains.get())) == [
        ("Acme", "Shared Email Inbox", 1, 0)
    ]


def test_whoever_is_known_pinned_or_blocked_or_unproven_stays(world):
    for customer in (world.acme, world.birch):
        known(customer, proven(world, f"of.{customer}@acme.com".lower()))
    pin(proven(world, "pinned@acme.com"), world.acme)
    pin(proven(world, "left@acme.com"), None)
    Block.objects.create(workspace=world.workspace, person=proven(world, "blocked@acme.com"))
    proven(world, "postmaster@acme.com")
    world.person("new@acme.com")
    assert moves(removing(world.acme.domains.get())) == [("Shared Email Inbox", "Birch", 1, 0)]


def test_a_known_user_whose_domain_now_says_another_moves_too(world):
    known(world.birch, proven(world, "ana@acme.de"))
    assert moves(adding(world.acme, MailDomain("acme.de"))) == [
        ("Birch", "Shared Email Inbox", 1, 0)
    ]


def test_archiving_moves_all_that_the_customer_had_and_unarchiving_brings_them_back(world):
    proven(world, "ana@acme.com")
    known(world.acme, proven(world, "eve@gmail.com"))
    pin(proven(world, "pip@nowhere.net"), world.acme)
    known(world.acme, proven(world, "bob@birch.io"))
    there, back = ("Acme", "Shared Email Inbox", 3, 0), ("Shared Email Inbox", "Acme", 3, 0)
    assert moves(archiving(world.acme)) == [there, ("Shared Email Inbox", "Birch", 1, 0)]
    archive_customer(world.acme)
    world.acme.refresh_from_db()
    assert moves(unarchiving(world.acme)) == [back, ("Birch", "Shared Email Inbox", 1, 0)]


def test_whom_the_vendors_token_signs_in_keeps_that_sight(world):
    ana = proven(world, "ana@acme.com")
    bound(world.acme, ana)
    bound(world.birch, ana, "u_2")
    assert moves(removing(world.acme.domains.get())) == []
    assert moves(archiving(world.acme)) == [("Acme", "Birch", 1, 0)]


def test_people_of_other_workspaces_count_for_nothing(world):
    Person.objects.create(
        workspace=world.otter,
        email="ana@acme.de",
        mail_domain="acme.de",
        proven_at=timezone.now(),
    )
    theirs = world.customer("Cedar", "acme.de", workspace=world.otter)
    preview = preview_of(adding(world.acme, MailDomain("acme.de")))
    assert (preview.moves, preview.arising, preview.warns) == ((), (), False)
    assert [move.people for move in preview_of(removing(theirs.domains.get())).moves] == [1]


def arising(change):
    return preview_of(change).arising


def test_a_domain_that_another_has_is_a_conflict(world):
    assert arising(adding(world.acme, MailDomain("birch.io"))) == (
        Shared("birch.io", ("Acme", "Birch")),
    )
    world.customer("Cedar", "birch.io")
    assert arising(adding(world.acme, MailDomain("birch.io"))) == (
        Shared("birch.io", ("Acme", "Birch", "Cedar")),
    )


def test_a_domain_that_nobody_else_has_is_none(world):
    world.domain(world.birch, "*.acme.de")
    for name in ("cedar.dev", "eu.acme.de"):
        assert arising(adding(world.acme, MailDomain(name))) == ()


def test_an_archived_customer_is_in_no_conflict(world):
    archive_customer(world.birch)
    assert arising(adding(world.acme, MailDomain("birch.io"))) == ()
    world.birch.refresh_from_db()
    assert arising(adding(world.birch, MailDomain("acme.com"))) == ()


def test_subdomains_conflict_only_with_subdomains(world):
    change = MailDomain("acme.com", with_subdomains=True)
    world.domain(world.birch, "acme.com")
    assert arising(adding(world.acme, change)) == ()
    Domain.objects.filter(customer=world.birch, name="acme.com").update(with_subdomains=True)
    assert arising(adding(world.acme, change)) == (
        Shared("acme.com", ("Acme", "Birch"), below=True),
    )


def test_what_is_proven_does_not_conflict_where_proof_is_asked_for(world):
    world.workspace.asks_for_domain_proof = True
    world.workspace.save()
    Domain.objects.filter(customer=world.birch).update(proven_at=timezone.now())
    world.acme.refresh_from_db()
    assert arising(adding(world.acme, MailDomain("birch.io"))) == ()


def test_unarchiving_can_make_a_conflict_and_archiving_end_it(world):
    archive_customer(world.acme)
    world.domain(world.birch, "acme.com")
    world.acme.refresh_from_db()
    assert arising(unarchiving(world.acme)) == (Shared("acme.com", ("Acme", "Birch")),)
    assert preview_of(archiving(world.birch)).ending == ()
    world.acme.archived_at = None
    world.acme.save()
    assert preview_of(archiving(world.birch)).ending == (Shared("acme.com", ("Acme",)),)


def test_leaving_a_domain_to_one_customer_ends_its_conflict(world):
    ours = world.domain(world.birch, "acme.com")
    proven(world, "ana@acme.com")
    preview = preview_of(leaving_to(world.birch, "acme.com"))
    assert preview.ending == (Shared("acme.com", ("Birch",)),)
    assert [(str(m.source), str(m.target)) for m in preview.moves] == [
        ("Shared Email Inbox", "Birch")
    ]
    assert [str(row.customer) for row in leave_to(world.birch, "acme.com", world.ada)] == ["Acme"]
    assert Domain.objects.get(name="acme.com") == ours
    assert AuditEntry.objects.get().details["left_to"] == "Birch"


def all_homes(world):
    emails = Person.objects.filter(workspace=world.workspace).values_list("email", flat=True)
    return {email: d.customer for email, d in decisions_for(world.workspace, emails).items()}


def test_what_is_previewed_is_what_happens(world):
    known(world.birch, proven(world, "kim@acme.de"))
    for email in ("ana@acme.de", "bea@eu.acme.de", "ceo@x.eu.acme.de", "bob@birch.io"):
        proven(world, email)
    world.domain(world.birch, "eu.acme.de")
    for make, save in (
        (
            lambda: adding(world.acme, MailDomain("acme.de", with_subdomains=True)),
            lambda: add_domain(world.acme, MailDomain("acme.de", with_subdomains=True)),
        ),
        (
            lambda: removing(world.birch.domains.get(name="eu.acme.de")),
            lambda: remove_domain(world.birch, world.birch.domains.get(name="eu.acme.de").pk),
        ),
        (lambda: archiving(world.acme), lambda: archive_customer(world.acme)),
    ):
        told, before = preview_of(make()), all_homes(world)
        save()
        after = all_homes(world)
        moved = sum(before[email] != after[email] for email in before)
        assert sum(move.people for move in told.moves) == moved > 0


def test_the_number_of_queries_does_not_grow(world, django_assert_max_num_queries):
    for number in range(20):
        proven(world, f"ana@x{number}.acme.de")
        known(world.birch, proven(world, f"bob@x{number}.acme.de"))
    with django_assert_max_num_queries(24):
        preview = preview_of(adding(world.acme, MailDomain("acme.de", with_subdomains=True)))
    assert sum(move.people for move in preview.moves) == 40
