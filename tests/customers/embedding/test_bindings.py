"""What a vendor's signed token makes and moves: customer, person, known user and binding."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.db.models.functions import Now

from customers.embedding.tokens import sign_in
from customers.models import Binding, Customer, KnownUser, Person, PersonSession, Workspace
from customers.proof.sessions import start_session
from customers.routing.external_ids import set_external_id
from customers.routing.known_users import add_known_user, remove_known_user
from tests.customers.proof.test_links import at_once
from tests.vendors import ANA, hmac_token, token_of


def arrive(world, workspace=None, **claims):
    """The binding that a token makes which signs Ana's claims, or others."""
    workspace = workspace or world.workspace
    return sign_in(workspace, token_of(workspace, ANA | claims)).binding


def session_by(binding):
    """A session that a token began, as it is open in a frame."""
    session, _key = start_session(binding.known_user.person)
    PersonSession.objects.filter(pk=session.pk).update(in_frame=True, binding=binding)
    return session


def is_open(session):
    return PersonSession.objects.open().filter(pk=session.pk).exists()


def epoch(world):
    return Workspace.objects.get(pk=world.workspace.pk).epoch


def test_first_sight_makes_customer_person_known_user_and_binding(world):
    before = epoch(world)
    binding = arrive(world)
    known = KnownUser.objects.get()
    assert (binding.customer.name, binding.customer.external_id) == ("Juniper", "org_1")
    assert binding.known_user == known
    assert known.source == KnownUser.Source.TOKEN
    assert (known.person.name, known.person.mail_domain) == ("Ana", "juniper.example")
    assert epoch(world) > before


def test_a_second_sight_makes_nothing(world):
    first = arrive(world)
    before = epoch(world)
    assert arrive(world) == first
    assert epoch(world) == before
    assert Customer.objects.filter(external_id="org_1").count() == 1


def test_no_token_proves_a_mailbox(world):
    assert arrive(world).known_user.person.proven_at is None


def test_a_mailbox_that_is_proven_stays_so(world):
    Person.objects.filter(pk=world.person("ana@juniper.example").pk).prove()
    assert arrive(world).known_user.person.proven_at is not None


def test_the_address_is_taken_in_its_canonical_spelling(world):
    binding = arrive(world, userEmail="  ANA@Juniper.Example ")
    assert binding.known_user.person.email == "ana@juniper.example"
    assert arrive(world) == binding
    assert Person.objects.count() == 1


def test_a_person_who_is_here_already_is_the_same_one(world):
    person = world.person("ana@juniper.example", "Ana of the Otters")
    assert arrive(world).known_user.person == person
    person.refresh_from_db()
    assert person.name == "Ana of the Otters"


def test_whoever_has_no_name_takes_the_signed_one_also_later(world):
    assert arrive(world, userName="").known_user.person.name == ""
    assert arrive(world).known_user.person.name == "Ana"
    assert Person.objects.get().name == "Ana"
    assert arrive(world, userName="Mallory").known_user.person.name == "Ana"


def test_a_name_is_made_fit_to_be_shown(world):
    binding = arrive(
        world, userName="\u202eAna\x00\nLund ", customerName="  Juni\x07per\t" + "é" * 99
    )
    assert binding.known_user.person.name == "Ana Lund"
    assert binding.customer.name == "Juni per " + "é" * 71


@pytest.mark.parametrize("name", ["", " ", "\u200b", "\x00"])
def test_a_customer_without_a_name_is_called_by_its_id(world, name):
    assert arrive(world, customerName=name).customer.name == "org_1"


def test_a_customer_is_never_joined_by_its_name(world):
    binding = arrive(world, customerName="ACME")
    assert binding.customer != world.acme
    assert binding.customer.name == "ACME (org_1)"
    assert not world.acme.known_users.exists()


def test_nobody_can_call_their_organisation_the_inbox(world):
    binding = arrive(world, customerName=world.inbox.name)
    assert binding.customer != world.inbox
    assert binding.customer.name == f"{world.inbox.name} (org_1)"


def test_a_name_that_is_taken_with_its_id_gets_a_number(world):
    for name in ("Juniper", "Juniper (org_1)", "juniper (ORG_1, 2)"):
        world.customer(name)
    assert arrive(world).customer.name == "Juniper (org_1, 3)"


def test_a_name_that_is_taken_is_shortened_to_keep_its_id(world):
    world.customer("J" * 80)
    name = arrive(world, customerName="J" * 90, customerId="o" * 200).customer.name
    assert name == f"{'J' * 37} ({'o' * 40})"


def test_an_existing_customer_is_the_one_whose_id_a_token_names(world):
    set_external_id(world.acme, "org_1")
    binding = arrive(world)
    assert binding.customer == world.acme
    assert binding.customer.name == "Acme"


def test_a_later_name_renames_nobody(world):
    arrive(world)
    assert arrive(world, customerName="Acme").customer.name == "Juniper"


def test_the_same_id_at_a_stranger_vendor_is_another_customer(world):
    assert arrive(world).customer != arrive(world, workspace=world.otter).customer


def test_a_known_user_whom_an_agent_added_stays_the_agents(world):
    set_external_id(world.acme, "org_1")
    known = add_known_user(world.acme, "ana@juniper.example")
    assert arrive(world).known_user == known
    known.refresh_from_db()
    assert known.source == KnownUser.Source.AGENT


def test_two_users_of_one_address_are_one_known_user(world):
    first, second = arrive(world), arrive(world, userId="u_2")
    assert first != second
    assert first.known_user == second.known_user


