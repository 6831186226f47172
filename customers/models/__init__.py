from customers.models.agent import Agent
from customers.models.belonging import Block, KnownUser, Pin
from customers.models.customer import Customer, CustomerKind
from customers.models.domain import Domain
from customers.models.invitation import Invitation
from customers.models.magic_link import MagicLink
from customers.models.mail import Mail, MailState
from customers.models.membership import Membership, Role
from customers.models.person import Person
from customers.models.person_session import PersonSession
from customers.models.vendor import Vendor
from customers.models.workspace import Workspace

__all__ = [
    "Agent",
    "Block",
    "Customer",
    "CustomerKind",
    "Domain",
    "Invitation",
    "KnownUser",
    "MagicLink",
    "Mail",
    "MailState",
    "Membership",
    "Person",
    "PersonSession",
    "Pin",
    "Role",
    "Vendor",
    "Workspace",
]
