from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from customers.models.constraints import AppendOnly
from customers.models.customer import Customer
from customers.models.person import Person
from customers.models.workspace import Workspace


class Action(models.TextChoices):
    """What was done that may change who gets in, or who gets mail."""

    CUSTOMER_ADDED = "customer_added", _("customer added")
    CUSTOMER_RENAMED = "customer_renamed", _("customer renamed")
    CUSTOMER_ARCHIVED = "customer_archived", _("customer archived")
    CUSTOMER_UNARCHIVED = "customer_unarchived", _("customer unarchived")
    EXTERNAL_ID_SET = "external_id_set", _("id in your own system changed")
    DOMAIN_ADDED = "domain_added", _("domain added")
    DOMAIN_REMOVED = "domain_removed", _("domain removed")
    SUBDOMAINS_ADDED = "subdomains_added", _("subdomains added")
    SUBDOMAINS_LEFT_OUT = "subdomains_left_out", _("subdomains left out")
    DOMAIN_PROVEN = "domain_proven", _("domain proven")
    DOMAIN_PROOF_LOST = "domain_proof_lost", _("domain no longer proven")
    CONFLICT_LEFT = "conflict_left", _("conflict left as it is")
    CONFLICT_REOPENED = "conflict_reopened", _("conflict waits for a decision again")
    KNOWN_USER_ADDED = "known_user_added", _("known user added")
    KNOWN_USER_REMOVED = "known_user_removed", _("known user removed")
    PINNED = "pinned", _("person placed")
    UNPINNED = "unpinned", _("person left to the rules")
    BLOCKED = "blocked", _("person blocked")
    UNBLOCKED = "unblocked", _("person unblocked")
    VISIT_APPROVED = "visit_approved", _("first visit approved")
    APPROVAL_WITHDRAWN = "approval_withdrawn", _("approval of a first visit withdrawn")
    ROOMS_CLOSED = "rooms_closed", _("old rooms closed after a long absence")
    ROOMS_REOPENED = "rooms_reopened", _("old rooms opened again")
    ROOM_MOVED = "room_moved", _("room moved")
    ROOM_MOVED_BACK = "room_moved_back", _("room moved back")
    ROOM_SHARED = "room_shared", _("room shared with colleagues")
    ROOM_MADE = "room_made", _("room made")
    ROOM_RENAMED = "room_renamed", _("room renamed")
    ROOM_ARCHIVED = "room_archived", _("room archived")
    ROOM_UNARCHIVED = "room_unarchived", _("room brought back")
    MEMBER_ADDED = "member_added", _("member added to a room")
    MEMBER_REMOVED = "member_removed", _("member removed from a room")
    GUEST_INVITED = "guest_invited", _("guest invited into a room")
    MAIL_STOPPED = "mail_stopped", _("mail to an address stopped")
    MAIL_ALLOWED = "mail_allowed", _("mail to an address allowed again")
    TEAMMATE_INVITED = "teammate_invited", _("teammate invited")
    INVITATION_WITHDRAWN = "invitation_withdrawn", _("invitation withdrawn")
    TEAMMATE_JOINED = "teammate_joined", _("teammate joined")
    ROLE_CHANGED = "role_changed", _("role changed")
    TEAMMATE_DEACTIVATED = "teammate_deactivated", _("teammate deactivated")
    TEAMMATE_REACTIVATED = "teammate_reactivated", _("teammate reactivated")
    ORIGIN_ADDED = "origin_added", _("page origin added")
    ORIGIN_REMOVED = "origin_removed", _("page origin removed")
    CREDENTIAL_ROTATED = "credential_rotated", _("key or secret rotated")
    GRACE_ENDED = "grace_ended", _("former key or secret ended")
    WIDGET_SWITCHED = "widget_switched", _("widget switched on or off")
    SETTING_CHANGED = "setting_changed", _("setting changed")


class AuditEntry(models.Model):
    """One thing that was done, by whom, and to what. Written once; the database refuses to
    change or to delete it.

    ``agent`` is None for what nobody in the team did: a signed token, a bounce, a daily check.
    ``subject`` is the address, domain or name in question, as it was then.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="audit")
    at = models.DateTimeField(db_default=Now())
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    action = models.CharField(max_length=30, choices=Action)
    # Entries outlive what they speak of, so no constraint ties them to it.
    customer = models.ForeignKey(
        Customer, models.DO_NOTHING, null=True, related_name="audit", db_constraint=False
    )
    person = models.ForeignKey(
        Person, models.DO_NOTHING, null=True, related_name="audit", db_constraint=False
    )
    subject = models.CharField(max_length=254, blank=True)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["workspace", "-id"], name="audit_newest"),
            models.Index(fields=["person", "-id"], name="audit_by_person"),
            models.Index(fields=["customer", "-id"], name="audit_by_customer"),
        ]
        constraints = [AppendOnly(name="audit_append_only")]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.subject}"