def test_one_user_of_two_customers_is_known_in_both(world):
    first, second = arrive(world), arrive(world, customerId="org_2", customerName="Otters")
    assert first.customer != second.customer
    assert first.known_user.person == second.known_user.person


def test_another_address_moves_the_binding_and_forgets_the_old_one(world):
    old = arrive(world)
    session = session_by(old)
    before = epoch(world)
    moved = arrive(world, userEmail="ana@lund.example")
    assert moved == old
    assert moved.known_user.person.email == "ana@lund.example"
    assert KnownUser.objects.get().person.email == "ana@lund.example"
    assert not is_open(session)
    assert epoch(world) > before


def test_an_address_moves_also_where_the_customer_is_known_from_before(world):
    old = arrive(world)
    claims = {"userId": "u_1", "userEmail": "ana@lund.example"}
    moved = sign_in(world.workspace, token_of(world.workspace, claims)).binding
    assert moved == old
    assert moved.customer == old.customer
    assert moved.known_user.person.email == "ana@lund.example"


def test_sessions_of_other_bindings_and_of_mailboxes_stay_open_as_one_moves(world):
    moving, other = arrive(world), arrive(world, userId="u_2")
    theirs = session_by(other)
    by_mail, _key = start_session(moving.known_user.person)
    session_by(moving)
    arrive(world, userEmail="ana@lund.example")
    assert is_open(theirs)
    assert is_open(by_mail)


def test_the_old_known_user_stays_while_another_binding_is_on_it(world):
    arrive(world, userId="u_2")
    arrive(world)
    arrive(world, userEmail="ana@lund.example")
    assert KnownUser.objects.count() == 2


def test_the_old_known_user_stays_if_an_agent_added_it(world):
    set_external_id(world.acme, "org_1")
    add_known_user(world.acme, "ana@juniper.example")
    arrive(world)
    arrive(world, userEmail="ana@lund.example")
    assert KnownUser.objects.count() == 2


def test_an_address_that_moves_back_moves_back(world):
    first = arrive(world)
    arrive(world, userEmail="ana@lund.example")
    assert arrive(world) == first
    assert KnownUser.objects.get().person.email == "ana@juniper.example"


def test_removing_the_known_user_ends_binding_and_sessions_and_tells_open_sockets(world):
    binding = arrive(world)
    session, before = session_by(binding), epoch(world)
    remove_known_user(binding.customer, binding.known_user_id)
    assert not is_open(session)
    assert not Binding.objects.exists()
    assert epoch(world) > before
    assert sign_in(world.workspace, hmac_token(world.workspace)) is None


def test_a_removed_known_user_comes_back_with_the_next_full_token(world):
    binding = arrive(world)
    remove_known_user(binding.customer, binding.known_user_id)
    assert arrive(world).customer == binding.customer


def test_the_database_keeps_a_binding_with_its_known_users_customer(world):
    binding = arrive(world)
    with pytest.raises(IntegrityError):
        Binding.objects.create(
            workspace=world.workspace,
            customer=world.acme,
            user_id="u_9",
            known_user=binding.known_user,
            signed_at=Now(),
        )


@pytest.mark.django_db(transaction=True)
def test_many_first_sights_at_once_make_one_of_each(world):
    bindings = at_once(lambda _number: arrive(world).pk, 8)
    assert len(set(bindings)) == 1
    assert Customer.objects.filter(external_id="org_1").count() == 1
    assert [model.objects.count() for model in (Person, KnownUser, Binding)] == [1, 1, 1]


@pytest.mark.django_db(transaction=True)
def test_many_users_of_a_new_customer_at_once_make_one_customer(world):
    def come(number):
        return arrive(world, userId=f"u_{number}", userEmail=f"p{number}@juniper.example")

    customers = {binding.customer_id for binding in at_once(come, 8)}
    assert len(customers) == 1
    assert KnownUser.objects.count() == 8


@pytest.mark.django_db(transaction=True)
def test_two_new_customers_of_one_name_at_once_are_two(world):
    names = at_once(lambda n: arrive(world, customerId=f"org_{n}").customer.name, 4)
    assert len(set(names)) == 4


@pytest.mark.django_db(transaction=True)
def test_a_token_with_the_old_address_and_one_with_the_new_at_once_leave_one(world):
    arrive(world)
    addresses = ["ana@juniper.example", "ana@lund.example"]
    at_once(lambda number: arrive(world, userEmail=addresses[number % 2]), 8)
    assert Binding.objects.get().known_user == KnownUser.objects.get()


def test_a_token_that_is_known_costs_three_queries_and_writes_nothing(
    world, django_assert_num_queries
):
    token = token_of(world.workspace)
    sign_in(world.workspace, token)
    before = list(Binding.objects.values()), Workspace.objects.get(pk=world.workspace.pk).epoch
    with django_assert_num_queries(3):
        signed_in = sign_in(world.workspace, token)
        assert signed_in.binding.known_user.person.workspace.vendor.name == "Fernhill"
    after = list(Binding.objects.values()), Workspace.objects.get(pk=world.workspace.pk).epoch
    assert before == after


def test_when_it_was_signed_last_is_noted_once_a_minute(world):
    binding = sign_in(world.workspace, token_of(world.workspace)).binding
    Binding.objects.update(signed_at=Now() - timedelta(minutes=2))
    sign_in(world.workspace, token_of(world.workspace))
    noted = Binding.objects.get().signed_at
    assert noted > binding.signed_at - timedelta(minutes=1)
    sign_in(world.workspace, token_of(world.workspace))
    assert Binding.objects.get().signed_at == noted
