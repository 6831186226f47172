"""Shutting a person out of a workspace, and letting them in again."""

from customers.models import Action, Agent, Block, Person
from customers.routing import audit
from customers.routing.changes import access_change


def block(person: Person, by: Agent | None = None) -> None:
    """Shut ``person`` out, from their next request and message on; twice is once."""
    with access_change(person.workspace):
        _row, placed = Block.objects.get_or_create(
            person=person, workspace_id=person.workspace_id, defaults={"placed_by": by}
        )
        if placed:
            audit.note(person.workspace, Action.BLOCKED, by, person=person)


def unblock(person: Person, by: Agent | None = None) -> None:
    """Let ``person`` in again, to wherever routing says that they belong."""
    with access_change(person.workspace):
        lifted, _rows = Block.objects.filter(person=person).delete()
        if lifted:
            audit.note(person.workspace, Action.UNBLOCKED, by, person=person)
