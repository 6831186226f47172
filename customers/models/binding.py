from django.db import models

from customers.models.belonging import KnownUser
from customers.models.constraints import CompositeForeignKey
from customers.models.customer import LONGEST_EXTERNAL_ID, Customer
from customers.models.workspace import Workspace


class Binding(models.Model):
    """What a signed token has said: the vendor's user of this id is this known user.

    Made and moved by tokens alone, whose claims the vendor's backend signed. It goes with the known
    user.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    user_id = models.CharField(max_length=LONGEST_EXTERNAL_ID)
    known_user = models.ForeignKey(KnownUser, models.CASCADE, related_name="bindings")
    signed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "user_id", "-signed_at"], name="binding_newest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["customer", "user_id"], name="binding_once"),
            models.CheckConstraint(condition=~models.Q(user_id=""), name="binding_has_user_id"),
            CompositeForeignKey(
                fields=("known_user", "workspace", "customer"),
                to="customers.KnownUser",
                to_fields=("id", "workspace", "customer"),
                name="binding_of_its_known_user",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} = {self.known_user}"
