"""The id by which a vendor's signed tokens name a customer."""

import pytest

from customers.embedding.tokens import sign_in
from customers.models import Customer
from tests.vendors import token_of


@pytest.fixture
def ada(world, as_agent):
    return as_agent(world.ada)


def save(client, world, typed, customer=None):
    customer = customer or world.acme
    return client.post(world.url(f"customers/{customer.pk}/external-id"), {"external_id": typed})


def external_id(customer):
    return Customer.objects.get(pk=customer.pk).external_id


def page(client, world):
    return client.get(world.url(f"customers/{world.acme.pk}")).content.decode()


def test_an_existing_customer_becomes_the_one_that_tokens_name(world, ada):
    assert save(ada, world, " org_1 ").status_code == 302
    assert 'value="org_1"' in page(ada, world)
    assert sign_in(world.workspace, token_of(world.workspace)).binding.customer == world.acme


def test_an_empty_id_takes_it_away(world, ada):
    save(ada, world, "org_1")
    save(ada, world, "")
    assert external_id(world.acme) == ""
    assert sign_in(world.workspace, token_of(world.workspace)).binding.customer != world.acme


def test_many_customers_have_none(world, ada):
    for customer in (world.acme, world.birch):
        assert save(ada, world, "", customer).status_code == 302


def test_an_id_of_another_customer_is_refused_beside_the_field(world, ada):
    save(ada, world, "org_1", world.birch)
    response = save(ada, world, "org_1")
    html = response.content.decode()
    assert response.status_code == 422
    assert "Birch has this id already" in html
    assert 'value="org_1"' in html
    assert external_id(world.acme) == ""


def test_another_vendors_ids_are_its_own(world, ada):
    Customer.objects.create(workspace=world.otter, name="Otters", external_id="org_1")
    assert save(ada, world, "org_1").status_code == 302


@pytest.mark.parametrize("typed", ["x" * 201, "a\x07b", "a\x00", "\u200borg", "\u202eorg"])
def test_what_no_token_can_carry_is_refused(world, ada, typed):
    assert save(ada, world, typed).status_code in {400, 422}
    assert external_id(world.acme) == ""


def test_a_change_raises_the_epoch_and_a_refused_one_does_not(world, ada):
    def epoch():
        world.workspace.refresh_from_db()
        return world.workspace.epoch

    before = epoch()
    save(ada, world, "org_1")
    assert epoch() == before + 1
    save(ada, world, "org_1", world.birch)
    assert epoch() == before + 1


def test_who_may_not_change_it_reads_it(world, ada, as_agent):
    assert "Id in your own system" not in page(as_agent(world.rita), world)
    save(ada, world, "org_1")
    html = page(as_agent(world.rita), world)
    assert "<code>org_1</code>" in html
    assert "Save id" not in html


def test_only_admins_and_owners_set_it(world, as_agent):
    for agent in (world.grace, world.rita):
        assert save(as_agent(agent), world, "org_1").status_code == 403
    assert save(as_agent(world.oscar), world, "org_1").status_code == 404
    assert save(as_agent(world.alan), world, "org_1").status_code == 302


def test_the_shared_email_inbox_has_none(world, ada):
    assert save(ada, world, "org_1", world.inbox).status_code == 404


def test_a_customer_of_another_workspace_is_not_found(world, ada):
    otters = world.customer("Otters", workspace=world.otter)
    assert save(ada, world, "org_1", otters).status_code == 404
