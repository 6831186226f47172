from django.conf import settings
from django.db import models
from django.db.models import F
from django.db.models.functions import Lower

from customers.models import Customer, CustomerKind, Person, Workspace
from customers.models.belonging import person_of_workspace
from customers.models.constraints import CompositeForeignKey
from helpdesk.models.indexes import where_set
from helpdesk.models.minutes import MinuteOf


class RoomKind(models.TextChoices):
    TRIAGE = "triage"
    PUBLIC = "public"
    PRIVATE = "private"
    DIALOG = "dialog"


# In the order of their newest messages, those without any last
NEWEST_FIRST = (
    F("active_minute").desc(nulls_last=True),
    F("last_message_at").desc(nulls_last=True),
    F("pk").desc(),
)
CLOSED_KINDS = (RoomKind.PRIVATE, RoomKind.DIALOG)  # open to their members alone, and to agents


class RoomQuerySet(models.QuerySet["Room"]):
    def shared(self) -> "RoomQuerySet":
        """Rooms that everybody in their customer may enter."""
        return self.exclude(kind__in=CLOSED_KINDS)

    def own_of(self, person: Person) -> "RoomQuerySet":
        """Rooms in the Shared Email Inbox that are open to this person, the newest first."""
        return self.filter(person=person, sealed_at=None).order_by("is_former", "-pk")


class Room(models.Model):
    """A named, lasting place for messages, in exactly one customer.

    A room of the Shared Email Inbox is private to its one person and the agents. Elsewhere a
    private room is open to its members and the agents; a dialog has one member, and the agent who
    began it.
    """

    # The first message of each minute writes all of a room's indexes: these two fields are found by
    # the beginnings of room_newest and room_name_unique.
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="rooms", db_index=False)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="rooms", db_index=False)
    customer_kind = models.CharField(max_length=12, choices=CustomerKind)
    kind = models.CharField(max_length=10, choices=RoomKind)
    name = models.CharField(max_length=254)
    # The one person of a room of the Shared Email Inbox.
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, related_name="own_rooms", db_index=False
    )
    members = models.ManyToManyField(Person, through="RoomMember", related_name="member_rooms")
    # Not where its person is at home any more: closed after a long absence, or moved back while
    # they had a newer one.
    is_former = models.BooleanField(default=False)
    # Closed to its person until an agent confirms that it is still them (see rooms.sealing).
    sealed_at = models.DateTimeField(null=True)
    # The agent who began a dialog, and the person who made a room; an agent where there is none.
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="dialogs",
        db_index=False,
    )
    made_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    # Nobody writes there any more until it is brought back.
    archived_at = models.DateTimeField(null=True)
    # The number of the newest message; the row's lock is what makes numbers gapless.
    last_seq = models.PositiveIntegerField(default=0)
    # The number of the newest change to a message (see Message.revision), under the same lock.
    last_revision = models.PositiveIntegerField(default=0, db_default=0)
    last_message_at = models.DateTimeField(null=True)
    # An index of the moment itself would have each message write all of the room's indexes, since
    # Postgres leaves them alone only while nothing changes that one of them has.
    active_minute = models.GeneratedField(
        expression=MinuteOf("last_message_at"),
        output_field=models.DateTimeField(null=True),
        db_persist=True,
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index("workspace", F("active_minute").desc(nulls_last=True), name="room_newest"),
            where_set("room_by_person", "person"),
            where_set("room_by_agent", "agent"),
            where_set("room_by_maker", "made_by"),
        ]
        constraints = [
            models.UniqueConstraint("customer", Lower("name"), name="room_name_unique"),
            models.UniqueConstraint(
                fields=["customer"],
                condition=models.Q(kind=RoomKind.TRIAGE),
                name="room_one_triage",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(customer_kind=CustomerKind.INBOX, is_former=False),
                name="room_one_of_own",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=RoomKind.values), name="room_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    customer_kind=CustomerKind.INBOX,
                    kind=RoomKind.PRIVATE,
                    person__isnull=False,
                )
                | models.Q(customer_kind=CustomerKind.ORGANISATION, person=None),
                name="room_of_inbox_is_private",
            ),
            models.CheckConstraint(
                condition=models.Q(sealed_at=None)
                | models.Q(customer_kind=CustomerKind.INBOX, is_former=True),
                name="room_sealed_is_former",
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="room_has_name"),
            CompositeForeignKey(
                fields=("customer", "workspace", "customer_kind"),
                to="customers.Customer",
                to_fields=("id", "workspace", "kind"),
                name="room_of_its_workspace",
            ),
            models.UniqueConstraint(fields=["id", "workspace"], name="room_identity"),
            person_of_workspace("room"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_archived(self) -> bool:
        """Whether nobody writes there: it is archived itself, or with its customer."""
        return self.archived_at is not None or self.customer.archived_at is not None

    @property
    def is_private(self) -> bool:
        """Whether only its members may enter it, beside the agents."""
        return self.kind in CLOSED_KINDS


class RoomMemberQuerySet(models.QuerySet["RoomMember"]):
    def open(self) -> "RoomMemberQuerySet":
        """Those that let their person in."""
        return self.filter(sealed_at=None)


class RoomMember(models.Model):
    """A person who may enter a private room of a customer, unless it is sealed for them; or the
    guest of any room of a customer."""

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    room = models.ForeignKey(Room, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, models.CASCADE, related_name="room_memberships")
    # The room was theirs alone before it followed them to their customer, and stays so wherever
    # they belong; whoever has not proven the mailbox does not get it.
    is_own = models.BooleanField(default=False)
    # Invited into this room alone: never a reason to belong to its customer.
    is_guest = models.BooleanField(default=False)
    sealed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RoomMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "person"], name="room_member_once"),
            models.CheckConstraint(
                condition=~models.Q(is_own=True, is_guest=True), name="room_member_own_or_guest"
            ),
            CompositeForeignKey(
                fields=("room", "workspace"),
                to="helpdesk.Room",
                to_fields=("id", "workspace"),
                name="room_member_room_of_workspace",
            ),
            person_of_workspace("room_member"),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.room}"
