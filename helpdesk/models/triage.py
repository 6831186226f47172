from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from customers.models import Customer, CustomerKind
from helpdesk.models.room import Room, RoomKind


@receiver(post_save, sender=Customer, dispatch_uid="triage_is_made_with_its_customer")
def make_triage(sender: type[Customer], instance: Customer, created: bool, **kwargs: Any) -> None:
    """Every customer but the Shared Email Inbox has a Triage from its first moment."""
    if created and instance.kind == CustomerKind.ORGANISATION:
        Room.objects.create(
            workspace_id=instance.workspace_id,
            customer=instance,
            customer_kind=instance.kind,
            kind=RoomKind.TRIAGE,
            name="Triage",
        )
