"""The facts about one person that routing weighs beside the domains: known user, pin, block,
approval."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from customers.models.constraints import CompositeForeignKey
from customers.models.customer import Customer, CustomerKind
from customers.models.domain import of_an_organisation
from customers.models.person import Person
from customers.models.workspace import Workspace


def person_of_workspace(prefix: str) -> CompositeForeignKey:
    """Constraint: the row's workspace is its person's."""
    return CompositeForeignKey(
        fields=("person", "workspace"),
        to="customers.Person",
        to_fields=("id", "workspace"),
        name=f"{prefix}_person_of_workspace",
    )


class KnownUser(models.Model):
    """A person explicitly in a customer. One person may be known in several."""

    class Source(models.TextChoices):
        AGENT = "agent", _("added by an agent")
        TOKEN = "token", _("arrived with a signed token")
        IMPORT = "import", _("imported")

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="known_users")
    customer_kind = models.CharField(
        max_length=12, default=CustomerKind.ORGANISATION, editable=False
    )
    person = models.ForeignKey(Person, models.CASCADE, related_name="known_in")
    source = models.CharField(max_length=10, choices=Source, default=Source.AGENT)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "person"], name="known_user_once"),
            models.UniqueConstraint(
                fields=["id", "workspace", "customer"], name="known_user_identity"
            ),
            *of_an_organisation("known_user"),
            person_of_workspace("known_user"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.customer}"


class Pin(models.Model):
    """An agent's word on where a person belongs: a customer, or (none) the Shared Email Inbox."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    person = models.OneToOneField(Person, models.CASCADE, related_name="pin")
    customer = models.ForeignKey(Customer, models.CASCADE, null=True, related_name="pins")
    customer_kind = models.CharField(
        max_length=12, default=CustomerKind.ORGANISATION, editable=False
    )
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [*of_an_organisation("pin"), person_of_workspace("pin")]

    def __str__(self) -> str:
        return f"{self.person} → {self.customer or 'inbox'}"


class Approval(models.Model):
    """An agent let a person into a customer that claims their domain without having proven it.

    Where the workspace asks for that. It gives the claim its effect, and none without the claim.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    person = models.OneToOneField(Person, models.CASCADE, related_name="approval")
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    customer_kind = models.CharField(
        max_length=12, default=CustomerKind.ORGANISATION, editable=False
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [*of_an_organisation("approval"), person_of_workspace("approval")]

    def __str__(self) -> str:
        return f"{self.person} → {self.customer}"


class Block(models.Model):
    """Shuts a person out of the workspace, whatever else is known of them."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    person = models.OneToOneField(Person, models.CASCADE, related_name="block")
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [person_of_workspace("block")]

    def __str__(self) -> str:
        return str(self.person)
