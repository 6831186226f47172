"""The demo's world, for those who start it, look at it and sign in to it.

It is made once. What somebody changes in it afterwards stays changed; only the sign-in of its
agents is put right each time that ``make_demo`` is called.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import connection, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from customers.models import Agent, Membership, Vendor, Workspace
from helpdesk.demo.cast import LABS_WIDGET, PASSWORD, PROFILES, WIDGET
from helpdesk.demo.making import make_world

LOCK = 7_031_964  # an advisory lock's number, so that two starts make one world


def ensure_demo() -> Workspace | None:
    """Makes the demo on an empty installation; anywhere else it changes nothing.

    Returns the demo's first workspace, or None where there is none.
    """
    if Vendor.objects.exists():
        return demo_workspace()
    return make_demo()


@transaction.atomic
def make_demo() -> Workspace:
    """The demo's first workspace, its world made if need be, and its agents able to sign in.

    Raises NameTakenError when an agent of somebody else has one of its addresses.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = 0")  # the other start may be busy for a while
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    workspace = demo_workspace() or make_world()
    _let_agents_in()
    return workspace


def demo_workspace() -> Workspace | None:
    """The workspace in which the demo plays, if it was made here."""
    return Workspace.objects.select_related("vendor").filter(widget_id=WIDGET).first()


def demo_memberships() -> QuerySet[Membership]:
    """The demo's own agents with their roles, in the order of its cast; nobody who joined later."""
    return (
        Membership.objects.active()
        .filter(vendor__workspaces__widget_id=WIDGET, agent__email__in=[p.email for p in PROFILES])
        .select_related("agent", "vendor")
        .order_by("pk")
    )


def described() -> dict[str, Any]:
    """The demo as ``manage.py demo --json`` prints it."""
    workspaces = Workspace.objects.filter(widget_id__in=[WIDGET, LABS_WIDGET]).order_by("pk")
    return {
        "url": settings.PUBLIC_URL,
        "workspaces": [
            {
                "name": workspace.name,
                "widget_id": workspace.widget_id,
                "widget_key": workspace.widget_key,
                "widget_secret": workspace.widget_secret,
            }
            for workspace in workspaces
        ],
        "agents": [
            {"email": member.agent.email, "password": PASSWORD, "role": member.role}
            for member in demo_memberships()
        ],
        "customers": [
            {"name": customer.name, "domains": [str(domain) for domain in customer.domains.all()]}
            for customer in workspaces[0].customers.active().organisations().order_by("pk")
        ],
    }


def sign_in_hint() -> str:
    """Where to go in the demo and how to sign in, as lines for a terminal; empty without a demo."""
    owner = demo_memberships().first()
    if owner is None:
        return ""
    mail = settings.PUBLIC_URL + reverse("demo:mail")
    lines = {
        _("Try it"): settings.PUBLIC_URL + reverse("demo:index"),
        _("Vendor's page"): settings.PUBLIC_URL + reverse("demo:vendor"),
        _("Mail"): _("goes to your mail server") if settings.EMAIL_URL else mail,
        _("Agents' desk"): settings.PUBLIC_URL + reverse("admin"),
        _("Sign in as"): f"{owner.agent.email}  {PASSWORD}",
    }
    return "\n".join(f"  {label:<15}{value}" for label, value in lines.items())


def _let_agents_in() -> None:
    """Puts back the demo's password and memberships. One hash for all: it is slow on purpose."""
    agents = Agent.objects.filter(email__in=[profile.email for profile in PROFILES])
    team = agents.filter(memberships__vendor__workspaces__widget_id=WIDGET)
    stored = team.order_by("pk").values_list("password", flat=True)[0]
    encoded = stored if check_password(PASSWORD, stored) else make_password(PASSWORD)
    team.update(password=encoded, is_active=True)
    Membership.objects.filter(agent__in=team, vendor__workspaces__widget_id=WIDGET).update(
        deactivated_at=None
    )
