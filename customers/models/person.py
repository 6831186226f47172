from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.db import models
from django.db.models.functions import Collate, Lower, Now, Reverse
from django.db.models.lookups import StartsWith
from django.utils.translation import gettext_lazy as _

from customers.models.workspace import Workspace

# The mail domain from its end, byte by byte, so that an index finds all that ends alike.
MAIL_DOMAIN_BACKWARDS = Collate(Reverse("mail_domain"), "C")


def at_any_of(domains: Iterable[tuple[str, bool]]) -> models.Q:
    """People at any of these domains: each a name, and whether what is below it is meant too."""
    there = (at_domain(name, with_subdomains=below) for name, below in domains)
    return reduce(or_, there, models.Q(pk__in=[]))


def at_domain(name: str, *, with_subdomains: bool = False) -> models.Q:
    """People whose mailbox is at a domain, or below it if so asked. Both use an index."""
    there = models.Q(mail_domain=name)
    below = models.Q(StartsWith(MAIL_DOMAIN_BACKWARDS, f".{name}"[::-1]))
    return there | below if with_subdomains else there


class PersonQuerySet(models.QuerySet["Person"]):
    def of_address(self, workspace: Workspace, email: str) -> "Person":
        """The person behind a canonical address in ``workspace``, made if need be."""
        domain = email.rpartition("@")[2]
        return self.get_or_create(
            workspace=workspace, email=email, defaults={"mail_domain": domain}
        )[0]

    def proven(self) -> "PersonQuerySet":
        """Those who have shown at least once that the mailbox is theirs."""
        return self.exclude(proven_at=None)

    def prove(self, name: str = "") -> None:
        """Note that the mailbox is theirs; who has no name yet takes the one that they typed."""
        if name:
            self.filter(name="").update(name=name)
        self.filter(proven_at=None).update(proven_at=Now())
        self.note_seen()

    def note_seen(self) -> None:
        """Note that they are here now."""
        self.update(last_seen_at=Now())


class Person(models.Model):
    """One human behind one canonical email address in a workspace. Agents are Django's users."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="people")
    email = models.CharField(_("email"), max_length=254)
    # The address's domain, kept beside it so that a domain's people are found by an index.
    mail_domain = models.CharField(max_length=253)
    name = models.CharField(_("name"), max_length=80, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    proven_at = models.DateTimeField(null=True, blank=True)
    # When they last came or looked into a room, to the day.
    last_seen_at = models.DateTimeField(null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "mail_domain"], name="person_by_domain"),
            # In the order of bytes, so that a beginning is found by the index, whatever the
            # database's language
            models.Index("workspace", Collate("email", "C"), name="person_by_address"),
            models.Index("workspace", Collate(Lower("name"), "C"), name="person_by_name"),
            models.Index("workspace", MAIL_DOMAIN_BACKWARDS, name="person_by_domain_below"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "email"], name="person_once"),
            models.UniqueConstraint(fields=["id", "workspace"], name="person_identity"),
            models.CheckConstraint(
                condition=models.Q(
                    email__endswith=models.functions.Concat(
                        models.Value("@"), models.F("mail_domain")
                    )
                ),
                name="person_mail_domain_fits",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email
