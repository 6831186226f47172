from customers.models import Domain
from customers.routing.conflicts import Conflict, conflicts_now


def test_conflicts_that_stand_are_seen_on_both_sides(world):
    both = world.domain(world.birch, "acme.com")
    found = conflicts_now(world.workspace, Domain.objects.filter(workspace=world.workspace))
    first = world.acme.domains.get()
    assert found == {
        both.pk: Conflict("acme.com", ("Acme",)),
        first.pk: Conflict("acme.com", ("Birch",)),
    }
