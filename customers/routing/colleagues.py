"""The people of one customer, a page at a time: whoever belongs there now."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from customers.models import Binding, Customer, Person
from customers.models.person import PersonQuerySet
from customers.routing.facts import decisions_for
from customers.routing.people import IS_SINGLE, within_reach

LOOKED_AT = 200  # people who are decided at once


@dataclass(frozen=True)
class People:
    """A page of people, in order of id. ``after`` is the next page's key, or 0."""

    people: list[Person]
    after: int


def people_of(customer: Customer, among: PersonQuerySet, after: int, most: int) -> People:
    """Those ``among`` some people who belong to ``customer`` and have an id above ``after``.

    Counted in are the same as in people.people_per_customer: who has proven their mailbox, and whom
    a customer knows. A page may be short although there are more.
    """
    reach = within_reach(customer.workspace, [customer])
    candidates = among.filter(
        Q(pk__in=reach.alike.proven().values("pk"))
        | Q(pk__in=reach.single.filter(IS_SINGLE).values("pk"))
    )
    looked_at = list(candidates.filter(pk__gt=after).order_by("pk")[: LOOKED_AT + 1])
    belong = belonging(customer, looked_at[:LOOKED_AT])
    found = [person for person in looked_at[:LOOKED_AT] if person.pk in belong]
    if len(found) > most:
        return People(found[:most], found[most - 1].pk)
    return People(found, looked_at[LOOKED_AT - 1].pk if len(looked_at) > LOOKED_AT else 0)


def belonging(customer: Customer, people: Collection[Person]) -> set[int]:
    """The ids of those of ``people`` who belong to ``customer`` now: by routing, or because the
    vendor's token signs them in there. Three queries."""
    decisions = decisions_for(customer.workspace, [person.email for person in people])
    bindings = Binding.objects.filter(customer=customer, known_user__person__in=people)
    bound = set(bindings.values_list("known_user__person", flat=True))
    if customer.archived_at is not None:
        return set()
    return {
        person.pk
        for person in people
        if decisions[person.email].customer == customer.pk
        or (person.pk in bound and not decisions[person.email].is_shut_out)
    }
