from django.db import models
from django.db.models.functions import Now

from customers.models.belonging import person_of_workspace
from customers.models.mail import Mail
from customers.models.person import Person
from customers.models.workspace import Workspace

MOST_CODE_TRIES = 5


class MagicLinkQuerySet(models.QuerySet["MagicLink"]):
    def unspent(self) -> "MagicLinkQuerySet":
        return self.filter(redeemed_at=None, superseded_at=None)

    def redeemable(self) -> "MagicLinkQuerySet":
        """Those that still open something, by the database's clock."""
        return self.unspent().filter(expires_at__gt=Now())

    def open_by_code(self) -> "MagicLinkQuerySet":
        """Those whose six digits still open something."""
        return self.unspent().filter(code_expires_at__gt=Now())


class MagicLink(models.Model):
    """One request to prove a mailbox, by the link or by the code of one mail.

    Token and code exist in the mail alone; here are their hashes. Whichever is used spends both.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="links")
    mail = models.OneToOneField(Mail, models.PROTECT, related_name="link")
    # Whom the form calls them: theirs only once the mailbox is proven.
    name = models.CharField(max_length=80, blank=True)
    # Somebody else asked them in: the mail says so.
    invites = models.BooleanField(default=False, db_default=False)
    # The form that asked, so that a double click is one request.
    form = models.UUIDField(unique=True)
    token_hash = models.BinaryField(max_length=32, null=True, unique=True)
    code_hash = models.BinaryField(max_length=32, null=True)
    code_expires_at = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    mailbox = models.CharField(max_length=254)  # what gets the mail, as the limits count it
    requested_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(null=True)
    redeemed_at = models.DateTimeField(null=True)
    superseded_at = models.DateTimeField(null=True)

    objects = MagicLinkQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["mailbox", "-requested_at"], name="link_by_mailbox"),
            models.Index(fields=["person", "-id"], name="link_by_person"),
            models.Index(fields=["workspace", "-id"], name="link_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(redeemed_at=None, superseded_at=None),
                name="link_newest_only",
            ),
            models.CheckConstraint(
                condition=models.Q(code_tries__lte=MOST_CODE_TRIES), name="link_code_tries_bounded"
            ),
            person_of_workspace("link"),
        ]

    def __str__(self) -> str:
        return f"link {self.pk}"
