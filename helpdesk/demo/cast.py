"""Who plays in the demo: Fernhill, which runs the climate of greenhouses, and its customers."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from customers.models import Role

PASSWORD = "fernhill-demo"  # noqa: S105  printed to everybody who looks at the demo
# The demo's workspaces are known by the ids of their widgets; no real one is named like these.
WIDGET = "wfernhilldemo"
LABS_WIDGET = "wfernhilllabsdemo"


@dataclass(frozen=True)
class Profile:
    """One of the demo's agents, and what that role may do."""

    name: str
    role: Role
    may: Promise

    @property
    def email(self) -> str:
        return f"{self.name.split()[0].lower()}@fernhill.io"


PROFILES = [
    Profile(
        "Ada Quill", Role.OWNER, _("Everything: answers, customers, settings, the whole team.")
    ),
    Profile(
        "Alan Birk", Role.ADMIN, _("Answers, and changes customers, domains, settings and team.")
    ),
    Profile("Grace Lund", Role.AGENT, _("Answers people, blocks them, says where they belong.")),
    Profile("Rita Moss", Role.READER, _("Reads everything, writes to nobody.")),
]

CUSTOMERS = {
    "Acme": ["*.acme.com"],
    "Birch": ["birch.io", "partnerbay.net"],
    "Cedar Works": ["cedarworks.net", "cedarworks.se", "partnerbay.net"],
}
PUBLIC_ROOMS = {
    "Acme": ["Billing"],
    "Birch": ["API questions"],
    "Cedar Works": ["Billing", "API questions"],
}
# Customer, room, and the first names of those who are in it.
PRIVATE_ROOMS = [("Acme", "Renewal", ["Ana"])]
# First name: name and address.
PEOPLE = {
    "Ana": ("Ana Reyes", "ana@acme.com"),
    "Tomas": ("Tomas Hale", "tomas@eu.acme.com"),
    "Bob": ("Bob Lindqvist", "bob@birch.io"),
    "Mika": ("Mika Sorsa", "mika@birch.io"),
    "Ines": ("Ines Falk", "ines@cedarworks.se"),
    "Noor": ("Noor Dahl", "noor@partnerbay.net"),
}
