"""How long a preview takes where a domain has 100,000 people, beside two million others.

Asked for is at most 1 s, for the median of each change.
"""

import statistics
import time
from collections.abc import Callable

from bench.databases import database, run, unchecked, using
from customers.models import Agent, Customer, Domain
from customers.routing.hypotheses import adding, archiving, removing
from customers.routing.mail_domains import MailDomain
from customers.routing.preview import preview_of
from customers.team.vendors import add_vendor

PEOPLE = 100_000  # of the domain that a change is about
OTHERS = 2_000_000  # people of the workspace whom it can't reach
ROUNDS = 5
MOST = 1.0  # seconds


def main(people: int = PEOPLE, others: int = OTHERS) -> bool:
    """Print a table; whether every preview is quick enough."""
    with database("preview") as connection, using(connection):
        acme, birch = fill(people, others)
        return measure(acme, birch)


def fill(people: int, others: int):
    """Two customers, three domains of so many people each, some of them known, and the others."""
    workspace = add_vendor("Fernhill", Agent.objects.create_agent("a@b.io", "Ada", None))
    acme, birch = (Customer.objects.create(workspace=workspace, name=n) for n in ("Acme", "Birch"))
    Domain.objects.create(workspace=workspace, customer=birch, name="birch.io")
    with unchecked():
        fill_people(workspace, people, "big.dev")
        fill_people(workspace, people, "x#.below.dev", names=1000)
        fill_people(workspace, people, "birch.io")
        fill_people(workspace, others, "other#.net", names=50_000)
        give_rooms(workspace.customers.get(kind="inbox"), "big.dev")
        make_known(birch, "birch.io", one_in=20)
    run("ANALYZE")
    return acme, birch


def fill_people(workspace, number: int, domain: str, names: int = 1) -> None:
    """So many people who have proven their mailbox; # in the domain is one of so many numbers."""
    run(
        """
        INSERT INTO customers_person (workspace_id, email, mail_domain, name, created_at, proven_at)
        SELECT %(workspace)s, 'p' || n || '@' || domain, domain, '', now(), now()
        FROM (
            SELECT n, replace(%(domain)s, '#', (n %% %(names)s)::text) AS domain
            FROM generate_series(1, %(number)s) n
        ) made
        """,
        workspace=workspace.pk,
        domain=domain,
        names=names,
        number=number,
    )


def give_rooms(inbox, domain: str) -> None:
    """Each of a domain's people has a room of their own."""
    run(
        """
        INSERT INTO helpdesk_room (workspace_id, customer_id, customer_kind, kind, name, person_id,
            last_seq, created_at, is_former)
        SELECT workspace_id, %(inbox)s, 'inbox', 'private', email, id, 0, now(),
            false
        FROM customers_person WHERE mail_domain = %(domain)s
        """,
        inbox=inbox.pk,
        domain=domain,
    )


def make_known(customer, domain: str, one_in: int) -> None:
    """One in so many of a domain's people is known in the customer."""
    run(
        """
        INSERT INTO customers_knownuser (workspace_id, customer_id, customer_kind, person_id,
            source, created_at)
        SELECT workspace_id, %(customer)s, 'organisation', id, 'agent', now()
        FROM customers_person WHERE mail_domain = %(domain)s AND id %% %(one_in)s = 0
        """,
        customer=customer.pk,
        domain=domain,
        one_in=one_in,
    )


def measure(acme, birch) -> bool:
    """Print what each preview takes."""
    changes = {
        "add a domain": lambda: adding(acme, MailDomain("big.dev")),
        "add one with subdomains": lambda: adding(acme, MailDomain("below.dev", True)),
        "add one that another has": lambda: adding(acme, MailDomain("birch.io")),
        "remove a domain": lambda: removing(birch.domains.get()),
        "archive a customer": lambda: archiving(birch),
    }
    print("| change | people who move | median |\n|---|---|---|")
    slowest = 0.0
    for name, change in changes.items():
        moving = sum(move.people for move in preview_of(change()).moves)
        seconds = median(lambda change=change: preview_of(change()))
        slowest = max(slowest, seconds)
        print(f"| {name} | {moving:,} | {seconds * 1000:.0f} ms |", flush=True)
    return slowest <= MOST


def median(act: Callable[[], object]) -> float:
    """Seconds."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        times.append(time.perf_counter() - began)
    return statistics.median(times)
