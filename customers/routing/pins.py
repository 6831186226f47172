"""An agent's word on where a person belongs."""

from customers.models import Action, Agent, Customer, Person, Pin
from customers.routing import audit
from customers.routing.changes import access_change


def pin(person: Person, customer: Customer | None, by: Agent | None = None) -> None:
    """From now on ``person`` is the customer's; with None they stay in the Shared Email Inbox.

    ``customer`` is an organisation of the person's workspace; the database refuses any other.
    """
    with access_change(person.workspace):
        if Pin.objects.filter(person=person, customer=customer).exists():
            return
        Pin.objects.update_or_create(
            person=person,
            workspace_id=person.workspace_id,
            defaults={"customer": customer, "placed_by": by},
        )
        audit.note(person.workspace, Action.PINNED, by, customer=customer, person=person)


def unpin(person: Person, by: Agent | None = None) -> None:
    """Leave it to the rules again where ``person`` belongs."""
    with access_change(person.workspace):
        lifted, _rows = Pin.objects.filter(person=person).delete()
        if lifted:
            audit.note(person.workspace, Action.UNPINNED, by, person=person)
