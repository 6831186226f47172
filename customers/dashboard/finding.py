"""Finding is authorising: customers and people are looked up among those of the workspace."""

from django.shortcuts import get_object_or_404

from customers.models import Customer, Person
from customers.models.customer import CustomerQuerySet
from customers.team.pages import AgentRequest


def find_customer(request: AgentRequest, customer: int) -> Customer:
    """The customer of that id, the Shared Email Inbox included. Raises Http404."""
    return get_object_or_404(_customers(request), pk=customer)


def find_organisation(request: AgentRequest, customer: int) -> Customer:
    """The customer of that id, unless it is the Shared Email Inbox. Raises Http404."""
    return get_object_or_404(_customers(request).organisations(), pk=customer)


def find_person(request: AgentRequest, person: int) -> Person:
    """The person of that id in the request's workspace. Raises Http404."""
    people = Person.objects.filter(workspace=request.workspace).select_related("workspace__vendor")
    return get_object_or_404(people, pk=person)


def _customers(request: AgentRequest) -> CustomerQuerySet:
    return Customer.objects.filter(workspace=request.workspace).select_related("workspace__vendor")
