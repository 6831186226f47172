import pytest
from django.db import IntegrityError, transaction

from customers.embedding.tokens import sign_in
from customers.models import Action, AuditEntry
from customers.routing.blocks import block, unblock
from customers.routing.customers import (
    add_customer,
    archive_customer,
    rename_customer,
    unarchive_customer,
)
from customers.routing.domains import add_domain, leave_out_subdomains, remove_domain
from customers.routing.known_users import add_known_user, remove_known_user
from customers.routing.mail_domains import MailDomain
from customers.routing.pins import pin, unpin
from tests.vendors import token_of


def noted():
    entries = AuditEntry.objects.order_by("pk")
    return [(entry.action, entry.subject, entry.agent_id) for entry in entries]


def test_every_change_of_a_customer_is_noted_with_who_made_it(world):
    cedar, ada = add_customer(world.workspace, "Cedar", world.ada), world.ada.pk
    rename_customer(cedar, "Cedar Works", world.ada)
    archive_customer(cedar, world.alan)
    unarchive_customer(cedar, world.alan)
    assert noted() == [
        (Action.CUSTOMER_ADDED, "Cedar", ada),
        (Action.CUSTOMER_RENAMED, "Cedar Works", ada),
        (Action.CUSTOMER_ARCHIVED, "Cedar Works", world.alan.pk),
        (Action.CUSTOMER_UNARCHIVED, "Cedar Works", world.alan.pk),
    ]


def test_every_change_of_a_domain_is_noted(world):
    row = add_domain(world.acme, MailDomain("acme.de"), world.ada)
    add_domain(world.acme, MailDomain("acme.de", with_subdomains=True), world.ada)
    leave_out_subdomains(world.acme, row.pk, world.ada)
    remove_domain(world.acme, row.pk, world.ada)
    assert [action for action, subject, _by in noted() if subject == "acme.de"] == [
        Action.DOMAIN_ADDED,
        Action.SUBDOMAINS_ADDED,
        Action.SUBDOMAINS_LEFT_OUT,
        Action.DOMAIN_REMOVED,
    ]


def test_every_change_of_a_person_is_noted(world):
    known = add_known_user(world.acme, "eve@gmail.com", world.ada)
    remove_known_user(world.acme, known.pk, world.ada)
    pin(known.person, world.birch, world.grace)
    unpin(known.person, world.grace)
    block(known.person, world.grace)
    unblock(known.person, world.grace)
    entries = AuditEntry.objects.filter(person=known.person).order_by("pk")
    assert [entry.action for entry in entries] == [
        Action.KNOWN_USER_ADDED,
        Action.KNOWN_USER_REMOVED,
        Action.PINNED,
        Action.UNPINNED,
        Action.BLOCKED,
        Action.UNBLOCKED,
    ]


def test_what_a_token_makes_is_noted_without_an_agent(world):
    sign_in(world.workspace, token_of(world.workspace))
    assert {(action, by) for action, _subject, by in noted()} == {
        (Action.CUSTOMER_ADDED, None),
        (Action.KNOWN_USER_ADDED, None),
    }


def test_what_changes_nothing_is_not_noted(world):
    ana = world.person("ana@acme.com")
    unblock(ana, world.grace)
    unpin(ana, world.grace)
    unarchive_customer(world.acme, world.ada)
    rename_customer(world.acme, "Acme", world.ada)
    remove_domain(world.acme, world.birch.domains.get().pk, world.ada)
    leave_out_subdomains(world.acme, world.acme.domains.get().pk, world.ada)
    assert noted() == []


def test_the_database_lets_nobody_change_or_delete_an_entry(world):
    block(world.person("ana@acme.com"), world.grace)
    for rewrite in (
        lambda: AuditEntry.objects.update(subject="nobody"),
        lambda: AuditEntry.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rewrite()
    assert [subject for _action, subject, _by in noted()] == ["ana@acme.com"]
