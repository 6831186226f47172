from django.utils import timezone

from customers.models import Binding, Block, KnownUser, Person, Pin
from customers.routing.people import people_per_customer


def proven(world, email):
    person = world.person(email)
    person.proven_at = timezone.now()
    person.save()
    return person


def known(customer, person):
    return KnownUser.objects.create(workspace=customer.workspace, customer=customer, person=person)


def bound(customer, person, user_id="u_1"):
    """Somebody whom the vendor's token has signed in."""
    user, _made = KnownUser.objects.get_or_create(
        workspace=customer.workspace, customer=customer, person=person
    )
    return Binding.objects.create(
        workspace=customer.workspace,
        customer=customer,
        user_id=user_id,
        known_user=user,
        signed_at=timezone.now(),
    )


def count(world, *customers):
    found = people_per_customer(world.workspace, customers)
    return [found[customer.pk] for customer in customers]


def test_people_count_where_their_decision_puts_them(world):
    for email in ("ana@acme.com", "bea@acme.com", "bob@birch.io", "eve@gmail.com"):
        proven(world, email)
    assert count(world, world.acme, world.birch, world.inbox) == [2, 1, 1]


def test_somebody_who_has_not_proven_their_mailbox_counts_only_as_a_known_user(world):
    world.person("ana@acme.com")
    known(world.birch, world.person("eve@gmail.com"))
    assert count(world, world.acme, world.birch, world.inbox) == [0, 1, 0]


def test_a_technical_mailbox_is_not_its_domains(world):
    proven(world, "postmaster@acme.com")
    proven(world, "noreply+7@acme.com")
    assert count(world, world.acme, world.inbox) == [0, 2]


def test_subdomains_count_where_the_domain_says_so(world):
    cedar = world.customer("Cedar", "*.cedar.dev")
    proven(world, "ana@eu.cedar.dev")
    proven(world, "ana@eu.acme.com")
    assert count(world, cedar, world.acme, world.inbox) == [1, 0, 1]


def test_a_domain_of_two_sends_its_people_to_the_inbox(world):
    world.domain(world.birch, "acme.com")
    proven(world, "ana@acme.com")
    assert count(world, world.acme, world.birch, world.inbox) == [0, 0, 1]


def test_pins_and_blocks_count(world):
    pinned, blocked = proven(world, "ana@acme.com"), proven(world, "bea@acme.com")
    Pin.objects.create(workspace=world.workspace, person=pinned, customer=world.birch)
    Block.objects.create(workspace=world.workspace, person=blocked)
    assert count(world, world.acme, world.birch, world.inbox) == [0, 1, 0]


def test_a_pin_to_the_inbox_counts_there(world):
    Pin.objects.create(workspace=world.workspace, person=proven(world, "ana@acme.com"))
    assert count(world, world.acme, world.inbox) == [0, 1]


def test_an_archived_customer_has_no_people(world):
    known(world.acme, proven(world, "ana@acme.com"))
    world.acme.archived_at = timezone.now()
    world.acme.save()
    assert count(world, world.acme, world.inbox) == [0, 1]


def test_a_pin_to_an_archived_customer_is_in_vain(world):
    pinned = proven(world, "bob@birch.io")
    Pin.objects.create(workspace=world.workspace, person=pinned, customer=world.acme)
    world.acme.archived_at = timezone.now()
    world.acme.save()
    assert count(world, world.birch, world.inbox) == [1, 0]


def test_people_of_another_workspace_do_not_count(world):
    stranger = world.person("ana@acme.com", workspace=world.otter)
    stranger.proven_at = timezone.now()
    stranger.save()
    assert count(world, world.acme, world.inbox) == [0, 0]


def test_whom_a_token_signs_in_counts_there_once_whatever_the_decision_says(world):
    bob = proven(world, "bob@birch.io")
    bound(world.acme, bob)
    bound(world.acme, bob, "u_2")
    assert count(world, world.acme) == [1]
    assert count(world, world.acme, world.birch, world.inbox) == [1, 0, 1]


def test_whom_a_token_signs_in_where_they_belong_counts_once(world):
    bound(world.acme, proven(world, "ana@acme.com"))
    assert count(world, world.acme, world.inbox) == [1, 0]


def test_whom_tokens_sign_in_at_two_customers_reads_along_in_both(world):
    eve = world.person("eve@gmail.com")
    bound(world.acme, eve)
    bound(world.birch, eve)
    assert count(world, world.acme, world.birch) == [1, 1]


def test_a_pin_elsewhere_keeps_nobody_from_where_a_token_signs_them_in(world):
    ana = proven(world, "ana@acme.com")
    bound(world.acme, ana)
    Pin.objects.create(workspace=world.workspace, person=ana, customer=world.birch)
    assert count(world, world.acme, world.birch) == [1, 1]


def test_a_block_shuts_out_whom_a_token_signs_in(world):
    eve = world.person("eve@gmail.com")
    bound(world.acme, eve)
    Block.objects.create(workspace=world.workspace, person=eve)
    assert count(world, world.acme, world.inbox) == [0, 0]


def test_an_archived_customers_tokens_sign_nobody_in(world):
    bob = proven(world, "bob@birch.io")
    bound(world.acme, bob)
    world.acme.archived_at = timezone.now()
    world.acme.save()
    assert count(world, world.acme, world.birch) == [0, 1]


def test_among_some_people_only_those_are_counted_whom_a_token_signs_in(world):
    bound(world.acme, world.person("eve@gmail.com"))
    bound(world.acme, world.person("bob@birch.io"), "u_2")
    among = Person.objects.filter(email="bob@birch.io")
    assert people_per_customer(world.workspace, [world.acme], among) == {world.acme.pk: 1}


def test_a_strangers_token_counts_nobody_here(world):
    otters = world.customer("Otters", workspace=world.otter)
    bound(otters, world.person("ana@acme.com", workspace=world.otter))
    assert count(world, world.acme, world.inbox) == [0, 0]


def test_the_answer_is_the_same_with_and_without_the_inbox(world):
    known(world.birch, proven(world, "ana@acme.com"))
    known(world.acme, proven(world, "eve@gmail.com"))
    proven(world, "bea@acme.com")
    assert count(world, world.acme, world.birch) == [2, 0]
    assert count(world, world.acme, world.birch, world.inbox) == [2, 0, 1]


def test_the_number_of_queries_does_not_grow(world, django_assert_max_num_queries):
    customers = [world.inbox]
    for number in range(10):
        customers.append(world.customer(f"C{number}", f"*.c{number}.dev"))
        known(customers[-1], proven(world, f"ana@c{number}.dev"))
        proven(world, f"bob@x.c{number}.dev")
        bound(customers[-1], world.person(f"eve@x{number}.dev"), f"u_{number}")
    with django_assert_max_num_queries(5):
        assert sum(people_per_customer(world.workspace, customers).values()) == 30
