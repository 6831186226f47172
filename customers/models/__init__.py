from customers.models.agent import Agent
from customers.models.allowed_origin import AllowedOrigin
from customers.models.audit_entry import Action, AuditEntry
from customers.models.belonging import Approval, Block, KnownUser, Pin
from customers.models.binding import Binding
from customers.models.customer import Customer, CustomerKind
from customers.models.domain import Domain, Finding
from customers.models.invitation import Invitation
from customers.models.left_conflict import LeftConflict
from customers.models.link_request import LinkRequest, Outcome
from customers.models.magic_link import MagicLink
from customers.models.mail import Bounce, Mail, MailFate, MailState
from customers.models.membership import Membership, Role
from customers.models.past_decision import PastDecision
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
    "Approval",
    "AuditEntry",
    "Binding",
    "Block",
    "Bounce",
    "Challenge",
    "CredentialKind",
    "Customer",
    "CustomerKind",
    "Domain",
    "Finding",
    "Invitation",
    "KnownUser",
    "LeftConflict",
    "LinkRequest",
    "MagicLink",
    "Mail",
    "MailFate",
    "MailState",
    "Membership",
    "Outcome",
    "PastDecision",
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
