from customers.models.agent import Agent
from customers.models.allowed_origin import AllowedOrigin
from customers.models.audit_entry import Action, AuditEntry
from customers.models.belonging import Block, KnownUser, Pin
from customers.models.binding import Binding
from customers.models.customer import Customer, CustomerKind
from customers.models.domain import Domain
from customers.models.invitation import Invitation
from customers.models.link_request import LinkRequest, Outcome
from customers.models.magic_link import MagicLink
from customers.models.mail import Mail, MailState
from customers.models.membership import Membership, Role
from customers.models.person import Person
from customers.models.person_session import PersonSession
from customers.models.retired_credential import CredentialKind, RetiredCredential
from customers.models.script_version import ScriptVersion
from customers.models.sighting import Sighting
from customers.models.suppression import Suppression, SuppressionReason
from customers.models.vendor import Vendor
from customers.models.workspace import Challenge, Workspace

__all__ = [
    "Action",
    "Agent",
    "AllowedOrigin",
    "AuditEntry",
    "Binding",
    "Block",
    "Challenge",
    "CredentialKind",
    "Customer",
    "CustomerKind",
    "Domain",
    "Invitation",
    "KnownUser",
    "LinkRequest",
    "MagicLink",
    "Mail",
    "MailState",
    "Membership",
    "Outcome",
    "Person",
    "PersonSession",
    "Pin",
    "RetiredCredential",
    "Role",
    "ScriptVersion",
    "Sighting",
    "Suppression",
    "SuppressionReason",
    "Vendor",
    "Workspace",
]
