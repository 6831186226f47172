"""The addresses of people's pages."""

from django.urls import reverse

from customers.models import Person


def person_url(person: Person) -> str:
    """The address of the person's page."""
    workspace = person.workspace
    names = {"vendor": workspace.vendor.slug, "workspace": workspace.slug, "person": person.pk}
    return reverse("inbox:person", kwargs=names)
