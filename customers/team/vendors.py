"""Making vendors and workspaces, whole."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from customers.models import Agent, Customer, CustomerKind, Membership, Role, Vendor, Workspace

# What stands at a vendor's place in an address below /admin/.
RESERVED_SLUGS = {"account", "invitation"}


@transaction.atomic
def add_vendor(name: str, owner: Agent, workspace_name: str | None = None) -> Workspace:
    """A new vendor with its owner and first workspace. Returns the workspace."""
    vendor = Vendor.objects.create(name=name, slug=_free_slug(name, Vendor.objects.all()))
    Membership.objects.create(agent=owner, vendor=vendor, role=Role.OWNER)
    return add_workspace(vendor, workspace_name or name)


@transaction.atomic
def add_workspace(vendor: Vendor, name: str) -> Workspace:
    """A new workspace of ``vendor`` with its Shared Email Inbox.

    Raises IntegrityError when the vendor has a workspace of that name.
    """
    Vendor.objects.select_for_update().get(pk=vendor.pk)
    workspace = Workspace.objects.create(
        vendor=vendor, name=name, slug=_free_slug(name, vendor.workspaces.all())
    )
    Customer.objects.create(
        workspace=workspace, kind=CustomerKind.INBOX, name=_("Shared Email Inbox")
    )
    return workspace


def rename_workspace(workspace: Workspace, name: str) -> None:
    """Raises ValidationError where the vendor has another workspace of that name."""
    try:
        with transaction.atomic():
            Workspace.objects.filter(pk=workspace.pk).update(name=name)
    except IntegrityError:
        raise workspace_name_taken(name) from None
    workspace.name = name


def workspace_name_taken(name: str) -> ValidationError:
    """What is said where a vendor would have two workspaces of one name."""
    return ValidationError(
        _("There is a workspace called %(name)s already."), code="taken", params={"name": name}
    )


def _free_slug(name: str, taken: models.QuerySet[Vendor] | models.QuerySet[Workspace]) -> str:
    base = slugify(name)[:30] or "desk"
    slugs = RESERVED_SLUGS | set(taken.filter(slug__startswith=base).values_list("slug", flat=True))
    number = 1
    while (slug := base if number == 1 else f"{base}-{number}") in slugs:
        number += 1
    return slug
