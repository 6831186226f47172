"""Shutting a person out of a workspace, and letting them in again."""

from customers.models import Agent, Block, Person
from customers.routing.changes import access_change


def block(person: Person, by: Agent) -> None:
    """Shut ``person`` out, from their next request and message on; twice is once."""
    with access_change(person.workspace):
        Block.objects.get_or_create(
            person=person, workspace_id=person.workspace_id, defaults={"placed_by": by}
        )


def unblock(person: Person) -> None:
    """Let ``person`` in again, to wherever routing says that they belong."""
    with access_change(person.workspace):
        Block.objects.filter(person=person).delete()
