"""The rooms under test: the real server over a database of the benchmark's own, with people who
have sessions; and the client that measures it and its peers alike."""

import json
import resource
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils import timezone

from bench.databases import database, using
from bench.peers import HERE, install
from customers.models import Agent, Customer, Domain, Person, PersonSession, Workspace
from customers.proof.sessions import cookie_name, hashed_key, session_end
from customers.team.vendors import add_vendor
from helpdesk.models import Room, RoomKind
from tests.servers import Server

CLIENT_PATIENCE = 240  # seconds
# All sockets come from a few addresses, and some are many of one person's
UNLIMITED = dict.fromkeys(
    (
        "SOCKET_FRAMES_PER_SECOND",
        "MOST_SOCKETS_EACH",
        "MOST_SOCKETS_UNNAMED",
        "QUESTIONS_PER_SECOND",
    ),
    "100000",
)

type Plan = dict[str, Any]


@dataclass
class Site:
    """A workspace with customers, each of which has people with sessions."""

    workspace: Workspace

    def customer(self, name: str, people: int) -> tuple[Customer, list[str]]:
        """A new customer with so many people; their cookies."""
        customer = Customer.objects.create(workspace=self.workspace, name=name)
        domain = f"{name.lower()}.dev"
        Domain.objects.create(workspace=self.workspace, customer=customer, name=domain)
        made = Person.objects.bulk_create(
            Person(
                workspace=self.workspace,
                email=f"p{number}@{domain}",
                mail_domain=domain,
                name=f"Person {number}",
                proven_at=timezone.now(),
            )
            for number in range(people)
        )
        keys = {person.pk: f"{name}-{person.pk}-a-key-that-nobody-guesses" for person in made}
        PersonSession.objects.bulk_create(
            PersonSession(person_id=pk, key_hash=hashed_key(key), expires_at=session_end())
            for pk, key in keys.items()
        )
        cookie = cookie_name(self.workspace.widget_id)
        return customer, [f"{cookie}={key}" for key in keys.values()]

    def plan(self, running: Server, seats: Iterable[dict[str, Any]], **plan: Any) -> Plan:
        """A plan for the client: these seats at this server."""
        url = f"ws://localhost:{running.port}/ws/"
        return {
            "framing": "rooms",
            "widget": self.workspace.widget_id,
            "origin": running.url,
            "seats": [{"url": url} | seat for seat in seats],
        } | plan


@contextmanager
def site(name: str) -> Iterator[Site]:
    """An empty workspace in a database of its own."""
    raise_limit_of_files()
    install()
    with database(name) as connection, using(connection):
        yield Site(add_vendor("Fernhill", Agent.objects.create_agent("a@b.io", "Ada", None)))


def raise_limit_of_files() -> int:
    """Let this process, and what it starts, open as many files as the system allows: so many."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return most


def triage_of(customer: Customer) -> int:
    return Room.objects.get(customer=customer, kind=RoomKind.TRIAGE).pk


def peer_plan(framing: str, port: int, seats: int, **plan: Any) -> Plan:
    """A plan for the client: so many seats at a peer."""
    path = "socket.io/?EIO=4&transport=websocket" if framing == "socketio" else "ws/"
    url = f"ws://127.0.0.1:{port}/{path}"
    return {"framing": framing, "seats": [{"url": url}] * seats} | plan


def measured(plan: Plan) -> dict[str, Any]:
    """What the client measures by this plan."""
    client = _client()
    try:
        said, _ = client.communicate(json.dumps(plan) + "\n", timeout=CLIENT_PATIENCE)
    except BaseException:
        client.kill()
        raise
    if client.returncode:
        raise RuntimeError(f"the client ended with {client.returncode}")
    return json.loads(said.splitlines()[-1])


class Held(NamedTuple):
    """Sockets that came: within how many seconds, and how many were refused by each close code, or
    because it was ``late``."""

    seconds: float
    refused: dict[str, int]


@contextmanager
def holding(plan: Plan, a_second: float) -> Iterator[Held]:
    """The sockets of this plan come, so many a second, and those that are let in stay open.

    Raises RuntimeError if in the end one of these was not open any more.
    """
    client = _client()
    try:
        client.stdin.write(json.dumps(plan | {"act": "hold", "a_second": a_second}) + "\n")
        client.stdin.flush()
        held = Held(**json.loads(client.stdout.readline()))
        yield held
        said, _ = client.communicate("\n", timeout=CLIENT_PATIENCE)
        stayed, let_in = json.loads(said.splitlines()[-1])["open"], _let_in(plan, held)
        if stayed != let_in:
            raise RuntimeError(f"only {stayed} of {let_in} sockets stayed open")
    finally:
        client.kill()
        client.wait()


def _let_in(plan: Plan, held: Held) -> int:
    return len(plan["seats"]) - sum(held.refused.values())


def _client() -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    return subprocess.Popen(["node", str(HERE / "client.mjs")], stdin=pipe, stdout=pipe, text=True)
