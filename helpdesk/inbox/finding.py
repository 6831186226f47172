"""Finding is authorising: a person is looked up among those of the request's workspace."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from customers.models import Person
from customers.team.pages import AgentRequest


def find_person(request: AgentRequest, pk: int) -> Person:
    """The person of this number in the agent's workspace. Raises Http404."""
    people = Person.objects.filter(workspace=request.workspace)
    return get_object_or_404(people.select_related("workspace__vendor"), pk=pk)


def person_url(person: Person) -> str:
    """The address of the person's page."""
    workspace = person.workspace
    names = {"vendor": workspace.vendor.slug, "workspace": workspace.slug, "person": person.pk}
    return reverse("inbox:person", kwargs=names)
