"""The people of every test: a vendor with its team, its customers and theirs, and a stranger.

Fernhill is the vendor: Ada owns it, Alan administers, Grace answers, Rita reads. It serves Acme
(acme.com) and Birch (birch.io). Ana is at Acme, Bob at Birch; Eve writes from free mail. Otter is
another vendor, and Oscar, its owner, is a stranger to Fernhill.
"""

from dataclasses import dataclass
from functools import cache

from django.contrib.auth.hashers import get_hasher, make_password

from customers.models import Agent, Customer, Domain, Membership, Person, Role, Workspace
from customers.team.vendors import add_vendor

PASSWORD = "correct horse battery"


@dataclass
class World:
    workspace: Workspace
    ada: Agent
    alan: Agent
    grace: Agent
    rita: Agent
    inbox: Customer
    acme: Customer
    birch: Customer
    otter: Workspace
    oscar: Agent

    def person(self, email: str, name: str = "", workspace: Workspace | None = None) -> Person:
        """The person of this canonical address, made if need be."""
        return Person.objects.get_or_create(
            workspace=workspace or self.workspace,
            email=email,
            defaults={"mail_domain": email.rpartition("@")[2], "name": name},
        )[0]

    def customer(self, name: str, *domains: str, workspace: Workspace | None = None) -> Customer:
        """A new customer with these domains; ``*.`` in front of one means its subdomains too."""
        customer = Customer.objects.create(workspace=workspace or self.workspace, name=name)
        for domain in domains:
            self.domain(customer, domain)
        return customer

    def domain(self, customer: Customer, name: str) -> Domain:
        return Domain.objects.create(
            workspace=customer.workspace,
            customer=customer,
            name=name.removeprefix("*."),
            with_subdomains=name.startswith("*."),
        )

    def url(self, path: str = "") -> str:
        """The address of a page of Fernhill's workspace on the agents' side."""
        return f"/admin/{self.workspace.vendor.slug}/{self.workspace.slug}/{path}"


def make_world() -> World:
    ada, oscar = _agent("Ada Quill"), _agent("Oscar Reed")
    workspace, otter = add_vendor("Fernhill", ada), add_vendor("Otter", oscar)
    alan, grace, rita = _agent("Alan Birk"), _agent("Grace Lund"), _agent("Rita Moss")
    for agent, role in ((alan, Role.ADMIN), (grace, Role.AGENT), (rita, Role.READER)):
        Membership.objects.create(agent=agent, vendor=workspace.vendor, role=role)
    inbox = workspace.customers.get(kind="inbox")
    world = World(workspace, ada, alan, grace, rita, inbox, inbox, inbox, otter=otter, oscar=oscar)
    world.acme, world.birch = (
        world.customer("Acme", "acme.com"),
        world.customer("Birch", "birch.io"),
    )
    return world


def _agent(name: str) -> Agent:
    email = (
        f"{name.split()[0].lower()}@{'otter.dev' if name.startswith('Oscar') else 'fernhill.io'}"
    )
    agent = Agent.objects.create_agent(email, name, None)
    Agent.objects.filter(pk=agent.pk).update(password=_encoded(get_hasher().algorithm))
    agent.refresh_from_db()
    return agent


@cache
def _encoded(algorithm: str) -> str:
    """The password as it is stored: made once, for it is slow on purpose."""
    return make_password(PASSWORD, hasher=algorithm)
