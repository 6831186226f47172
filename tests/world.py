"""The people of every test: a vendor with its team, its customers and theirs, and a stranger.

Fernhill is the vendor: Ada owns it, Alan administers, Grace answers, Rita reads. It serves Acme
(acme.com) and Birch (birch.io). Ana is at Acme, Bob at Birch; Eve writes from free mail. Otter is
another vendor, and Oscar, its owner, is a stranger to Fernhill.
"""

import copy
from dataclasses import dataclass
from functools import cache

from django.contrib.auth.hashers import get_hasher, make_password
from django.db import connection

from customers.models import (
    Agent,
    Customer,
    Domain,
    Membership,
    Person,
    Role,
    Vendor,
    Workspace,
)
from customers.team.vendors import add_vendor
from helpdesk.models import Room

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


_kept: dict[str, tuple[str, World]] = {}


def make_world() -> World:
    """The world in an empty database. Made once a process; then its rows are put there again."""
    hasher = get_hasher().algorithm
    if hasher not in _kept:
        world = _make()
        _kept[hasher] = (_statements(world), copy.deepcopy(world))
        return world
    statements, world = _kept[hasher]
    with connection.cursor() as cursor:
        cursor.execute(statements)
    return copy.deepcopy(world)


def _make() -> World:
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


def _statements(world: World) -> str:
    """SQL that puts the world's rows into its tables, in one go."""
    workspaces = [world.workspace, world.otter]
    vendors = [workspace.vendor for workspace in workspaces]
    agents = [world.ada, world.alan, world.grace, world.rita, world.oscar]
    rows = [
        Vendor.objects.filter(pk__in=[vendor.pk for vendor in vendors]),
        Agent.objects.filter(pk__in=[agent.pk for agent in agents]),
        Membership.objects.filter(vendor__in=vendors),
        Workspace.objects.filter(vendor__in=vendors),
        Customer.objects.filter(workspace__in=workspaces),
        Domain.objects.filter(workspace__in=workspaces),
        Room.objects.filter(workspace__in=workspaces),
    ]
    return ";".join(map(_statement, rows))


def _statement(rows) -> str:
    table = rows.model._meta.db_table
    keys = list(rows.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT json_agg(r)::text FROM {table} r WHERE id = ANY(%s)", [keys])
        [text] = cursor.fetchone()
    quoted = text.replace("'", "''")
    fields = (field for field in rows.model._meta.concrete_fields if not field.generated)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    records = f"json_populate_recordset(NULL::{table}, '{quoted}')"
    return f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {records}"


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
